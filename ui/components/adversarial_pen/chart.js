// Two lines over the size of the step, from 0 to 100 %, and where the visitor stands.
import { shape } from "../shared/shape.js"

/** @import { Way } from "./types.d.ts" */

const WIDE = 400,
  HIGH = 190
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 12, 10, 34]
const PERCENTS = [0, 25, 50, 75, 100]
const SIZES = [0, 0.1, 0.2, 0.3]

// Draws `lines`, each [size, per cent] by way, into `svg`; `at` is the visitor's size of step.
/** @param {SVGSVGElement} svg @param {Partial<Record<Way, (readonly [number, number])[]>>} lines
 * @param {{ largest: number, at: number, x: string, alt: string }} how */
export function drawLines(svg, lines, { largest, at, x, alt }) {
  /** @param {number} size */
  const across = (size) => LEFT + ((WIDE - LEFT - RIGHT) * size) / largest
  /** @param {number} percent */
  const up = (percent) => TOP + (HIGH - TOP - BOTTOM) * (1 - percent / 100)
  svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`)
  svg.setAttribute("role", "img")
  svg.setAttribute("aria-label", alt)
  const parts = []
  for (const percent of PERCENTS)
    parts.push(
      shape("line", { class: "grid", x1: LEFT, x2: WIDE - RIGHT, y1: up(percent), y2: up(percent) }),
      shape("text", { x: LEFT - 6, y: up(percent) + 4, "text-anchor": "end" }, `${percent}%`),
    )
  for (const size of SIZES.filter((each) => each <= largest))
    parts.push(shape("text", { x: across(size), y: HIGH - 18, "text-anchor": "middle" }, size.toFixed(size ? 1 : 0)))
  parts.push(shape("text", { x: (LEFT + WIDE - RIGHT) / 2, y: HIGH - 3, "text-anchor": "middle" }, x))
  for (const [way, points] of Object.entries(lines)) {
    const all = points.map(([size, percent]) => `${across(size).toFixed(1)},${up(percent).toFixed(1)}`)
    parts.push(shape("polyline", { class: way, points: all.join(" ") }))
  }
  parts.push(shape("line", { class: "now", x1: across(at), x2: across(at), y1: TOP - 4, y2: HIGH - BOTTOM }))
  svg.replaceChildren(...parts)
}
