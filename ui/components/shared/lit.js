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
