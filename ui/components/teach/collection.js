// The photos under their names: which are held out, what came of the test, which are like which.
/** @import { Card, Layer, Shown, Taught, Tested } from "./types.d.ts" */

// For each photo whether it is held out: of each name the third, the sixth and so on, if `every` is 3.
/** @param {number} count @param {number} every */
export function heldBack(count, every) {
  return Array.from({ length: count }, (_, i) => (i + 1) % every === 0)
}

// Rows: what a photo is; columns: what was answered.
/** @param {readonly Pick<Tested, "name" | "answer">[]} tested @param {number} names */
export function confusion(tested, names) {
  const table = Array.from({ length: names }, () => new Array(names).fill(0))
  for (const { name, answer } of tested) table[name][answer]++
  return table
}

// The places of the `most` nearest of these features, the nearest first; of equals the first.
/** @param {ArrayLike<number>} one @param {readonly ArrayLike<number>[]} others @param {number} most */
export function nearestOf(one, others, most) {
  const apart = others.map((other) => {
    let sum = 0
    for (let j = 0; j < one.length; j++) sum += (one[j] - other[j]) ** 2
    return sum
  })
  return [...apart.keys()].sort((a, b) => apart[a] - apart[b] || a - b).slice(0, most)
}

// Two names that hold the very same photo; null if none do.
/** @param {readonly { pixels: Uint8Array }[][]} shelves @returns {[number, number] | null} */
export function sharedPhoto(shelves) {
  /** @type {Map<string, number>} */
  const found = new Map()
  for (const [name, photos] of shelves.entries())
    for (const { pixels } of photos) {
      const key = pixels.join()
      const other = found.get(key)
      if (other !== undefined && other !== name) return [other, name]
      found.set(key, name)
    }
  return null
}

// What a unit of a layer is called: fields for a label, by the layer.
/** @param {Layer} layer @param {number} at @param {number} side of the square, for pixels
 * @returns {Record<string, number>} */
export function placeOf(layer, at, side) {
  if (layer === "pixels") {
    const within = at % (side * side)
    return { c: Math.floor(at / (side * side)), x: within % side, y: Math.floor(within / side) }
  }
  if (layer === "pool5") return { n: Math.floor(at / 4), x: at % 2, y: Math.floor((at % 4) / 2) }
  return { n: at }
}

// What is written to a file: the little model and what it is, and is not. No date, no photo.
/** @param {{ names: string[], layer: Layer, shelves: Shown[][], right: number, of: number, taught: Taught,
 * strength: number, notes: string[] }} given @returns {Card} */
export function cardOf({ names, layer, shelves, right, of, taught, strength, notes }) {
  const short = (/** @type {ArrayLike<number>} */ some) => Array.from(some, (value) => Number(value.toPrecision(7)))
  return {
    format: "how-cnns-began.taught",
    names,
    layer,
    features: taught.mean.length,
    photos: shelves.map((photos) => ({
      learned: photos.filter(({ held }) => !held).length,
      held: photos.filter(({ held }) => held).length,
    })),
    test: { right, of },
    made: "softmax regression: strength * sum of cross-entropies + sum of squared weights / 2, from weights of 0",
    strength,
    use: "softmax((features - mean) / scale * weights + biases); features: AlexNet's small edition of this course",
    notes,
    mean: short(taught.mean),
    scale: taught.scale,
    weights: taught.weights.map(short),
    biases: short(taught.biases),
  }
}
