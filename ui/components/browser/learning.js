// A network learns on: plain steps down the gradient of the criterion by which LeNet-5 was trained, eq. 9
// of the paper of 1998 (cnn/training/losses.py, map_criterion). The network itself stays as it is: what
// learns is a copy. Held against torch by tests/ui/components/browser/test_learning.py.
import { backward, surprise } from "./backward.js"
import { networkInput } from "./network_input.js"
/** @import { Network } from "./network.js" */
/** @import { Example, Grey, Maps } from "./types.d.ts" */

export const CRITERION = { temperature: 1, rubbish: 20 } // the constant j of eq. 9; the paper gives no value

export class Learner {
  // The layers from `first` on learn, those below it stay. Throws RangeError for a layer that it has not.
  /** @param {Network} network @param {string} first */
  constructor(network, first) {
    const at = network.layers.findIndex(({ name }) => name === first)
    if (at < 0) throw new RangeError(`${network.manifest.name} has no ${first}`)
    const copies = network.layers
      .slice(at)
      .map((layer) => ({ ...layer, weights: layer.weights.slice(), biases: layer.biases.slice() }))
    this.below = network.with(network.layers.slice(0, at))
    this.learning = network.with(copies)
    this.network = network.with([...this.below.layers, ...copies])
  }

  // What the layers that learn see of an image, worked out once.
  /** @param {Grey} image @returns {Maps} */
  seen(image) {
    const input = networkInput(image, this.network.manifest.input),
      last = this.below.layers[this.below.layers.length - 1]
    return last ? /** @type {Maps} */ (this.below.forward(input).get(last.name)) : input
  }

  // The distances of what is seen to the code of each digit, by what has been learned so far.
  /** @param {Maps} seen */
  distances(seen) {
    return distancesIn(this.learning, this.learning.forward(seen))
  }

  // One step of gradient descent, down the mean slope over the examples. Returns their mean criterion before.
  /** @param {readonly Example[]} examples @param {number} rate */
  step(examples, rate) {
    const { layers } = this.learning
    const sums = layers.map(({ weights, biases }) => [
      new Float64Array(weights.length),
      new Float64Array(biases.length),
    ])
    let criterion = 0
    for (const { seen, label } of examples) {
      const found = this.learning.forward(seen),
        loss = surprise(distancesIn(this.learning, found), label, CRITERION)
      criterion += loss.value / examples.length
      const slopes = backward(layers, seen, found, loss.slopes).layers
      layers.forEach(({ name }, i) => {
        const own = slopes.get(name)
        if (own) [own.weights, own.biases].forEach((part, j) => add(sums[i][j], part, 1 / examples.length))
      })
    }
    layers.forEach(({ weights, biases }, i) => {
      add(weights, sums[i][0], -rate)
      add(biases, sums[i][1], -rate)
    })
    return criterion
  }
}

/** @param {Network} network @param {Map<string, Maps>} found */
function distancesIn({ layers }, found) {
  const last = layers[layers.length - 1],
    outputs = /** @type {Maps} */ (found.get(last.name))
  if (last.kind !== "RBF") throw new Error(`${last.name} is no layer of codes`)
  return Float64Array.from(outputs.values)
}

/** @param {Float32Array | Float64Array} sum @param {Float64Array} part @param {number} times */
function add(sum, part, times) {
  for (let i = 0; i < sum.length; i++) sum[i] += times * part[i]
}
