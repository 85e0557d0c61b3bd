// Back through the layers of `layers.js`: from how a loss changes with what a layer says, to how it
// changes with what lies below it and with the layer's own numbers. torch's autograd is the referee.
import { probabilitiesOf } from "./network.js"

/** @import { Activation, Layer, Maps, Slopes } from "./types.d.ts" */

// The slope of each activation at its output.
/** @type {Record<Activation, (output: number) => number>} */
const SLOPES = {
  "scaled tanh": (output) => ((2 / 3) * (1.7159 ** 2 - output ** 2)) / 1.7159,
  relu: (output) => (output > 0 ? 1 : 0),
  sigmoid: (output) => output * (1 - output),
  linear: () => 1,
}

/** @type {Partial<Record<Layer["kind"], (layer: Layer, below: Maps, sums: Float64Array) => Slopes>>} */
const BACKWARD = {
  Convolution({ maps, height, width, table, kernel = 5, weights, biases }, below, sums) {
    const found = slopes(below, weights, biases),
      places = height * width,
      every = Array.from({ length: below.maps }, (_, map) => map)
    let at = 0
    for (let map = 0; map < maps; map++) {
      for (let place = map * places; place < (map + 1) * places; place++) found.biases[map] += sums[place]
      for (const seen of table ? table[map] : every)
        for (let down = 0; down < kernel; down++)
          for (let right = 0; right < kernel; right++, at++) {
            let [own, place] = [0, map * places]
            for (let y = 0; y < height; y++) {
              let from = (seen * below.height + y + down) * below.width + right
              for (let x = 0; x < width; x++, from++, place++) {
                own += sums[place] * below.values[from]
                found.below[from] += sums[place] * weights[at]
              }
            }
            found.weights[at] = own
          }
    }
    return found
  },

  Subsampling({ maps, height, width, weights, biases }, below, sums) {
    const found = slopes(below, weights, biases),
      copies = maps / below.maps
    for (let map = 0, i = 0; map < maps; map++) {
      const first = Math.floor(map / copies) * below.height * below.width
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++) {
          const upper = first + 2 * y * below.width + 2 * x
          for (const from of [upper, upper + 1, upper + below.width, upper + below.width + 1]) {
            found.weights[map] += sums[i] * below.values[from]
            found.below[from] += sums[i] * weights[map]
          }
          found.biases[map] += sums[i]
        }
    }
    return found
  },

  FullyConnected({ maps, weights, biases }, below, sums) {
    const found = slopes(below, weights, biases)
    for (let unit = 0, at = 0; unit < maps; unit++) {
      found.biases[unit] = sums[unit]
      for (let i = 0; i < below.values.length; i++, at++) {
        found.weights[at] = sums[unit] * below.values[i]
        found.below[i] += sums[unit] * weights[at]
      }
    }
    return found
  },

  // The codes are fixed: nothing of theirs is learned.
  RBF({ maps, weights, biases }, below, sums) {
    const found = slopes(below, weights, biases)
    for (let unit = 0, at = 0; unit < maps; unit++)
      for (let i = 0; i < below.values.length; i++, at++)
        found.below[i] += 2 * sums[unit] * (below.values[i] - weights[at])
    return found
  },
}

/** @param {Maps} below @param {Float32Array} weights @param {Float32Array} biases @returns {Slopes} */
function slopes(below, weights, biases) {
  return {
    below: new Float64Array(below.values.length),
    weights: new Float64Array(weights.length),
    biases: new Float64Array(biases.length),
  }
}

// How a loss changes with the input of a network and with the numbers of its layers, by their names,
// from how it changes with its output. `input` and `found` are those of a pass forward, unhurt.
/** @param {readonly Layer[]} layers @param {Maps} input @param {Map<string, Maps>} found
 * @param {Float64Array} loss @returns {{ input: Float64Array, layers: Map<string, Slopes> }} */
export function backward(layers, input, found, loss) {
  /** @type {Map<string, Slopes>} */
  const learned = new Map()
  let above = loss
  for (let i = layers.length - 1; i >= 0; i--) {
    const layer = layers[i],
      back = BACKWARD[layer.kind]
    if (!back) throw new Error(`no way back through a ${layer.kind}`)
    const { values } = /** @type {Maps} */ (found.get(layer.name)),
      below = i ? /** @type {Maps} */ (found.get(layers[i - 1].name)) : input
    const one = back(
      layer,
      below,
      above.map((slope, unit) => slope * SLOPES[layer.activation](values[unit])),
    )
    learned.set(layer.name, one)
    above = one.below
  }
  return { input: above, layers: learned }
}

// The surprise at the right digit, -ln of its probability, and how it changes with the distances.
/** @param {Float64Array} distances @param {number} label
 * @param {{ temperature: number, rubbish: number }} fitted */
export function surprise(distances, label, fitted) {
  const probable = probabilitiesOf(distances, fitted)
  return {
    value: -Math.log(probable[label]),
    slopes: probable.map((share, digit) => ((digit === label ? 1 : 0) - share) / fitted.temperature),
  }
}
