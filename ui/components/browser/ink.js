// Pen strokes: made safe, framed, and drawn as a picture. cnn/data/digits/strokes.py takes the same
// steps in the same order, so that both draw the same to the last pixel.
/** @import { Grey, Line, Rect } from "./types.d.ts" */

const FARTHEST = 1e9 // coordinates beyond this are a broken pen
const DOT = 1e-100 // a drawing no larger is a dot; numbers this small cannot be divided by
const TAP = 0.03 // a stroke shorter than this part of the drawing is an accidental tap, if it lies outside

/** A drawing of which no digit can be made; `key` names the sentence. */
export class DigitProblem extends Error {
  /** @param {"digit-empty" | "digit-dot"} key */
  constructor(key) {
    super(key)
    this.key = key
  }
}

// The strokes without points that are not numbers, or absurdly far, without empty strokes and taps.
// Throws DigitProblem if nothing is left, or all of it is one dot.
/** @param {readonly Line[]} drawing @returns {Line[]} */
export function cleaned(drawing) {
  const strokes = drawing
    .map((stroke) => stroke.filter(([x, y]) => Math.abs(x) <= FARTHEST && Math.abs(y) <= FARTHEST))
    .filter((stroke) => stroke.length)
  if (!strokes.length) throw new DigitProblem("digit-empty")
  const { width, height } = framed(strokes)
  if (Math.max(width, height) <= DOT) throw new DigitProblem("digit-dot")
  return withoutTaps(strokes)
}

// The tightest frame around all points.
/** @param {readonly Line[]} strokes @returns {Rect} */
export function framed(strokes) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const stroke of strokes)
    for (const [x, y] of stroke) {
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  return { left, top, width: right - left, height: bottom - top }
}

// Drops tiny strokes that lie outside the box of the others: they would move and shrink it.
/** @param {Line[]} strokes */
function withoutTaps(strokes) {
  /** @param {readonly Line[]} some */
  const longest = (some) => Math.max(framed(some).width, framed(some).height)
  const least = TAP * longest(strokes)
  const rest = strokes.filter((stroke) => longest([stroke]) >= least)
  if (!rest.length || rest.length === strokes.length) return strokes
  const { left, top, width, height } = framed(rest)
  /** @param {number} v @param {number} low @param {number} size */
  const within = (v, low, size) => v >= low - least && v <= low + size + least
  return strokes.filter(
    (stroke) => rest.includes(stroke) || stroke.every(([x, y]) => within(x, left, width) && within(y, top, height)),
  )
}

// The strokes in white, 255, on black: pixel = (point - origin) × scale. A pixel is ink if its centre
// lies within half a pen's width of a stroke, so that ends and joints are round and edges hard.
/** @param {readonly Line[]} strokes @param {number} scale @param {readonly [number, number]} origin
 * @param {readonly [width: number, height: number]} size @param {number} pen @returns {Grey} */
export function inked(strokes, scale, [left, top], [width, height], pen) {
  const values = new Uint8Array(width * height),
    radius = pen / 2,
    square = (pen / 2) * (pen / 2)
  for (const stroke of strokes)
    for (let i = stroke.length > 1 ? 1 : 0; i < stroke.length; i++) {
      const a = stroke[Math.max(i - 1, 0)],
        b = stroke[i]
      const ax = (a[0] - left) * scale - 0.5, // counted from a pixel's centre
        ay = (a[1] - top) * scale - 0.5,
        dx = (b[0] - left) * scale - 0.5 - ax,
        dy = (b[1] - top) * scale - 0.5 - ay
      const length = dx * dx + dy * dy || 1
      const last = Math.min(Math.floor(Math.max(ay, ay + dy) + radius) + 1, height - 1)
      for (let y = Math.max(Math.ceil(Math.min(ay, ay + dy) - radius) - 1, 0); y <= last; y++) {
        const down = y - ay
        // Which part of the line is near this row, a little more for rounding: not all of a long one.
        const from = dy ? between((down - radius) / dy) : 0,
          to = dy ? between((down + radius) / dy) : 1
        const right = Math.min(Math.ceil(ax + Math.max(from * dx, to * dx) + radius) + 1, width - 1)
        for (let x = Math.max(Math.floor(ax + Math.min(from * dx, to * dx) - radius) - 1, 0); x <= right; x++) {
          const across = x - ax
          const along = between((across * dx + down * dy) / length)
          const beside = across - along * dx,
            under = down - along * dy
          if (beside * beside + under * under <= square) values[y * width + x] = 255
        }
      }
    }
  return { values, height, width }
}

/** @param {number} part */
const between = (part) => Math.max(0, Math.min(1, part))
