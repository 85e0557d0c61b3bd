// A last layer learned from a few photos: cnn/experiments/teaching.py once more. All photos in every
// step, no chance, weights that begin at 0; each step is one of gradient descent with Nesterov's momentum.
// The weights are kept as a sum of photos, so that a step costs the same whatever the layer.
/** @import { Term, Taught } from "./types.d.ts" */

const STEPS = 20_000
const DONE = 1e-7 // of the strength: no slope is steeper in the end

// Of photos' features and labels (0 to names - 1). `strength`: of the errors beside the weights' size.
/** @param {readonly Float32Array[]} features @param {readonly number[]} labels @param {number} names
 * @param {number} strength @returns {Taught} */
export function softmaxRegression(features, labels, names, strength) {
  const count = features.length,
    long = features[0].length
  const mean = new Float64Array(long)
  for (const each of features) for (let j = 0; j < long; j++) mean[j] += each[j] / count
  let square = 0
  for (const each of features) for (let j = 0; j < long; j++) square += (each[j] - mean[j]) ** 2
  const scale = Math.sqrt(square / count) || 1
  const seen = features.map((each) => Float64Array.from(each, (value, j) => (value - mean[j]) / scale))
  const alike = seen.map((one) => Float64Array.from(seen, (other) => product(one, other)))
  const rate = 1 / ((strength * count) / 2 + 1),
    size = (count + 1) * names // a row for each photo, and one for the biases
  let [parts, at] = [new Float64Array(size), new Float64Array(size)]
  let pace = 1
  for (let step = 0; step < STEPS; step++) {
    const slope = slopeAt(at, alike, labels, names, strength)
    const moved = new Float64Array(size),
      next = new Float64Array(size)
    for (let i = 0; i < size; i++) {
      next[i] = at[i] - rate * slope[i]
      moved[i] = next[i] - parts[i]
    }
    const isUphill = along(slope, moved, alike, names) > 0
    const faster = isUphill ? 1 : (1 + Math.sqrt(1 + 4 * pace * pace)) / 2
    const push = isUphill ? 0 : (pace - 1) / faster
    at = next.map((value, i) => value + push * moved[i])
    ;[parts, pace] = [next, faster]
    if (slope.every((value) => Math.abs(value) < DONE * strength)) break
  }
  const weights = Array.from({ length: names }, (_, name) => {
    const column = new Float64Array(long)
    for (let i = 0; i < count; i++) for (let j = 0; j < long; j++) column[j] += parts[i * names + name] * seen[i][j]
    return column
  })
  return { mean, scale, weights, biases: [...parts.subarray(count * names)] }
}

// How likely each name is, by what was learned.
/** @param {Taught} taught @param {ArrayLike<number>} features */
export function chancesOf({ mean, scale, weights, biases }, features) {
  return shares(
    weights.map((column, name) => {
      let sum = 0
      for (let j = 0; j < column.length; j++) sum += (features[j] - mean[j]) * column[j]
      return sum / scale + biases[name]
    }),
  )
}

// The features that speak loudest for a name, and those that speak against it: weight times value.
/** @param {Taught} taught @param {ArrayLike<number>} features @param {number} name @param {number} most
 * @returns {Term[]} */
export function loudestTerms({ mean, scale, weights }, features, name, most) {
  const terms = Array.from(weights[name], (weight, at) => {
    const value = (features[at] - mean[at]) / scale
    return { at, activation: features[at], term: weight * value }
  })
  return terms.sort((a, b) => Math.abs(b.term) - Math.abs(a.term) || a.at - b.at).slice(0, most)
}

/** @param {Float64Array} at @param {Float64Array[]} alike @param {readonly number[]} labels @param {number} names
 * @param {number} strength */
function slopeAt(at, alike, labels, names, strength) {
  const count = alike.length,
    slope = new Float64Array(at.length)
  for (let i = 0; i < count; i++) {
    const scores = [...at.subarray(count * names)]
    for (let k = 0; k < count; k++)
      for (let name = 0; name < names; name++) scores[name] += alike[i][k] * at[k * names + name]
    for (const [name, chance] of shares(scores).entries()) {
      const wrong = strength * (chance - Number(labels[i] === name))
      slope[i * names + name] = wrong + at[i * names + name]
      slope[count * names + name] += wrong
    }
  }
  return slope
}

// Whether a move goes up the slope, in the space of the weights.
/** @param {Float64Array} slope @param {Float64Array} moved @param {Float64Array[]} alike @param {number} names */
function along(slope, moved, alike, names) {
  const count = alike.length
  let sum = 0
  for (let name = 0; name < names; name++) {
    sum += slope[count * names + name] * moved[count * names + name]
    for (let i = 0; i < count; i++) {
      let way = 0
      for (let k = 0; k < count; k++) way += alike[i][k] * moved[k * names + name]
      sum += slope[i * names + name] * way
    }
  }
  return sum
}

/** @param {number[]} scores */
function shares(scores) {
  const most = Math.max(...scores),
    powers = scores.map((score) => Math.exp(score - most)),
    all = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / all)
}

/** @param {Float64Array} one @param {Float64Array} other */
function product(one, other) {
  let sum = 0
  for (let j = 0; j < one.length; j++) sum += one[j] * other[j]
  return sum
}
