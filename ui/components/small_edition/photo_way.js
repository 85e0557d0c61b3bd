// From a picture to what the small edition looks at: cnn/data/photos/crops.py once more. The shorter side
// is reduced as Pillow 13 does it, with its triangle filter and its whole numbers, and the square in the
// middle is cut out. A browser's own drawImage gives other pixels, and other answers.
/** @import { Pixels, Plane, Square, Taps, Way } from "./types.d.ts" */

const BITS = 22 // behind the point of Pillow's weights for pixels of 8 bits
const HALF = 1 << (BITS - 1)

// The square that the network sees of a picture. Raises RangeError for a picture without pixels.
/** @param {Pixels} picture @param {Way} way @returns {Square} */
export function squareOf({ data, width, height }, { short, side }) {
  if (!width || !height) throw new RangeError("a picture without pixels")
  const long = Math.trunc((short * Math.max(width, height)) / Math.min(width, height))
  const [wide, high] = width <= height ? [short, long] : [long, short]
  const across = tapsOf(width, wide, middle(wide, side), side),
    down = tapsOf(height, high, middle(high, side), side)
  // Each pass rounds, so that their order counts; this is Pillow's, which spares work.
  const isTall = high < height && height - high > 2 * (width - wide)
  const whole = { data, width, height, step: 4 }
  const small = isTall ? narrowed(lowered(whole, down), across) : lowered(narrowed(whole, across), down)
  return { values: small.data, side }
}

// As wide as there are taps, of three colours.
/** @param {Plane} picture @param {Taps[]} taps @returns {Plane} */
function narrowed({ data, width, height, step }, taps) {
  const values = new Uint8Array(height * taps.length * 3)
  let to = 0
  for (let y = 0; y < height; y++)
    for (const { from, weights } of taps) {
      let [red, green, blue] = [HALF, HALF, HALF]
      for (let i = 0, at = (y * width + from) * step; i < weights.length; i++, at += step) {
        const weight = weights[i]
        red += data[at] * weight
        green += data[at + 1] * weight
        blue += data[at + 2] * weight
      }
      values[to++] = level(red)
      values[to++] = level(green)
      values[to++] = level(blue)
    }
  return { data: values, width: taps.length, height, step: 3 }
}

// As high as there are taps.
/** @param {Plane} picture @param {Taps[]} taps @returns {Plane} */
function lowered({ data, width, step }, taps) {
  const row = width * step,
    values = new Uint8Array(taps.length * row)
  for (const [y, { from, weights }] of taps.entries())
    for (let x = 0; x < row; x++) {
      let sum = HALF
      for (let i = 0, at = from * row + x; i < weights.length; i++, at += row) sum += data[at] * weights[i]
      values[y * row + x] = level(sum)
    }
  return { data: values, width, height: taps.length, step }
}

// The square with its colours centred: (3, side, side) as `PhotoTransform.to_input` makes it, in float32.
/** @param {Square} square @param {Way} way */
export function inputOf({ values }, { mean, deviation }) {
  const round = Math.fround,
    input = new Float32Array(values.length)
  for (let channel = 0, to = 0; channel < 3; channel++) {
    const centre = round(mean[channel]),
      spread = round(deviation[channel])
    const levels = Float32Array.from({ length: 256 }, (_, of) => round(round(of / 255) - centre) / spread)
    for (let at = channel; at < values.length; at += 3, to++) input[to] = levels[values[at]]
  }
  return input
}

// Where a square of this side begins in the middle of a length. A half goes to the even number, as in Python.
/** @param {number} length @param {number} side */
function middle(length, side) {
  const half = (length - side) / 2,
    below = Math.floor(half)
  return half === below || below % 2 === 0 ? below : below + 1
}

// Of each of `count` pixels from `begin` on, of a line reduced from `length` to `size`: which pixels of
// the line it sees, and how much each counts (Pillow's precompute_coeffs and normalize_coeffs_8bpc).
/** @param {number} length @param {number} size @param {number} begin @param {number} count @returns {Taps[]} */
function tapsOf(length, size, begin, count) {
  const scale = length / size,
    support = Math.max(scale, 1),
    narrow = 1 / support
  return Array.from({ length: count }, (_, i) => {
    const centre = (begin + i + 0.5) * scale
    const from = Math.max(Math.trunc(centre - support + 0.5), 0),
      end = Math.min(Math.trunc(centre + support + 0.5), length)
    const parts = Array.from({ length: end - from }, (_, x) =>
      Math.max(0, 1 - Math.abs((x + from - centre + 0.5) * narrow)),
    )
    const all = parts.reduce((sum, part) => sum + part, 0)
    return { from, weights: Int32Array.from(parts, (part) => Math.trunc(0.5 + (part / all) * 2 ** BITS)) }
  })
}

/** @param {number} sum */
function level(sum) {
  return Math.min(255, Math.max(0, sum >> BITS))
}
