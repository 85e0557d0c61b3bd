// From a file, a frame or the set that ships to 64×64 pixels, as the small edition's photos are reduced;
// what was larger is forgotten at once.
import { inputOf, squareOf } from "../small_edition/photo_way.js"

/** @import { Way } from "../small_edition/types.d.ts" */
/** @import { ReadySet, Shown } from "./types.d.ts" */
const LARGEST = 60_000_000 // bytes of a file
const REDUCED = 384 // pixels of the height, before it is reduced exactly

// Raises if the file is no picture that the browser knows, or too large.
/** @param {File} file @param {number} short @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function pixelsOfFile(file, short) {
  if (!file.size || file.size > LARGEST) throw new RangeError(file.name)
  const picture = await createImageBitmap(file, { resizeHeight: REDUCED, resizeQuality: "high" })
  try {
    return pixelsOf(picture, picture.width, picture.height, short)
  } finally {
    picture.close()
  }
}

// The middle of a picture, its shorter side `short` pixels: red, green and blue of each.
/** @param {CanvasImageSource} picture @param {number} width @param {number} height @param {number} short
 * @returns {Uint8Array<ArrayBuffer>} */
export function pixelsOf(picture, width, height, short) {
  const canvas = document.createElement("canvas")
  Object.assign(canvas, { width, height })
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }))
  brush.fillStyle = "#fff" // below what is clear
  brush.fillRect(0, 0, width, height)
  brush.drawImage(picture, 0, 0, width, height)
  const { data } = brush.getImageData(0, 0, width, height)
  const way = { short, side: short, mean: [], deviation: [] }
  return new Uint8Array(squareOf({ data: new Uint8Array(data.buffer), width, height }, way).values)
}

/** @param {Uint8Array} pixels @param {number} side */
export function opaque(pixels, side) {
  const data = new Uint8ClampedArray(side * side * 4)
  for (let from = 0, to = 0; from < pixels.length; from += 3, to += 4) {
    for (let c = 0; c < 3; c++) data[to + c] = pixels[from + c]
    data[to + 3] = 255
  }
  return data
}

// What the network takes of it, as features.
/** @param {Uint8Array} pixels @param {Way} way */
export function pixelFeatures(pixels, way) {
  const picture = { data: opaque(pixels, way.short), width: way.short, height: way.short }
  return inputOf(squareOf(picture, way), way)
}

// The pictures that ship, with what fc7 gives for each. Rejects if they cannot be had.
/** @param {ReadySet} set @param {Way} way @returns {Promise<Shown[][]>} */
export async function shippedPhotos({ address, units, names, photos }, way) {
  const answer = await fetch(new URL(address, document.baseURI))
  if (!answer.ok || !answer.body) throw new Error(`${address}: ${answer.status}`)
  const plain = new Response(answer.body.pipeThrough(new DecompressionStream("gzip")))
  return unpacked(await plain.arrayBuffer(), way, units, photos, names.length)
}

// All pixels, photo after photo, then fc7 of each.
/** @param {ArrayBuffer} bytes @param {Way} way @param {number} units @param {ReadySet["photos"]} photos
 * @param {number} names @returns {Shown[][]} */
export function unpacked(bytes, way, units, photos, names) {
  const long = way.short * way.short * 3,
    end = long * photos.length
  if (bytes.byteLength !== end + 4 * units * photos.length) throw new RangeError("other photos than were told")
  /** @type {Shown[][]} */
  const shelves = Array.from({ length: names }, () => [])
  for (const [i, { name, held, group, title }] of photos.entries()) {
    const pixels = new Uint8Array(bytes, i * long, long)
    const fc7 = new Float32Array(bytes.slice(end + 4 * units * i, end + 4 * units * (i + 1)))
    shelves[name].push({ pixels, held, group, title, features: { pixels: pixelFeatures(pixels, way), fc7 } })
  }
  return shelves
}

// ---- What rests on what: a grey patch in turn over each part of the picture --------------

const PATCH = 16,
  STRIDE = 8

// The corners of the patches, row by row, over a picture `side` wide.
/** @param {number} side */
export function patchesOver(side) {
  const steps = Math.floor((side - PATCH) / STRIDE) + 1
  return Array.from({ length: steps * steps }, (_, i) => ({
    left: (i % steps) * STRIDE,
    top: Math.floor(i / steps) * STRIDE,
  }))
}

// The picture with one patch of the mean colour (0 to 255).
/** @param {Uint8Array} pixels @param {number} side @param {{ left: number, top: number }} patch
 * @param {number[]} colour */
export function covered(pixels, side, { left, top }, colour) {
  const made = new Uint8Array(pixels)
  for (let y = top; y < top + PATCH; y++)
    for (let x = left; x < left + PATCH; x++) for (let c = 0; c < 3; c++) made[3 * (y * side + x) + c] = colour[c]
  return made
}

// Of each pixel the mean of the patches that cover it.
/** @param {readonly number[]} falls of each patch @param {number} side */
export function heatOf(falls, side) {
  const [sums, counts] = [new Float32Array(side * side), new Float32Array(side * side)]
  for (const [i, { left, top }] of patchesOver(side).entries())
    for (let y = top; y < top + PATCH; y++)
      for (let x = left; x < left + PATCH; x++) {
        sums[y * side + x] += falls[i]
        counts[y * side + x]++
      }
  return sums.map((sum, i) => sum / (counts[i] || 1))
}
