// Words and parts of pictures that light each other up (see __init__.py). What is pointed at by a mouse
// counts while it is there, what has the focus else; a press also brings the picture into view.
const WORD = "[data-points]",
  PART = "[data-part]"

/** @type {WeakMap<ShadowRoot, Pointing>} */
const pointings = new WeakMap()

/** @param {Given<import("./types.d.ts").Data>} given */
export default function ({ parentElement }) {
  const pointing = pointings.get(parentElement) ?? new Pointing()
  pointings.set(parentElement, pointing)
  return () => {
    pointing.end()
    pointings.delete(parentElement)
  }
}

// The part that an element names, or null.
/** @param {EventTarget | null} target */
export function partOf(target) {
  const found = target instanceof Element ? target.closest(`${WORD},${PART}`) : null
  return found ? (found.getAttribute("data-points") ?? found.getAttribute("data-part")) : null
}

class Pointing {
  /** @type {string | null} */
  hovered = null
  /** @type {string | null} */
  focused = null
  /** @type {string | null} */
  lit = null
  over = new AbortController()

  constructor() {
    const how = { signal: this.over.signal }
    document.addEventListener(
      "pointerover",
      ({ target, pointerType }) => pointerType === "mouse" && this.hover(partOf(target)),
      how,
    )
    document.addEventListener("pointerleave", () => this.hover(null), how)
    document.addEventListener("focusin", ({ target }) => this.focus(partOf(target)), how)
    document.addEventListener("focusout", ({ relatedTarget }) => this.focus(partOf(relatedTarget)), how)
    document.addEventListener("click", (click) => this.press(click.target), how)
    document.addEventListener("keydown", (press) => this.key(press), how)
    window.addEventListener("part-pointed", ({ detail }) => this.hover(detail, false), how)
  }

  /** @param {string | null} part @param {boolean} [tell] the pictures inside components */
  hover(part, tell = true) {
    if (part === this.hovered) return
    this.hovered = part
    this.light(tell)
  }

  /** @param {string | null} part */
  focus(part) {
    if (part === this.focused) return
    this.focused = part
    this.light()
  }

  /** @param {EventTarget | null} target */
  press(target) {
    const word = target instanceof Element ? target.closest(WORD) : null
    if (!(word instanceof HTMLElement)) return
    word.focus({ preventScroll: true }) // a finger brings none everywhere
    const part = partOf(word)
    const shown = [...document.querySelectorAll(PART)].find((one) => one.getAttribute("data-part") === part)
    shown?.scrollIntoView({ block: "nearest" })
    window.dispatchEvent(new CustomEvent("part-lit", { detail: { part, show: true } }))
  }

  /** @param {KeyboardEvent} press */
  key(press) {
    if (!(press.target instanceof Element) || !press.target.matches(WORD)) return
    if (press.altKey || press.ctrlKey || press.metaKey) return
    if (press.key !== "Enter" && press.key !== " ") return
    press.preventDefault()
    this.press(press.target)
  }

  light(tell = true) {
    const part = this.hovered ?? this.focused
    if (part === this.lit) return
    this.lit = part
    for (const one of document.querySelectorAll(`${WORD},${PART}`))
      one.toggleAttribute("data-lit", Boolean(part) && partOf(one) === part)
    if (tell) window.dispatchEvent(new CustomEvent("part-lit", { detail: { part, show: false } }))
  }

  end() {
    this.hovered = this.focused = null
    this.light()
    this.over.abort()
  }
}
