// One step along the sign of the gradient (Goodfellow, Shlens and Szegedy, 2014): each pixel is made a
// little darker or lighter, whichever makes the right answer less probable. cnn/analysis/adversarial.py.
import { backward, surprise } from "./backward.js"
import { IMAGE } from "./mnist_image.js"
import { networkInput } from "./network_input.js"
/** @import { Network } from "./network.js" */
/** @import { Grey } from "./types.d.ts" */

// How the surprise at `label` changes with each pixel of a digit, which goes from paper, 0, to ink, 1.
/** @param {Network} network @param {Grey} image @param {number} label */
export function pixelSlopes(network, image, label) {
  const { input: row, confidence } = network.manifest
  if (!confidence || row.side !== IMAGE) throw new Error(`${network.manifest.name} has no confidence`)
  const input = networkInput(image, row),
    found = network.forward(input)
  const output = found.get(network.layers[network.layers.length - 1].name)
  const distances = Float64Array.from(output ? output.values : [])
  const { input: slopes } = backward(network.layers, input, found, surprise(distances, label, confidence).slopes)
  return Float64Array.from({ length: IMAGE * IMAGE }, (_, i) => {
    const [y, x] = [Math.floor(i / IMAGE) + row.frame, (i % IMAGE) + row.frame]
    return slopes[y * input.width + x] * (row.ink - row.paper)
  })
}

// The digit a step of `epsilon` along the signs; a pixel stays between paper and ink.
/** @param {Grey} image @param {ArrayLike<number>} slopes @param {number} epsilon @returns {Grey} */
export function stepped(image, slopes, epsilon) {
  const values = image.values.map((ink, i) =>
    Math.max(0, Math.min(255, Math.floor(ink + 255 * epsilon * Math.sign(slopes[i]) + 0.5))),
  )
  return { ...image, values }
}
