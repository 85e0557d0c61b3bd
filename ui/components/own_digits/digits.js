// MNIST's digits as they travel.
import { IMAGE } from "../browser/mnist_image.js"

/** @import { Digits } from "./types.d.ts" */

const SIZE = IMAGE * IMAGE

/** @param {Digits} digits */
export function digitsIn({ images, labels }) {
  return Array.from(labels, (label, i) => ({
    label,
    image: { values: images.subarray(i * SIZE, (i + 1) * SIZE), height: IMAGE, width: IMAGE },
  }))
}

// Bytes as `mount` of __init__.py sends digits: all images, then all labels.
/** @param {Uint8Array} bytes @returns {Digits} */
export function digitsFrom(bytes) {
  const count = Math.floor(bytes.length / (SIZE + 1))
  if (!count || count * (SIZE + 1) !== bytes.length) throw new Error("these are no digits")
  return { images: bytes.subarray(0, count * SIZE), labels: bytes.subarray(count * SIZE) }
}
