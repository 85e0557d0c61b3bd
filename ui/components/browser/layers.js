// The layers LeNets are made of, as cnn/models/lenet_layers.py has them: LeCun et al. (1998), section
// II; for 1989's, LeCun et al. (1989). Each takes the maps below, and ends in the squashing function.
/** @import { Activation, Layer, Maps } from "./types.d.ts" */

const KERNEL = 5
const OUTSIDE = -1 // what a kernel of 1989 finds beyond the edge of a map
const BEYOND = 2 // how far it goes over the left and upper edge

// Scaled tanh, eq. 6: 1.7159 tanh(2a/3), so that f(1) = 1 and f(-1) = -1; and what came before and after.
/** @type {Record<Activation, (sum: number) => number>} */
export const ACTIVATIONS = {
  "scaled tanh": (sum) => 1.7159 * Math.tanh((2 / 3) * sum),
  relu: (sum) => Math.max(0, sum),
  sigmoid: (sum) => 1 / (1 + Math.exp(-sum)),
  linear: (sum) => sum,
}

/** @type {Record<Layer["kind"], (layer: Layer, below: Maps) => Maps>} */
export const LAYERS = {
  // Each map slides one kernel over each map below that its row of the table names.
  Convolution: (layer, below) => slid(layer, below, 1),

  // As of 1989: kernels move two pixels at a time; weights are shared, but every unit has its own bias.
  StridedConvolution: (layer, below) => slid(layer, widened(below), 2),

  // Each unit adds four neighbours, times one coefficient, plus one bias. With fewer maps below than
  // here, each feeds several neighbouring maps.
  Subsampling(layer, below) {
    const { maps, height, width, weights, biases } = layer
    const squash = ACTIVATIONS[layer.activation],
      copies = maps / below.maps,
      values = new Float32Array(maps * height * width)
    for (let map = 0, i = 0; map < maps; map++) {
      const first = Math.floor(map / copies) * below.height * below.width
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++, i++) {
          const upper = first + 2 * y * below.width + 2 * x,
            lower = upper + below.width
          const sum = below.values[upper] + below.values[upper + 1] + below.values[lower] + below.values[lower + 1]
          values[i] = squash(weights[map] * sum + biases[map])
        }
    }
    return { values, maps, height, width }
  },

  // Each unit is connected to every unit below.
  FullyConnected(layer, { values: inputs }) {
    const { maps, height, width, weights, biases } = layer
    const squash = ACTIVATIONS[layer.activation],
      values = new Float32Array(maps)
    for (let unit = 0, at = 0; unit < maps; unit++) {
      let sum = biases[unit]
      for (let i = 0; i < inputs.length; i++) sum += weights[at++] * inputs[i]
      values[unit] = squash(sum)
    }
    return { values, maps, height, width }
  },

  // Eq. 7: the squared distance of what is below to each unit's code, the smallest for the best match.
  RBF(layer, { values: inputs }) {
    const { maps, height, width, weights } = layer
    const values = new Float32Array(maps)
    for (let unit = 0, at = 0; unit < maps; unit++) {
      let sum = 0
      for (let i = 0; i < inputs.length; i++) sum += (inputs[i] - weights[at++]) ** 2
      values[unit] = sum
    }
    return { values, maps, height, width }
  },
}

// All kernels of the family are 5×5; a row of five weights is laid over all places at once, for speed.
/** @param {Layer} layer @param {Maps} below @param {number} stride @returns {Maps} */
function slid({ maps, height, width, table, kernel, weights, biases, activation }, below, stride) {
  if (kernel !== KERNEL) throw new RangeError(`a kernel of ${kernel}`)
  const squash = ACTIVATIONS[activation],
    places = height * width,
    shared = biases.length / maps === 1, // one bias a map, or one a unit
    values = new Float32Array(maps * places),
    every = Array.from({ length: below.maps }, (_, map) => map),
    sums = new Float64Array(places),
    inputs = below.values
  let at = 0
  for (let map = 0; map < maps; map++) {
    sums.fill(0)
    for (const seen of table ? table[map] : every)
      for (let down = 0; down < KERNEL; down++, at += KERNEL) {
        const a = weights[at],
          b = weights[at + 1],
          c = weights[at + 2],
          d = weights[at + 3],
          e = weights[at + 4]
        let from = (seen * below.height + down) * below.width
        for (let y = 0, place = 0; y < height; y++, from += stride * below.width)
          for (let x = 0, i = from; x < width; x++, place++, i += stride)
            sums[place] += a * inputs[i] + b * inputs[i + 1] + c * inputs[i + 2] + d * inputs[i + 3] + e * inputs[i + 4]
      }
    for (let place = 0, unit = map * places; place < places; place++, unit++)
      values[unit] = squash(sums[place] + biases[shared ? map : unit])
  }
  return { values, maps, height, width }
}

// With what lies outside the maps: two pixels at the left and above, one at the right and below.
/** @param {Maps} below @returns {Maps} */
function widened({ values, maps, height, width }) {
  const [tall, wide] = [height + BEYOND + 1, width + BEYOND + 1]
  const around = new Float32Array(maps * tall * wide).fill(OUTSIDE)
  for (let row = 0; row < maps * height; row++) {
    const [map, y] = [Math.floor(row / height), row % height]
    around.set(values.subarray(row * width, (row + 1) * width), (map * tall + y + BEYOND) * wide + BEYOND)
  }
  return { values: around, maps, height: tall, width: wide }
}
