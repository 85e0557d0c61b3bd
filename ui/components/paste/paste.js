// A picture from the clipboard is put where a visitor would have chosen a file (see __init__.py).
/** @import { Data } from "./types.d.ts" */
/** @type {WeakMap<ShadowRoot, (event: ClipboardEvent) => void>} */
const listeners = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  const end = () => {
    const listener = listeners.get(parentElement)
    if (listener) document.removeEventListener("paste", listener)
  }
  /** @param {ClipboardEvent} event */
  const onPaste = (event) => {
    const field = document.querySelector(`.${data.area} input[type="file"]`)
    const files = picturesIn(event.clipboardData?.files ?? [])
    if (!(field instanceof HTMLInputElement) || !files.length || field.disabled) return
    event.preventDefault()
    give(field, field.multiple ? files : files.slice(0, 1))
  }
  end()
  document.addEventListener("paste", onPaste)
  listeners.set(parentElement, onPaste)
  return end
}

/** The pictures among files of the clipboard, which also has texts and their formats.
 * @param {ArrayLike<File>} files
 */
export function picturesIn(files) {
  return Array.from(files).filter((file) => file.type.startsWith("image/"))
}

/** @param {HTMLInputElement} field @param {File[]} files */
function give(field, files) {
  const chosen = new DataTransfer()
  for (const file of files) chosen.items.add(file)
  field.files = chosen.files
  field.dispatchEvent(new Event("change", { bubbles: true }))
}
