// Which part of a picture is lit up, by the name that words point at: "lenet5.C1". Words and pictures of
// one page tell each other by two events of the window; see ui/components/pointing.
/** @import { Lit } from "./types.d.ts" */

// A picture inside a component says that a hand or the keyboard is at one of its parts, or at none.
/** @param {string | null} part */
export function tellPart(part) {
  window.dispatchEvent(new CustomEvent("part-pointed", { detail: part }))
}

// Calls `light` when a part is lit up elsewhere, or none any more; returns what ends that.
/** @param {(lit: Lit) => void} light */
export function hearPart(light) {
  const heard = (/** @type {CustomEvent<Lit>} */ { detail }) => light(detail)
  window.addEventListener("part-lit", heard)
  return () => window.removeEventListener("part-lit", heard)
}

// The parts of a picture inside a component, elements with `data-part`: they tell when a mouse is at one,
// and the root's `data-lit` names the one that is lit up, for the component's style, since parts are drawn
// anew. Returns what ends that.
/** @param {HTMLElement} root */
export function partsWithin(root) {
  const over = new AbortController()
  const part = (/** @type {EventTarget | null} */ target) =>
    target instanceof Element ? (target.closest("[data-part]")?.getAttribute("data-part") ?? null) : null
  // after the pointer's own event, by which the page has heard that the mouse is at none of its words
  root.addEventListener("mouseover", ({ target }) => tellPart(part(target)), over)
  root.addEventListener("mouseleave", () => tellPart(null), over)
  const deaf = hearPart((lit) => {
    root.dataset.lit = lit.part ?? ""
    if (!lit.show) return
    const parts = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-part]"))]
    parts.find((one) => one.dataset.part === lit.part)?.scrollIntoView({ block: "nearest" })
  })
  return () => {
    over.abort()
    deaf()
  }
}
