// Painting the sheet. Widths are in the units of a stroke (1023 to the side) and cosmetic:
// the network draws its own line through the points.
import { LAST } from "./strokes.js"

/** @import { Cursor, Path, Point, Stroke } from "./types.d.ts" */

const NIB = 40
export const RUBBER = 44
const ROUNDING = 14

// A smooth line: at each point, a curve that starts and ends at most ROUNDING away from it.
// For points drawn by hand these are the midpoints; long straight lines keep their corners.
/** @param {Path} path @param {Stroke} stroke */
function trace(path, stroke) {
  const [first, ...rest] = stroke
  path.moveTo(...first)
  if (!rest.length) path.lineTo(...first)
  rest.forEach((point, i) => {
    const before = stroke[i],
      after = rest[i + 1]
    if (!after) return path.lineTo(...point)
    path.lineTo(...toward(point, before))
    path.quadraticCurveTo(...point, ...toward(point, after))
  })
}

/** @param {Point} from @param {Point} to @returns {Point} */
function toward(from, to) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1
  const t = Math.min(0.5, ROUNDING / length)
  return [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])]
}

// The same line as the text of an SVG path.
/** @param {Stroke[]} strokes */
export function outline(strokes) {
  let text = ""
  const say =
    (/** @type {string} */ letter) =>
    (/** @type {number[]} */ ...numbers) => {
      text += letter + numbers.map(Math.round)
    }
  const path = { moveTo: say("M"), lineTo: say("L"), quadraticCurveTo: say("Q") }
  for (const stroke of strokes) trace(path, stroke)
  return text
}

// Fits the canvas to the screen's own pixels; true when it changed.
/** @param {HTMLCanvasElement} canvas */
export function fit(canvas) {
  const side = Math.round(canvas.clientWidth * (window.devicePixelRatio || 1))
  if (!side || canvas.width === side) return false
  canvas.width = canvas.height = side
  return true
}

// `cursor`: null, or { at: [x, y], tool, down, keyboard }.
/** @param {HTMLCanvasElement} canvas @param {Stroke[]} strokes @param {Cursor | null} cursor */
export function paint(canvas, strokes, cursor) {
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    colours = getComputedStyle(canvas)
  brush.setTransform(1, 0, 0, 1, 0, 0)
  brush.clearRect(0, 0, canvas.width, canvas.height)
  brush.scale(canvas.width / LAST, canvas.height / LAST)
  Object.assign(brush, { lineCap: "round", lineJoin: "round", lineWidth: NIB, strokeStyle: colours.color })
  brush.beginPath()
  for (const stroke of strokes) trace(brush, stroke)
  brush.stroke()
  if (cursor) paintCursor(brush, cursor, colours.caretColor)
}

/** @param {CanvasRenderingContext2D} brush @param {Cursor} cursor @param {string} colour */
function paintCursor(brush, { at: [x, y], tool, down, keyboard }, colour) {
  const radius = tool === "eraser" ? RUBBER : NIB / 2
  Object.assign(brush, { lineWidth: 5, strokeStyle: colour, fillStyle: colour })
  brush.beginPath()
  brush.arc(x, y, radius, 0, 7)
  if (down && keyboard && tool === "pen") brush.fill()
  brush.stroke()
  if (!keyboard) return
  brush.beginPath()
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ]) {
    brush.moveTo(x + dx * (radius + 12), y + dy * (radius + 12))
    brush.lineTo(x + dx * (radius + 34), y + dy * (radius + 34))
  }
  brush.stroke()
}
