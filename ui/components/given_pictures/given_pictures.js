// A picture from the clipboard, or one that is dropped, is put where a visitor would have chosen a
// file; what became of it is brought into view (see __init__.py).
import { child } from "../shared/child.js"

/** @import { Data } from "./types.d.ts" */
const MAIN = '[data-testid="stMain"]'
const WRITING = 'input:not([type="file"]), textarea, [contenteditable=""], [contenteditable="true"]'
const STILL = 40 // CSS pixels that a page may move by itself, when something above grows

/** @type {WeakMap<ShadowRoot, GivenPictures>} */
const all = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  let given = all.get(parentElement)
  if (!given) all.set(parentElement, (given = new GivenPictures(parentElement, data)))
  given.take(data)
  return () => {
    all.get(parentElement)?.close()
    all.delete(parentElement)
  }
}

class GivenPictures {
  left = new AbortController()
  own = false // what is dragged was on the page already
  /** @type {number | undefined} */
  scroll = undefined // how far the page was scrolled when the last files were given

  /** @param {ShadowRoot} root @param {Data} data */
  constructor(root, data) {
    this.data = data
    this.hint = child(root, ".hint")
    const capture = { capture: true, signal: this.left.signal }
    document.addEventListener("paste", (event) => this.pasted(event), capture)
    document.addEventListener("change", (event) => this.changed(event), capture)
    document.addEventListener("dragstart", () => this.drags(true), capture)
    document.addEventListener("dragend", () => this.drags(false), capture)
    document.addEventListener("dragover", (event) => this.dragged(event), capture)
    document.addEventListener("dragleave", (event) => event.relatedTarget ?? this.hide(), capture)
    document.addEventListener("drop", (event) => this.dropped(event), capture)
  }

  /** @param {Data} data */
  take(data) {
    const more = data.arrived > this.data.arrived
    this.data = data
    this.hint.textContent = data.hint
    this.hint.lang = data.lang
    if (more && data.answer) this.show(document.querySelector(`.${data.answer}`))
  }

  /** @param {boolean} own */
  drags(own) {
    this.own = own
    this.hide()
  }

  /** The uploader's field, unless it takes nothing now. */
  field() {
    const field = document.querySelector(`.${this.data.area} input[type="file"]`)
    return field instanceof HTMLInputElement && !field.disabled ? field : undefined
  }

  /** @param {Event} event */
  changed(event) {
    if (event.target === this.field()) this.scroll = scrolled()
  }

  /** @param {ClipboardEvent} event */
  pasted(event) {
    const files = picturesIn(event.clipboardData?.files ?? [])
    if (files.length && !isWriting(event.composedPath()[0])) this.give(event, files)
  }

  /** @param {DragEvent} event */
  dragged(event) {
    if (this.own || !bringsFiles(event.dataTransfer) || !this.field()) return
    event.preventDefault() // else it cannot be dropped here
    if (!this.hint.matches(":popover-open")) this.hint.showPopover()
  }

  /** @param {DragEvent} event */
  dropped(event) {
    this.hide()
    if (this.own || !bringsFiles(event.dataTransfer)) return
    if (event.target instanceof Element && event.target.closest(`.${this.data.area}`)) {
      this.scroll = scrolled() // the uploader takes it by itself
    } else {
      this.give(event, Array.from(event.dataTransfer?.files ?? []))
    }
  }

  /** @param {Event} event @param {File[]} files */
  give(event, files) {
    const field = this.field()
    if (!field || !files.length) return
    event.preventDefault()
    event.stopPropagation()
    const chosen = new DataTransfer()
    for (const file of field.multiple ? files : files.slice(0, 1)) chosen.items.add(file)
    field.files = chosen.files
    field.dispatchEvent(new Event("change", { bubbles: true }))
  }

  /** @param {Element | null} answer */
  show(answer) {
    const before = this.scroll
    this.scroll = undefined
    if (!answer || before === undefined || Math.abs(scrolled() - before) > STILL) return
    const { top, bottom } = answer.getBoundingClientRect()
    if (!isSeen(top, bottom, innerHeight)) answer.scrollIntoView()
  }

  hide() {
    if (this.hint.matches(":popover-open")) this.hint.hidePopover()
  }

  close() {
    this.hide()
    this.left.abort()
  }
}

/** The pictures among files of the clipboard, which also has texts and their formats.
 * @param {ArrayLike<File>} files
 */
export function picturesIn(files) {
  return Array.from(files).filter((file) => file.type.startsWith("image/"))
}

/** Whether what is dragged are files, and no text or link.
 * @param {{ types: readonly string[] } | null} dragged
 */
export function bringsFiles(dragged) {
  return dragged?.types.includes("Files") ?? false
}

/** Whether something from `top` to `bottom` is in a window of this height: whole, or well begun.
 * @param {number} top @param {number} bottom @param {number} height
 */
export function isSeen(top, bottom, height) {
  return top >= 0 && (bottom <= height || top <= height / 4)
}

/** @param {EventTarget | undefined} target */
function isWriting(target) {
  return target instanceof Element && target.matches(WRITING)
}

function scrolled() {
  return document.querySelector(MAIN)?.scrollTop ?? 0
}
