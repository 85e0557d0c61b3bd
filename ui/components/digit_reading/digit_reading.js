// Reads the drawing on a pad in the frame in which it is painted, and shows it in the parts of the page:
// part.js. Streamlit calls the default export at mount and whenever language or theme change.
import { Reader } from "./reader.js"

/** @import { Data } from "./types.d.ts" */

/** @type {WeakMap<object, Reader>} */
const readers = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ parentElement: root, data }) {
  let reader = readers.get(root)
  if (!reader) readers.set(root, (reader = new Reader(data.pad)))
  reader.take(data)
  return () => {
    readers.get(root)?.close()
    readers.delete(root)
  }
}
