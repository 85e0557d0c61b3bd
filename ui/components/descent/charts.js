// The two charts of a descent: the valley with the ball in it, and the loss step by step.

import { signed } from "../shared/scale.js"
import { shape } from "../shared/shape.js"
import { lossAt, MOST, nextStep } from "./rolling.js"

/** @import { Curve, Data, Descent, Frame, Place, Try } from "./types.d.ts" */
const SAMPLES = 240 // points of the curve that are drawn
const TICKS = 5

/** @param {Frame} frame @param {number} value */
export const across = ({ left, right, x }, value) => left + ((right - left) * (value - x[0])) / (x[1] - x[0])
/** @param {Frame} frame @param {number} value */
export const down = ({ top, bottom, y }, value) => bottom - ((bottom - top) * (value - y[0])) / (y[1] - y[0])
/** @param {Frame} frame @param {number} at */
export const valueAt = ({ left, right, x }, at) => x[0] + ((x[1] - x[0]) * (at - left)) / (right - left)

// Whole steps of 1, 2 or 5 times a power of ten, about five of them, within both ends.
/** @param {number} low @param {number} high */
export function ticks(low, high) {
  const rough = (high - low) / TICKS,
    power = 10 ** Math.floor(Math.log10(rough)),
    step = power * ([1, 2, 5].find((each) => each * power >= rough) ?? 10)
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step)
}

/** @param {Curve} curve @returns {Frame["y"]} */
export function heights({ losses }) {
  return [0, 1.08 * Math.max(...losses)]
}

/** @param {Curve} curve @param {number} width @param {number} height @returns {Frame} */
export function valleyFrame(curve, width, height) {
  return { left: 40, right: width - 14, top: 18, bottom: height - 40, x: [curve.first, curve.last], y: heights(curve) }
}

// The valley: axes, curve, where the ball has been, the slope and the step that comes next.
/** @param {Descent} descent @param {Place} place where the ball is drawn, perhaps between two steps */
export function drawValley({ valley, box, curve, data, way, rule }, place) {
  const points = Array.from({ length: SAMPLES + 1 }, (_, i) => {
    const w = curve.first + ((curve.last - curve.first) * i) / SAMPLES
    return `${across(box, w).toFixed(1)},${down(box, lossAt(curve, w).loss).toFixed(1)}`
  })
  const been = way
    .slice(0, -1)
    .filter(({ loss }) => Number.isFinite(loss))
    .map(({ w, loss }) => shape("circle", { class: "been", cx: across(box, w), cy: down(box, loss), r: 4 }))
  const last = way[way.length - 1],
    isAtRest = place === last && Number.isFinite(last.loss)
  valley.replaceChildren(
    ...axes(box, [data.labels.x, data.labels.y], signed),
    shape("polyline", { class: "curve", points: points.join(" ") }),
    ...been,
    ...(isAtRest ? tangent(box, last) : []),
    ...(isAtRest ? arrow(box, last, nextStep(last, rule).step) : []),
    ball(box, curve, place, data),
  )
}

/** @param {Frame} box @param {Place} place */
function tangent(box, { w, loss, slope }) {
  const [x, y] = [across(box, w), down(box, loss)],
    steep = (down(box, loss + slope) - y) / (across(box, w + 1) - x),
    run = 62 / Math.hypot(1, steep)
  return [shape("line", { class: "tangent", x1: x - run, x2: x + run, y1: y - run * steep, y2: y + run * steep })]
}

// The step as an arrow above the ball, as long as it is on the axis below; it ends at the chart's edge.
/** @param {Frame} box @param {Place} place @param {number} step */
function arrow(box, { w, loss }, step) {
  const from = across(box, w),
    to = Math.min(box.right + 12, Math.max(box.left - 12, across(box, w + step))),
    long = Math.abs(to - from)
  if (long < 0.5) return []
  const y = Math.max(box.top, down(box, loss) - 22),
    side = Math.sign(to - from),
    head = Math.min(9, Math.max(4, long))
  return [
    shape("path", { class: "arrow", d: `M${from} ${y}H${to - side * head * 0.8}` }),
    shape("path", {
      class: "head",
      d: `M${to} ${y}l${-side * head} ${-head * 0.6}v${head * 1.2}Z`,
    }),
  ]
}

