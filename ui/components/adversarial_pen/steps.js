// What a step does: what was really added to the picture, in which random directions one may go instead,
// and from which size on the answer is another one.
import { evenNumbers } from "../browser/even.js"
/** @import { Grey, Maps } from "../browser/types.d.ts" */

export const STEP = 0.01 // between two places of a path

// +1 or -1 for each of so many pixels.
/** @param {number} seed @param {number} count */
export function randomSigns(seed, count) {
  return evenNumbers(seed, count).map((number) => (number < 0.5 ? -1 : 1))
}

// What a change added to each pixel, a part of the way from paper to ink: less than it wanted at both ends.
/** @param {Grey} image @param {Grey} changed @returns {Maps} */
export function addedTo(image, { values, height, width }) {
  return { values: Float32Array.from(values, (ink, i) => (ink - image.values[i]) / 255), maps: 1, height, width }
}

// The sizes of step that a path is made of, from none to the largest.
/** @param {number} largest */
export function sizesTo(largest) {
  return Array.from({ length: Math.round(largest / STEP) + 1 }, (_, i) => Number((i * STEP).toFixed(4)))
}

// The smallest step of a path after which the answer is another one; null if there is none.
/** @param {number[]} bests @param {number} first */
export function turningStep(bests, first) {
  const place = bests.findIndex((best) => best !== first)
  return place < 0 ? null : Number((place * STEP).toFixed(4))
}

// What a line of values at even or uneven places is at `at`; the ends go on.
/** @param {number[]} xs growing @param {number[]} ys @param {number} at */
export function lineAt(xs, ys, at) {
  const next = xs.findIndex((x) => x >= at)
  if (next < 1) return ys[next < 0 ? ys.length - 1 : 0]
  const part = (at - xs[next - 1]) / (xs[next] - xs[next - 1])
  return ys[next - 1] + part * (ys[next] - ys[next - 1])
}
