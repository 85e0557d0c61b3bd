// Streamlit calls the default export at mount and whenever theme, labels or ghost change.
import { Pad } from "./pad.js"
import { outline } from "./paint.js"
import { unpack } from "./strokes.js"

/** @import { Data, Told } from "./types.d.ts" */

const pads = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ parentElement: root, data, setStateValue }) {
  let pad = pads.get(root)
  if (!pad) pads.set(root, (pad = new Pad(root, data.pad)))
  pad.link.post = setStateValue
  pad.label(data.labels, data.lang)
  pad.ghost.setAttribute("d", data.ghost ? outline(unpack(data.ghost)) : "")
  pad.repaint()
  return () => {
    if (pads.delete(root)) pad.close()
  }
}
