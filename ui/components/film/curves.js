// Two charts over the digits seen, both on logarithmic scales: the loss and the error. SVG by hand,
// since it is drawn twice a second while a run is live.
import { shape } from "../shared/shape.js"

/** @import { Chart, Line } from "./types.d.ts" */
const WIDE = 520,
  HIGH = 236,
  LEFT = 46,
  RIGHT = 12,
  TOP = 10,
  BOTTOM = 26
export const DASHES = ["none", "7 4", "2 3", "9 3 2 3"]

/** @param {Element} svg @param {Line[]} lines @param {Chart} chart */
export function drawCurves(svg, lines, { column, test, ticks, unit, alt, at, colours, lang }) {
  const xs = lines.flatMap((line) => [...line.curve, ...line.test].map((point) => point[0]))
  const ys = lines
    .flatMap((line) => [
      ...line.curve.map((point) => point[column]),
      ...(test ? line.test.map((point) => point[1]) : []),
    ])
    .filter((value) => value > 0 && Number.isFinite(value))
  const last = Math.max(1000, ...xs),
    top = Math.max(...ys, ticks.least * 10),
    floor = ticks.least
  const low = Math.max(floor, Math.min(...ys, top / 3) * 0.8)
  /** @param {number} seen */
  const x = (seen) => LEFT + ((WIDE - LEFT - RIGHT) * seen) / last
  /** @param {number} value */
  const y = (value) =>
    TOP + ((HIGH - TOP - BOTTOM) * Math.log((top * 1.05) / Math.max(value, low))) / Math.log((top * 1.05) / low)
  svg.setAttribute("viewBox", `0 0 ${WIDE} ${HIGH}`)
  svg.setAttribute("role", "img")
  svg.setAttribute("aria-label", alt)
  const parts = []
  for (const value of ticks.values.filter((value) => value >= low && value <= top * 1.05)) {
    parts.push(shape("line", { class: "grid", x1: LEFT, x2: WIDE - RIGHT, y1: y(value), y2: y(value) }))
    parts.push(words(LEFT - 6, y(value) + 5, value + unit, "end"))
  }
  const plain = new Intl.NumberFormat(lang),
    compact = new Intl.NumberFormat(lang, { notation: "compact" })
  for (const value of nice(last)) {
    parts.push(words(x(value), HIGH - 6, (value < 10000 ? plain : compact).format(value), "middle"))
  }
  lines.forEach((line, i) => {
    const style = { fill: "none", stroke: colours[i % colours.length], "stroke-dasharray": DASHES[i % 4] }
    const points = thinned(line.curve).map((point) => `${x(point[0]).toFixed(1)},${y(point[column]).toFixed(1)}`)
    parts.push(shape("polyline", { ...style, class: test ? "learn faint" : "learn", points: points.join(" ") }))
    if (!test) return
    const held = line.test.map((point) => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`)
    parts.push(shape("polyline", { ...style, class: "test", points: held.join(" ") }))
  })
  if (at !== null) parts.push(shape("line", { class: "now", x1: x(at), x2: x(at), y1: TOP, y2: HIGH - BOTTOM }))
  svg.replaceChildren(...parts)
}

/** @param {number[][]} points */
export function thinned(points) {
  // a phone cannot show more, and a poll should not draw more
  const every = Math.ceil(points.length / 150)
  return points.filter((_, i) => i % every === 0 || i === points.length - 1)
}

/** @param {number} last */
export function nice(last) {
  const raw = last / 5,
    power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5].find((part) => part * power >= raw) ?? 10) * power
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step)
}

/** @param {number} x @param {number} y @param {string} text @param {string} anchor */
function words(x, y, text, anchor) {
  return shape("text", { x, y, "text-anchor": anchor }, text)
}
