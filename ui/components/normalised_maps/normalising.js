// Local response normalisation with any constants, as in cnn/models/lrn.py: each answer is divided
// by (k + α/n · the squares of its neighbours at the same place, added)^β. Of map i these are the maps
// i - ⌊n/2⌋ to i + ⌊(n - 1)/2⌋, itself among them. α is divided by n, as in PyTorch and in the source of 2012.
/** @import { Answers, Constants, Found } from "./types.d.ts" */

// What becomes of the maps. Where the divisor is 0, the result is 0. `falls` says how much less each
// answer is than if it had no neighbours and were no neighbour of itself: on average, weighed by the
// answers, and at most, from 0 to 1; without k there is nothing to compare with, and it is null.
/** @param {Answers} answers @param {Constants} constants @returns {Found} */
export function normalised({ values, maps, height, width }, { k, n, alpha, beta }) {
  const places = height * width,
    after = new Float32Array(values.length),
    sums = new Float64Array(maps + 1),
    before = Math.floor(n / 2),
    behind = Math.floor((n - 1) / 2)
  const alone = k ** beta
  let [least, most, added, sum, rest, fall] = [Infinity, 0, 0, 0, 0, 0]
  for (let place = 0; place < places; place++) {
    for (let map = 0; map < maps; map++) sums[map + 1] = sums[map] + values[map * places + place] ** 2
    for (let map = 0; map < maps; map++) {
      const i = map * places + place,
        around = sums[Math.min(maps, map + behind + 1)] - sums[Math.max(0, map - before)]
      const more = (alpha / n) * Math.max(0, around),
        divisor = (k + more) ** beta
      if (divisor > 0) after[i] = values[i] / divisor
      least = Math.min(least, divisor)
      most = Math.max(most, divisor)
      added = Math.max(added, more)
      if (values[i] > 0 && alone > 0) {
        sum += values[i]
        rest += (values[i] * alone) / divisor
        fall = Math.max(fall, 1 - alone / divisor)
      }
    }
  }
  const falls = k > 0 ? { mean: sum ? 1 - rest / sum : 0, most: fall } : null
  return { after, divisor: { least, most }, added, falls }
}

// A number in the fewest digits that tell it from its neighbours: three, as Python's ".3g".
/** @param {number} value */
export function short(value) {
  if (!value) return "0"
  const power = Math.floor(Math.log10(Math.abs(value)))
  return power < -3 ? value.toExponential(0).replace("-", "−") : value.toFixed(Math.max(0, 2 - power))
}

// Of one place: each map's answer as a share of the loudest there.
/** @param {ArrayLike<number>} values @param {number} maps @param {number} places @param {number} place */
export function shares(values, maps, places, place) {
  const here = Array.from({ length: maps }, (_, map) => values[map * places + place]),
    loudest = Math.max(...here)
  return here.map((value) => (loudest > 0 ? value / loudest : 0))
}

// The place where the maps together answer most.
/** @param {Answers} answers */
export function loudestPlace({ values, maps, height, width }) {
  const places = height * width
  let [best, most] = [0, -1]
  for (let place = 0; place < places; place++) {
    let energy = 0
    for (let map = 0; map < maps; map++) energy += values[map * places + place] ** 2
    if (energy > most) [best, most] = [place, energy]
  }
  return best
}
