// Geometry of strokes. A stroke is a list of [x, y], whole numbers in 0 ... 1023.
// Finished strokes are never changed in place: a snapshot for undo is a copy of the list.
/** @import { Packed, Point, Stroke } from "./types.d.ts" */
export const LAST = 1023
export const CAPACITY = 1500

/** @param {Stroke[]} strokes */
export const total = (strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0)
/** @param {number} v */
export const bound = (v) => Math.min(LAST, Math.max(0, Math.round(v)))
/** @param {number} x @param {number} y */
export const inside = (x, y) => x >= 0 && y >= 0 && x <= LAST && y <= LAST

// -> { n: points of each stroke, d: base64 of x, y, x, y ... as little-endian uint16 }
/** @param {Stroke[]} strokes @returns {Packed} */
export function pack(strokes) {
  const view = new DataView(new ArrayBuffer(4 * total(strokes)))
  let at = 0
  for (const [x, y] of strokes.flat()) {
    view.setUint16(at, x, true)
    view.setUint16(at + 2, y, true)
    at += 4
  }
  const text = Array.from(new Uint8Array(view.buffer), (b) => String.fromCharCode(b)).join("")
  return { n: strokes.map((stroke) => stroke.length), d: btoa(text) }
}

// Throws when the text is not base64 or its length is not what n says.
/** @param {Packed} packed @returns {Stroke[]} */
export function unpack({ n, d }) {
  const bytes = Uint8Array.from(atob(d), (c) => c.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  let at = 0
  return n.map((points) =>
    Array.from({ length: points }, () => {
      at += 4
      return [bound(view.getUint16(at - 4, true)), bound(view.getUint16(at - 2, true))]
    }),
  )
}

// Ramer-Douglas-Peucker: the fewest points of the line that stay within `tolerance` of it.
/** @param {Stroke} stroke @param {number} tolerance */
export function simplify(stroke, tolerance) {
  if (stroke.length < 3) return stroke
  const keep = new Uint8Array(stroke.length)
  keep[0] = keep[stroke.length - 1] = 1
  const spans = [[0, stroke.length - 1]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span
    let worst = tolerance,
      split = 0
    for (let i = from + 1; i < to; i++) {
      const off = distance(stroke[i], stroke[from], stroke[to])
      if (off > worst) [worst, split] = [off, i]
    }
    if (split) {
      keep[split] = 1
      spans.push([from, split], [split, to])
    }
  }
  return stroke.filter((_, i) => keep[i])
}

// From a point to the segment a-b.
/** @param {Point} point @param {Point} a @param {Point} b */
export function distance([x, y], a, b) {
  const dx = b[0] - a[0],
    dy = b[1] - a[1]
  const t = Math.max(0, Math.min(1, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy || 1)))
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)
}

// Makes room in a full drawing by dropping points that the eye does not miss;
// null when even a tolerance of eight thousandths of the sheet leaves too many.
/** @param {Stroke[]} strokes */
export function thin(strokes) {
  for (const tolerance of [1, 2, 4, 8]) {
    const thinned = strokes.map((stroke) => simplify(stroke, tolerance))
    if (total(thinned) <= 0.8 * CAPACITY) return thinned
  }
  return null
}

// What is left of a stroke outside the circle round c: pieces cut exactly at its edge.
/** @param {Stroke} stroke @param {Point} c @param {number} radius */
export function cut(stroke, c, radius) {
  /** @param {Point} point */
  const clear = ([x, y]) => Math.hypot(x - c[0], y - c[1]) >= radius
  if (stroke.length === 1) return clear(stroke[0]) ? [stroke] : []
  if (stroke.every((point, i) => !i || distance(c, stroke[i - 1], point) >= radius)) return [stroke]
  /** @type {Stroke[]} */
  const pieces = []
  let piece = clear(stroke[0]) ? [stroke[0]] : []
  const close = () => {
    if (piece.length > 1) pieces.push(piece)
    piece = []
  }
  for (let i = 1; i < stroke.length; i++) {
    for (const t of crossings(stroke[i - 1], stroke[i], c, radius)) {
      const [a, b] = [stroke[i - 1], stroke[i]]
      piece.push([bound(a[0] + t * (b[0] - a[0])), bound(a[1] + t * (b[1] - a[1]))])
      if (piece.length > 1) close()
    }
    if (clear(stroke[i])) piece.push(stroke[i])
  }
  close()
  return pieces
}

// Where the segment a-b meets the circle: fractions of the way, in order.
/** @param {Point} a @param {Point} b @param {Point} c @param {number} radius */
export function crossings(a, b, c, radius) {
  const dx = b[0] - a[0],
    dy = b[1] - a[1],
    fx = a[0] - c[0],
    fy = a[1] - c[1]
  const A = dx * dx + dy * dy,
    B = fx * dx + fy * dy
  const root = B * B - A * (fx * fx + fy * fy - radius * radius)
  if (!A || root <= 0) return []
  return [(-B - Math.sqrt(root)) / A, (-B + Math.sqrt(root)) / A].filter((t) => t > 0 && t < 1)
}
