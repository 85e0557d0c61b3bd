// Maps and grey pictures on a canvas, a pixel for each unit, in the colours of cnn/figures.py. The page's
// style makes the canvas larger: image-rendering: pixelated.
import { ramp, rgb, shade } from "./scale.js"
/** @import { Grey, Maps } from "../browser/types.d.ts" */

export const SQUASHED = 1.7159 // where the scaled tanh ends, so that one scale serves every layer
const STEPS = 255 // of the diverging scale: the middle one is zero
/** @type {Map<string, Uint32Array>} */
const tables = new Map()

// Maps side by side, `columns` a row, with one transparent pixel between; -limit and +limit are the ends
// of the diverging scale `colours`. What is beyond is clipped; what is no number counts as 0.
/** @param {HTMLCanvasElement} canvas @param {Maps} maps @param {string[]} colours
 * @param {{ columns: number, limit?: number }} how */
export function paintMaps(canvas, { values, maps, height, width }, colours, { columns, limit = SQUASHED }) {
  const table = tableOf(`±${colours}`, STEPS, (at) => ramp(colours)(2 * at - 1)),
    half = (STEPS - 1) / 2
  const rows = Math.ceil(maps / columns),
    wide = Math.min(columns, maps) * (width + 1) - 1
  paintPixels(canvas, rows * (height + 1) - 1, wide, (pixels) => {
    for (let map = 0, i = 0; map < maps; map++) {
      const corner = Math.floor(map / columns) * (height + 1) * wide + (map % columns) * (width + 1)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++) {
          const part = Math.max(-1, Math.min(1, values[i] / limit)) || 0
          pixels[corner + y * wide + x] = table[Math.round(half + half * part)]
        }
    }
  })
}

// A grey picture, 0 paper and 255 ink, in the theme's colours of both.
/** @param {HTMLCanvasElement} canvas @param {Grey} picture @param {string[]} colours paper, ink */
export function paintInk(canvas, { values, height, width }, colours) {
  const tones = colours.map(rgb),
    table = tableOf(`ink${colours}`, 256, (at) => shade(tones, at))
  paintPixels(canvas, height, width, (pixels) => values.forEach((ink, i) => (pixels[i] = table[ink])))
}

/** @param {HTMLCanvasElement} canvas @param {number} height @param {number} width
 * @param {(pixels: Uint32Array) => void} fill */
function paintPixels(canvas, height, width, fill) {
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))
  const picture = brush.createImageData(width, height)
  fill(new Uint32Array(picture.data.buffer))
  brush.putImageData(picture, 0, 0)
}

// So many colours of a scale, each as the four bytes of a pixel.
/** @param {string} name @param {number} steps @param {(at: number) => Tone} colour */
function tableOf(name, steps, colour) {
  let table = tables.get(name)
  if (!table) {
    const bytes = new Uint8ClampedArray(4 * steps)
    for (let i = 0; i < steps; i++) bytes.set([...colour(i / (steps - 1)), 255], 4 * i)
    tables.set(name, (table = new Uint32Array(bytes.buffer)))
  }
  return table
}
