// From a drawing to the image that LeNet-5 sees, as MNIST's makers laid out theirs (LeCun et al., 1998,
// section III.A): the tight box scaled into 20×20, the centre of mass amid 28×28. The same as
// cnn/data/digits/preprocess.py; the two are held against each other.
import { areas } from "./areas.js"
import { cleaned, framed, inked } from "./ink.js"
/** @import { Grey, Line, Rect, Switch } from "./types.d.ts" */

export const IMAGE = 28
const BOX = 20
const PEN = 2.4 // width of a drawn line in the 20×20 box
const FINE = 8 // drawn this many times larger, then reduced
const CANVAS = 1024 // side of the pad's grid
const WHOLE = 256 // longest side of the whole drawing, shown

// uint8 (28, 28), paper 0 and ink 255. Throws DigitProblem if there is no digit in the drawing.
/** @param {readonly Line[]} drawing @param {readonly Switch[]} without */
export function toMnist(drawing, without = []) {
  return centred(fitted(boxed(cleaned(drawing), without), without), without)
}

// Each step of `toMnist`: the whole drawing, its tight box, that scaled into 20×20, the 28×28 result.
/** @param {readonly Line[]} drawing @param {readonly Switch[]} without */
export function mnistSteps(drawing, without = []) {
  const strokes = cleaned(drawing)
  const box = boxed(strokes, without),
    fit = fitted(box, without)
  return { ink: wholeDrawing(strokes), box, fit, centre: centred(fit, without) }
}

// The pad's grid if the strokes lie on it, else the square at their own place.
/** @param {readonly Line[]} strokes @returns {Rect} */
function sheetOf(strokes) {
  const box = framed(strokes)
  const onPad = Math.min(box.left, box.top) >= 0 && Math.max(box.left + box.width, box.top + box.height) <= CANVAS
  return onPad ? { left: 0, top: 0, width: CANVAS, height: CANVAS } : box
}

/** @param {readonly Line[]} strokes */
function wholeDrawing(strokes) {
  const sheet = sheetOf(strokes),
    box = framed(strokes)
  const pen = ((PEN / (BOX - PEN)) * Math.max(box.width, box.height)) / Math.max(sheet.width, sheet.height)
  return finelyDrawn(strokes, sheet, WHOLE, Math.max(pen * WHOLE, 1))
}

/** @param {readonly Line[]} strokes @param {readonly Switch[]} without */
function boxed(strokes, without) {
  return finelyDrawn(strokes, without.includes("box") ? sheetOf(strokes) : framed(strokes), BOX * FINE, PEN * FINE)
}

// The frame with half a pen's width around it, its longest side that many pixels.
/** @param {readonly Line[]} strokes @param {Rect} frame @param {number} longest @param {number} pen */
function finelyDrawn(strokes, { left, top, width, height }, longest, pen) {
  const scale = (longest - pen) / Math.max(width, height)
  /** @param {number} side */
  const fine = (side) => Math.max(Math.ceil((side * scale + pen) / FINE - 1e-6), 1) * FINE
  /** @param {number} low @param {number} side */
  const start = (low, side) => low - ((fine(side) - (side * scale + pen)) / 2 + pen / 2) / scale
  return inked(strokes, scale, [start(left, width), start(top, height)], [fine(width), fine(height)], pen)
}

// Scaled so that the longest side is 20, the other in proportion unless `aspect` is off.
/** @param {Grey} ink @param {readonly Switch[]} without @returns {Grey} */
export function fitted(ink, without = []) {
  const scale = BOX / Math.max(ink.height, ink.width)
  const [height, width] = [ink.height, ink.width].map((side) =>
    without.includes("aspect") ? BOX : Math.max(1, halfToEven(side * scale)),
  )
  const values = without.includes("grey") ? nearest(ink, height, width) : reduced(ink, height, width)
  return { values, height, width }
}

// Each new pixel is the mean of the area that it covers.
/** @param {Grey} ink @param {number} height @param {number} width */
function reduced(ink, height, width) {
  const down = areas(0, ink.height / height, height, ink.height),
    across = areas(0, ink.width / width, width, ink.width),
    values = new Uint8Array(height * width)
  for (let y = 0; y < height; y++) {
    const row = new Float64Array(ink.width)
    for (const [old, share] of down[y])
      for (let x = 0; x < ink.width; x++) row[x] += share * ink.values[old * ink.width + x]
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (const [old, share] of across[x]) sum += row[old] * share
      values[y * width + x] = Math.floor(sum + 0.5)
    }
  }
  return values
}

// What lies under the centre of each new pixel, ink or paper.
/** @param {Grey} ink @param {number} height @param {number} width */
function nearest(ink, height, width) {
  /** @param {number} i @param {number} count @param {number} old */
  const under = (i, count, old) => Math.floor((i + 0.5) * (old / count))
  return Uint8Array.from({ length: height * width }, (_, i) => {
    const y = under(Math.floor(i / width), height, ink.height),
      x = under(i % width, width, ink.width)
    return ink.values[y * ink.width + x] > 127 ? 255 : 0
  })
}

// Pasted into 28×28 by whole pixels, the centre of mass nearest to pixel (14, 14).
/** @param {Grey} digit @param {readonly Switch[]} without @returns {Grey} */
export function centred({ values, height, width }, without = []) {
  let [mass, down, across] = [0, 0, 0]
  values.forEach((ink, i) => {
    mass += ink
    down += ink * Math.floor(i / width)
    across += ink * (i % width)
  })
  /** @param {number} moment @param {number} side */
  const place = (moment, side) =>
    without.includes("centre")
      ? Math.floor((IMAGE - side) / 2)
      : Math.max(0, Math.min(IMAGE - side, halfToEven(IMAGE / 2 - moment / (mass || 1))))
  const top = place(down, height),
    left = place(across, width),
    image = new Uint8Array(IMAGE * IMAGE)
  for (let y = 0; y < height; y++) image.set(values.subarray(y * width, (y + 1) * width), (top + y) * IMAGE + left)
  return { values: image, height: IMAGE, width: IMAGE }
}

// As Python rounds: a half to the even neighbour.
/** @param {number} value */
function halfToEven(value) {
  const low = Math.floor(value)
  return value - low === 0.5 ? low + (low % 2 ? 1 : 0) : Math.round(value)
}