/** @param {Frame} box @param {Curve} curve @param {Place} place @param {Data} data */
function ball(box, curve, { w }, { labels }) {
  const inside = Math.min(curve.last, Math.max(curve.first, w)),
    { loss } = lossAt(curve, inside),
    isOut = inside !== w
  const words = labels.said.replace("%w", signed(inside)).replace("%l", loss.toFixed(1))
  const made = shape("g", {
    class: isOut ? "ball out" : "ball",
    role: "slider",
    tabindex: 0,
    "aria-label": labels.ball,
    "aria-valuemin": curve.first.toFixed(2),
    "aria-valuemax": curve.last.toFixed(2),
    "aria-valuenow": inside.toFixed(2),
    "aria-valuetext": words,
    transform: `translate(${across(box, inside)} ${down(box, loss)})`,
  })
  made.append(shape("circle", { class: "reach", r: 22 }), shape("circle", { r: 9 }))
  return made
}

/** @param {Frame} box @param {[x: string, y: string]} names @param {(value: number, digits: number) => string} print */
function axes(box, names, print) {
  const parts = []
  for (const value of ticks(...box.y)) {
    const y = down(box, value)
    parts.push(
      shape("line", { class: "grid", x1: box.left, x2: box.right, y1: y, y2: y }),
      shape("text", { class: "tick", x: box.left - 6, y: y + 4, "text-anchor": "end" }, print(value, 0)),
    )
  }
  for (const value of ticks(...box.x)) {
    const x = across(box, value),
      digits = Number.isInteger(value) ? 0 : 1
    parts.push(shape("text", { class: "tick", x, y: box.bottom + 16, "text-anchor": "middle" }, print(value, digits)))
  }
  parts.push(
    shape("path", { class: "axis", d: `M${box.left} ${box.bottom}H${box.right}` }),
    shape(
      "text",
      { class: "name", x: (box.left + box.right) / 2, y: box.bottom + 34, "text-anchor": "middle" },
      names[0],
    ),
    shape("text", { class: "name", x: 2, y: 11 }, names[1]),
  )
  return parts
}

// The loss after each step; thin, the ways before, with their rates.
/** @param {Descent} descent @param {number} width @param {number} height */
export function drawTrace({ trace, curve, data, way, tries, rule }, width, height) {
  const longest = Math.max(10, way.length - 1, ...tries.map((each) => each.way.length - 1))
  /** @type {Frame} */
  const box = {
    left: 34,
    right: width - 12,
    top: 18,
    bottom: height - 40,
    x: [0, Math.min(MOST, longest)],
    y: heights(curve),
  }
  trace.replaceChildren(
    ...axes(box, [data.labels.steps, data.labels.trace], (value, digits) => value.toFixed(digits)),
    ...tries.flatMap((each) => line(box, each, "earlier")),
    ...line(box, { ...rule, way }, "now"),
  )
  const { loss } = way[way.length - 1]
  const words = data.labels["trace-alt"]
    .replace("%n", String(way.length - 1))
    .replace("%a", way[0].loss.toFixed(1))
    .replace("%b", Number.isFinite(loss) ? loss.toFixed(1) : "–")
  trace.setAttribute("aria-label", words)
}

/** @param {Frame} box @param {Pick<Try, "rate" | "way">} gone @param {string} kind */
function line(box, { rate, way }, kind) {
  const inside = way.filter(({ loss }) => Number.isFinite(loss))
  const points = inside.map(({ loss }, i) => `${across(box, i).toFixed(1)},${down(box, loss).toFixed(1)}`)
  const end = inside.length - 1,
    isOut = inside.length < way.length
  const [x, y] = [across(box, end), down(box, inside[end].loss)]
  /** @type {SVGElement[]} */
  const parts = [shape("polyline", { class: kind, points: points.join(" ") })]
  if (isOut) parts.push(shape("path", { class: `${kind} away`, d: `M${x} ${y}L${across(box, end + 1)} ${box.top}` }))
  if (kind === "now") parts.push(shape("circle", { class: "dot", cx: x, cy: y, r: 4.5 }))
  if (kind === "earlier") {
    const anchor = x > (box.left + box.right) / 2 ? "end" : "start"
    parts.push(shape("text", { class: "tick", x, y: y - 7, "text-anchor": anchor }, String(rate)))
  }
  return parts
}
