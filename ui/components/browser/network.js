// A network of digits, from what cnn/export.py wrote: its layers one after the other, each by its name
// in the paper.
import { LAYERS } from "./layers.js"
import { networkInput } from "./network_input.js"
import { sha256 } from "./sha256.js"
/** @import { Grey, Layer, Lesion, Manifest, Maps, Reading } from "./types.d.ts" */

export class Network {
  // `numbers` are the bytes of its file, little-endian float32. Throws if their hash is not the manifest's.
  /** @param {Manifest} manifest @param {Uint8Array<ArrayBuffer>} numbers */
  constructor(manifest, numbers) {
    if (sha256(numbers) !== manifest.sha256) throw new Error(`these are not the numbers of ${manifest.name}`)
    const all = new Float32Array(numbers.slice().buffer)
    this.manifest = manifest
    /** @type {Layer[]} */
    this.layers = manifest.layers.map((row, i) => {
      const end = manifest.layers[i + 1]?.weight ?? all.length,
        middle = row.bias ?? end
      return { ...row, weights: all.subarray(row.weight, middle), biases: all.subarray(middle, end) }
    })
  }

  // The same network with other layers, such as copies with other numbers.
  /** @param {Layer[]} layers @returns {Network} */
  with(layers) {
    return Object.assign(Object.create(Network.prototype), { manifest: this.manifest, layers })
  }

  // Every layer's maps, from the image on. A `lesion` changes them before the next layer sees them.
  /** @param {Maps} input @param {Lesion} [lesion] */
  forward(input, lesion) {
    /** @type {Map<string, Maps>} */
    const found = new Map()
    let maps = input
    for (const layer of this.layers) {
      maps = LAYERS[layer.kind](layer, maps)
      lesion?.(layer.name, maps)
      found.set(layer.name, maps)
    }
    return found
  }

  // An image as MNIST stores them, read.
  /** @param {Grey} image @param {Lesion} [lesion] @returns {Reading} */
  read(image, lesion) {
    const input = networkInput(image, this.manifest.input),
      layers = this.forward(input, lesion)
    const last = this.layers[this.layers.length - 1],
      outputs = /** @type {Maps} */ (layers.get(last.name)).values
    const distances = last.kind === "RBF" ? Float64Array.from(outputs) : toPlaceCodes(outputs)
    const [best, second] = Array.from(distances.keys()).sort((a, b) => distances[a] - distances[b] || a - b)
    const confidence = this.manifest.confidence
    return {
      input,
      layers,
      distances,
      best,
      second,
      probabilities: confidence && probabilitiesOf(distances, confidence),
      isDigit: !confidence || distances[best] < confidence.rubbish,
    }
  }
}

// Squared distances of ten outputs to the place code of each digit: +1 for the digit that it is, else -1.
/** @param {Float32Array} outputs */
function toPlaceCodes(outputs) {
  let sum = 0
  for (const output of outputs) sum += (output + 1) ** 2
  return Float64Array.from(outputs, (output) => sum - 4 * output)
}

// Eleven classes (eq. 9): ten digits at their distances, rubbish at a constant one, all divided by a
// temperature: cnn/inference/confidence.py. What lacks to 1 is "not a digit".
/** @param {Float64Array} distances @param {{ temperature: number, rubbish: number }} fitted */
export function probabilitiesOf(distances, { temperature, rubbish }) {
  const least = Math.min(rubbish, ...distances)
  const powers = distances.map((distance) => Math.exp((least - distance) / temperature))
  const all = powers.reduce((sum, power) => sum + power, Math.exp((least - rubbish) / temperature))
  return powers.map((power) => power / all)
}
