// The bar of an exhibit that is shown alone (see __init__.py).
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"

/** @import { Data, Press, Way } from "./types.d.ts" */
const WAYS = /** @type {const} */ (["before", "after", "out"])
const SIGNS = { before: "‹", after: "›", out: "" }
/** @type {Record<string, Way>} */
const KEYS = { ArrowLeft: "before", PageUp: "before", ArrowRight: "after", PageDown: "after", Escape: "out" }
// What may have the keyboard without a use of its own for these keys.
const IDLE = 'a, button, summary, html, body, main, h1, h2, h3, [role="heading"], [data-testid="stMain"]'

/** @type {WeakMap<ShadowRoot, () => void>} */
const listeners = new WeakMap() // how each stops

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  const nav = child(parentElement, "nav")
  nav.lang = data.lang
  nav.setAttribute("aria-label", data.label)
  /** @type {Partial<Record<Way, HTMLAnchorElement>>} */
  const links = {}
  const place = element("span", "place", {}, data.place)
  for (const way of WAYS) {
    const [href, words] = data.steps[way] ?? []
    if (!href || !words) continue
    const shown = way === "out" ? words : SIGNS[way]
    links[way] = element("a", way, { href, "aria-label": words, title: words }, shown)
  }
  nav.replaceChildren(...[links.before, place, links.after, links.out].filter((each) => each !== undefined))

  listeners.get(parentElement)?.()
  /** @param {KeyboardEvent} press */
  const onKey = (press) => {
    const way = wayOf(press, isIdle(press.composedPath()[0])),
      link = way && links[way]
    if (!link || document.querySelector("dialog[open]")) return
    press.preventDefault()
    link.click()
  }
  document.addEventListener("keydown", onKey)
  const stop = () => document.removeEventListener("keydown", onKey)
  listeners.set(parentElement, stop)
  return stop
}

// Where a key leads. Out of it leads Escape from anywhere, else a key of something that is in use stays there.
/** @param {Press} press @param {boolean} idle @returns {Way | undefined} */
export function wayOf(press, idle) {
  if (press.defaultPrevented || press.altKey || press.ctrlKey || press.metaKey || press.shiftKey) return
  const way = Object.hasOwn(KEYS, press.key) ? KEYS[press.key] : undefined
  return idle || way === "out" ? way : undefined
}

/** @param {EventTarget | undefined} target */
const isIdle = (target) => !(target instanceof Element) || target.matches(IDLE)
