// What Python tells the pad: the last message it has answered, and drawings to take over.
// It travels apart from the pad, so that an update under the pen costs one kilobyte and
// not the pad's whole code (Streamlit sends inline code again in every run).
/** @import { Word } from "./types.d.ts" */
/** @param {Given<Word>} given */
export default function ({ data }) {
  const words = (window.digitPadWords ??= new Map())
  words.set(data.pad, data)
  window.dispatchEvent(new CustomEvent("digit-pad-word", { detail: data.pad }))
  // Off the page, its last word would be stale news to the next pad.
  return () => {
    if (words.get(data.pad) === data) words.delete(data.pad)
  }
}
