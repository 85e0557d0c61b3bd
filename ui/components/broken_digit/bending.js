// One digit moved, turned, scaled, slanted, thickened or covered in noise, in the steps and the order of
// cnn/data/mnist/perturbations.py; a test holds the two together.
import { evenNumbers } from "../browser/even.js"
import { IMAGE } from "../browser/mnist_image.js"

/** @import { Bend } from "./types.d.ts" */
/** @import { Grey } from "../browser/types.d.ts" */

const SEED = 1998
const MIDDLE = (IMAGE - 1) / 2
const FIELD = evenNumbers(SEED, IMAGE * IMAGE) // a pixel is inverted once there is more noise than its number

// Scaled, slanted, turned, moved, then thickened, then covered in noise.
/** @param {Grey} image @param {Bend} bend @returns {Grey} */
export function bent(image, bend) {
  const ink = thickened(moved(image.values, bend), bend.thickness)
  const values = Uint8Array.from(ink, (value, i) => {
    const inverted = FIELD[i] < bend.noise ? 1 - value : value
    return Math.floor(255 * Math.max(0, Math.min(1, inverted)) + 0.5)
  })
  return { values, height: IMAGE, width: IMAGE }
}

// Each pixel takes what lies where it came from, between the four pixels around that place. The middle of
// the frame is what is scaled, slanted and turned about; beyond it there is paper.
/** @param {Uint8Array} levels @param {Bend} bend */
function moved(levels, { right, down, turn, scale, slant }) {
  const found = new Float64Array(IMAGE * IMAGE)
  const [cos, sin, lean] = [Math.cos(radians(turn)), Math.sin(radians(turn)), Math.tan(radians(slant))]
  /** @param {number} row @param {number} column */
  const level = (row, column) =>
    row >= 0 && row < IMAGE && column >= 0 && column < IMAGE ? levels[row * IMAGE + column] / 255 : 0
  for (let i = 0; i < found.length; i++) {
    const across = (i % IMAGE) - MIDDLE - right,
      along = Math.floor(i / IMAGE) - MIDDLE - down
    const under = along * cos - across * sin
    const x = (across * cos + along * sin + under * lean) / scale + MIDDLE,
      y = under / scale + MIDDLE
    const left = Math.floor(x),
      top = Math.floor(y)
    const upper = (1 - (x - left)) * level(top, left) + (x - left) * level(top, left + 1),
      lower = (1 - (x - left)) * level(top + 1, left) + (x - left) * level(top + 1, left + 1)
    found[i] = (1 - (y - top)) * upper + (y - top) * lower
  }
  return found
}

/** @param {number} degrees */
const radians = (degrees) => (degrees * Math.PI) / 180

// Lines that many pixels thicker on either side, or thinner if below zero. A whole pixel gives each place
// the most, or the least, of itself and the eight around it; a part of one goes that part of the way there.
/** @param {Float64Array} ink @param {number} pixels */
function thickened(ink, pixels) {
  const most = pixels > 0 ? Math.max : Math.min
  let now = ink
  for (let left = Math.abs(pixels); left > 0; left--) {
    const part = Math.min(left, 1),
      before = now,
      rows = now.map((value, i) => most(value, before[i - IMAGE] ?? value, before[i + IMAGE] ?? value))
    now = before.map((value, i) => {
      const own = rows[i],
        column = i % IMAGE
      const grown = most(own, column ? rows[i - 1] : own, column < IMAGE - 1 ? rows[i + 1] : own)
      return value + (grown - value) * part
    })
  }
  return now
}
