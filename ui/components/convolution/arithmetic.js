// What a kernel makes of maps, as the tests hold it against PyTorch. No DOM here.
/** @import { Halved, Kernel, Maps, Squash, Terms } from "./types.d.ts" */
/** @type {Record<Squash, (sum: number) => number>} */
export const SQUASHES = {
  // LeCun et al. (1998), eq. 6; AlexNet's; the sum itself
  tanh: (a) => 1.7159 * Math.tanh((2 / 3) * a),
  relu: (a) => Math.max(0, a),
  none: (a) => a,
}

/** @param {string} text */
export function floats(text) {
  // base64 of little-endian float32
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return new Float32Array(bytes.buffer)
}

/** @param {string} text */
export function levels(text) {
  // base64 of bytes, as 0 to 1
  return Float32Array.from(atob(text), (letter) => letter.charCodeAt(0) / 255)
}

// picture: { values, height, width }, maps one after another. kernel: { weights, side, sees, bias }:
// weights side × side for each of the maps in `sees`. Returns the weighted sums, bias included.
/** @param {Maps} picture @param {Kernel} kernel @returns {Maps & { values: Float64Array }} */
export function correlate({ values, height, width }, { weights, side, sees, bias }) {
  const rows = height - side + 1,
    columns = width - side + 1
  const sums = new Float64Array(Math.max(0, rows) * Math.max(0, columns)).fill(bias)
  sees.forEach((map, place) => {
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++) {
        const weight = weights[(place * side + i) * side + j]
        if (!weight) continue
        for (let row = 0, to = 0; row < rows; row++) {
          let from = (map * height + row + i) * width + j
          for (let column = 0; column < columns; column++) sums[to++] += weight * values[from++]
        }
      }
  })
  return { values: sums, height: rows, width: columns }
}

// The terms of one sum: for each map that is seen its pixels, weights, products and subtotal.
/** @param {Maps} picture @param {Omit<Kernel, "bias">} kernel @param {number} row @param {number} column */
export function terms({ values, height, width }, { weights, side, sees }, row, column) {
  return sees.map((map, place) => {
    /** @type {Terms} */
    const found = { map, pixels: [], weights: [], products: [], subtotal: 0 }
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++) {
        const pixel = values[(map * height + row + i) * width + column + j]
        const weight = weights[(place * side + i) * side + j]
        found.pixels.push(pixel)
        found.weights.push(weight)
        found.products.push(pixel * weight)
        found.subtotal += pixel * weight
      }
    return found
  })
}

// The four values of a block, and what the two kinds of pooling make of it.
/**
 * @param {Pick<Maps, "values" | "width">} picture
 * @param {number} row
 * @param {number} column
 * @param {number} coefficient
 * @param {number} bias
 * @returns {Halved}
 */
export function pooled({ values, width }, row, column, coefficient, bias) {
  const at = 2 * row * width + 2 * column
  const block = [values[at], values[at + 1], values[at + width], values[at + width + 1]]
  const sum = block[0] + block[1] + block[2] + block[3]
  const weighted = sum * coefficient + bias
  return { block, sum, weighted, subsampled: SQUASHES.tanh(weighted), largest: Math.max(...block) }
}
