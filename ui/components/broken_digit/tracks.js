// The curve of one network: how probable its first answer is, place by place, what it says instead, and
// where it breaks.
import { element } from "../shared/element.js"
import { shape } from "../shared/shape.js"
import { heldRange, runsOf } from "./breaking.js"

/** @import { Curve, Said } from "./types.d.ts" */

const LEAST = 0.045 // of the track: a narrower run has no room for its digit

// What stands in a track, from left to right; all of it is laid over each other by the style.
/** @param {Curve} curve @param {(Said | undefined)[]} said @param {number} first */
export function trackOf(curve, said, first) {
  const count = curve.values.length,
    svg = shape("svg", { viewBox: `0 0 ${count} 1`, preserveAspectRatio: "none", "aria-hidden": "true" })
  svg.append(shape("path", { class: "share", d: outline(said) }))
  /** @type {Element[]} */
  const parts = [svg]
  for (const { best, from, to } of runsOf(said)) {
    if (best === first) continue
    const width = (to - from) / count
    const style = `left:${(100 * from) / count}%;width:${100 * width}%`
    parts.push(element("span", "other", { style, "aria-hidden": "true" }, width < LEAST ? "" : best))
  }
  const held = heldRange(said, first, curve.rest)
  if (held) {
    const ends = [held[0] > 0 && said[held[0] - 1] && held[0], said[held[1] + 1] && held[1] + 1]
    for (const end of ends)
      if (end) parts.push(element("i", "break", { style: `left:${(100 * end) / count}%`, "aria-hidden": "true" }))
  }
  return { parts, held }
}

// Steps as high as each share, down to the ground where nobody has asked.
/** @param {(Said | undefined)[]} said */
export function outline(said) {
  return `M0 1${said.map((here, place) => `V${(1 - (here?.share ?? 0)).toFixed(3)}H${place + 1}`).join("")}V1Z`
}
