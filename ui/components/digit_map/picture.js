// The picture of a map and the question which point is near; no events, no Python.
/** @import { Colours, Data, News, Points, View } from "./types.d.ts" */
const CELLS = 96 // a side of the grid in which points are looked up

/** @param {Data} data */
export function parts(data) {
  // x, y (16 bits each), then a class each; the map's name; its length
  const end = data.length - 1 - data[data.length - 1]
  return { end, name: new TextDecoder().decode(data.subarray(end, -1)) }
}

/** @param {Data} data @returns {Points} */
export function read(data) {
  const { end } = parts(data)
  const bytes = data.subarray(0, end),
    count = end / 5,
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const x = new Float32Array(count),
    y = new Float32Array(count),
    cells = new Map()
  for (let i = 0; i < count; i++) {
    x[i] = view.getUint16(4 * i, true) / 65535
    y[i] = view.getUint16(4 * i + 2, true) / 65535
    const cell = place(x[i]) * CELLS + place(y[i])
    const found = cells.get(cell)
    if (found) found.push(i)
    else cells.set(cell, [i])
  }
  const kind = bytes.subarray(4 * count)
  return { count, x, y, cells, kind, middles: middles(x, y, kind) }
}

/** @param {number} unit */
function place(unit) {
  return Math.min(CELLS - 1, Math.max(0, Math.floor(unit * CELLS)))
}

/** @param {Float32Array} x @param {Float32Array} y @param {Uint8Array} kind */
export function middles(x, y, kind) {
  // where the name of each class is written
  const sums = Array.from({ length: 10 }, () => [0, 0, 0])
  kind.forEach((k, i) => {
    sums[k][0] += x[i]
    sums[k][1] += y[i]
    sums[k][2]++
  })
  return sums.map(([sx, sy, n]) => [sx / (n || 1), sy / (n || 1)])
}

/** @param {Points} points @param {number} x @param {number} y @param {number | null} only */
export function nearest(points, x, y, only) {
  // the number of the point nearest to a place, or -1
  let best = -1,
    least = Infinity
  for (let ring = 0; ring < CELLS; ring++) {
    if (best >= 0 && (ring - 1) / CELLS > Math.sqrt(least)) break
    const cx = place(x),
      cy = place(y)
    for (let i = cx - ring; i <= cx + ring; i++)
      for (let j = cy - ring; j <= cy + ring; j++) {
        if (Math.max(Math.abs(i - cx), Math.abs(j - cy)) !== ring) continue
        for (const p of points.cells.get(i * CELLS + j) ?? []) {
          const far = (points.x[p] - x) ** 2 + (points.y[p] - y) ** 2
          if (far < least && (only === null || points.kind[p] === only)) {
            least = far
            best = p
          }
        }
      }
  }
  return best
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Points} points
 * @param {View} view
 * @param {Colours} colours
 * @param {number | null} only
 * @param {number} chosen
 * @param {News["marks"]} marks
 */
export function paint(canvas, points, view, colours, only, chosen, marks) {
  const side = Math.round(canvas.clientWidth * (devicePixelRatio || 1))
  if (!side || !points) return
  if (canvas.width !== side) canvas.width = canvas.height = side
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    scale = side * view.zoom
  const dot = Math.max(1, (side / 640) * Math.min(3.5, 0.9 + 0.35 * view.zoom))
  /** @param {number} x @param {number} y @returns {[number, number]} */
  const at = (x, y) => [(x - view.x) * scale, (y - view.y) * scale]
  ctx.clearRect(0, 0, side, side)
  for (let k = 0; k < 10; k++) {
    ctx.fillStyle = colours[k]
    ctx.globalAlpha = only === null || only === k ? 0.75 : 0.08
    for (let i = 0; i < points.count; i++) {
      if (points.kind[i] !== k) continue
      const px = (points.x[i] - view.x) * scale,
        py = (points.y[i] - view.y) * scale
      if (px >= 0 && py >= 0 && px <= side && py <= side) ctx.fillRect(px - dot / 2, py - dot / 2, dot, dot)
    }
  }
  ctx.globalAlpha = 1
  const unit = side / canvas.clientWidth
  points.middles.forEach(([x, y], k) => write(ctx, String(k), ...at(x, y), colours, 22 * unit, true))
  if (chosen >= 0) ring(ctx, ...at(points.x[chosen], points.y[chosen]), 8 * unit, colours.text, 2.5 * unit)
  for (const [x, y, words] of marks) {
    const [px, py] = at(x, y)
    ring(ctx, px, py, 11 * unit, colours.accent, 3.5 * unit)
    write(ctx, words, px, py + (py < 40 * unit ? 22 : -20) * unit, colours, 14 * unit, false)
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {number} x
 * @param {number} y
 * @param {number} radius
 * @param {string} colour
 * @param {number} width
 */
function ring(ctx, x, y, radius, colour, width) {
  ctx.beginPath()
  ctx.arc(x, y, radius, 0, 7)
  ctx.lineWidth = width
  ctx.strokeStyle = colour
  ctx.stroke()
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} words
 * @param {number} x
 * @param {number} y
 * @param {Colours} colours
 * @param {number} size
 * @param {boolean} bold
 */
function write(ctx, words, x, y, colours, size, bold) {
  ctx.font = `${bold ? 700 : 600} ${size}px ${colours.font}`
  ctx.textAlign = "center"
  ctx.textBaseline = "middle"
  ctx.lineWidth = size / 3.5
  ctx.lineJoin = "round"
  ctx.strokeStyle = colours.paper
  ctx.strokeText(words, x, y)
  ctx.fillStyle = colours.text
  ctx.fillText(words, x, y)
}
