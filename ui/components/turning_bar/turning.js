// A line turned before a first layer's filters: cnn/analysis/orientation.py once more.

/** @import { Filters, Line, Swept } from "./types.d.ts" */

export const ANGLES = 36 // of half a turn
const WIDTH = 2, // pixels
  STEP = 0.5, // pixels from one place of the sweep to the next
  CONTRAST = 1

/** @param {number} place @returns {number} */
export function degreesOf(place) {
  return (place * 180) / ANGLES
}

// How far the line's middle may be from that of a field `side` pixels wide.
/** @param {number} side @returns {number[]} */
export function offsetsOf(side) {
  const reach = Math.ceil(side * Math.SQRT1_2) + WIDTH / 2
  return Array.from({ length: Math.round((2 * reach) / STEP) + 1 }, (_, i) => i * STEP - reach)
}

// The line before a field, row by row: 1 light, -1 dark, 0 grey.
/** @param {Line} line @param {number} degrees @param {number} offset @param {number} side */
export function linePicture(line, degrees, offset, side) {
  const turn = (degrees * Math.PI) / 180,
    [sin, cos, middle] = [Math.sin(turn), Math.cos(turn), (side - 1) / 2]
  return Float64Array.from({ length: side * side }, (_, i) => {
    const away = ((i % side) - middle) * sin + (Math.floor(i / side) - middle) * cos - offset
    if (line === "edge") return 2 * Math.max(-0.5, Math.min(0.5, away))
    const covered = Math.max(0, Math.min(1, WIDTH / 2 + 0.5 - Math.abs(away)))
    return line === "light" ? covered : -covered
  })
}

// Every filter's answer at every angle above that to plain grey, and the line that it answered to.
/** @param {Filters} filters @param {Line} line @returns {Swept} */
export function sweptAnswers({ values, biases, side }, line) {
  const count = biases.length,
    size = side * side,
    curves = new Float64Array(count * ANGLES),
    places = Array.from({ length: count * ANGLES }, () => ({ degrees: 0, offset: 0 })),
    ways = line === "edge" ? [0, 180] : [0]
  for (let angle = 0; angle < ANGLES; angle++) {
    for (const turned of ways) {
      for (const offset of offsetsOf(side)) {
        const degrees = degreesOf(angle) + turned,
          shown = linePicture(line, degrees, offset, side)
        for (let filter = 0; filter < count; filter++) {
          let sum = biases[filter]
          for (let i = 0; i < size; i++) sum += CONTRAST * shown[i] * values[filter * size + i]
          const above = Math.max(0, sum) - Math.max(0, biases[filter])
          if (above <= curves[filter * ANGLES + angle]) continue
          curves[filter * ANGLES + angle] = above
          places[filter * ANGLES + angle] = { degrees, offset }
        }
      }
    }
  }
  return { curves, places }
}

/** @param {ArrayLike<number>} curve @returns {number} */
export function peakOf(curve) {
  return Array.from(curve).reduce((best, value, place, all) => (value > all[best] ? place : best), 0)
}

// How far from its peak a curve over half a turn falls to half its height, in degrees; at most 90.
/** @param {ArrayLike<number>} curve */
export function halfWidth(curve) {
  const count = curve.length,
    peak = peakOf(curve),
    half = curve[peak] / 2
  if (curve[peak] <= 0) return 90
  const fall = (/** @type {1 | -1} */ way) => {
    for (let step = 1; step < count; step++) {
      const before = curve[(peak + way * (step - 1) + count) % count],
        now = curve[(peak + way * step + count) % count]
      if (now <= half) return step - 1 + (before - half) / (before - now)
    }
    return count
  }
  return Math.min(90, ((fall(1) + fall(-1)) / 2) * (180 / count))
}

// How much a curve over half a turn prefers an angle: 0 not at all, 1 answers at one alone.
/** @param {ArrayLike<number>} curve */
export function selectivityOf(curve) {
  let [east, north, whole] = [0, 0, 0]
  for (let i = 0; i < curve.length; i++) {
    const turn = (2 * Math.PI * i) / curve.length
    east += curve[i] * Math.cos(turn)
    north += curve[i] * Math.sin(turn)
    whole += curve[i]
  }
  return whole > 0 ? Math.hypot(east, north) / whole : 0
}

// Where each filter stands on the wall: those that are tuned by their angle, then the rest.
/** @param {Float64Array} curves @param {boolean[]} tuned @returns {number[]} */
export function sortedByAngle(curves, tuned) {
  const peaks = tuned.map((_, filter) => peakOf(curves.subarray(filter * ANGLES, (filter + 1) * ANGLES)))
  const rank = (/** @type {number} */ filter) => (tuned[filter] ? peaks[filter] : ANGLES)
  return tuned.map((_, filter) => filter).sort((one, other) => rank(one) - rank(other) || one - other)
}

// Which filters answer at all, and which of them to few angles.
/** @param {Float64Array} curves @param {number} quiet of the loudest @param {number} narrow degrees */
export function tunedOnes(curves, quiet, narrow) {
  const each = Array.from({ length: curves.length / ANGLES }, (_, filter) =>
    curves.subarray(filter * ANGLES, (filter + 1) * ANGLES),
  )
  const peaks = each.map((curve) => curve[peakOf(curve)]),
    loudest = Math.max(1e-12, ...peaks),
    loud = peaks.map((peak) => peak >= quiet * loudest)
  return { loud, tuned: each.map((curve, i) => loud[i] && halfWidth(curve) <= narrow) }
}
