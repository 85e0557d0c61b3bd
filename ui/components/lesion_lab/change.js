// How much a map has changed.
/** @import { Maps } from "../browser/types.d.ts" */
import { SQUASHED } from "../shared/maps.js"

// Of each map, the root of the mean squared change of its units, as a part of where the scaled tanh ends.
/** @param {Maps} whole @param {Maps} hurt @returns {Float64Array} 0 ... 1 */
export function changes(whole, hurt) {
  const places = whole.height * whole.width,
    found = new Float64Array(whole.maps)
  for (let i = 0; i < whole.values.length; i++)
    found[Math.floor(i / places)] += (hurt.values[i] - whole.values[i]) ** 2 / places
  return found.map((sum) => Math.min(1, Math.sqrt(sum) / SQUASHED))
}

// One of several maps, its values shared.
/** @param {Maps} maps @param {number} at @returns {Maps} */
export function oneMap({ values, height, width }, at) {
  const places = height * width
  return { values: values.subarray(at * places, (at + 1) * places), maps: 1, height, width }
}
