// A network with parts taken out, as cnn/analysis/lesions.py does it: what a map or unit that is out says
// is 0 everywhere, a connection that is out has a kernel of zeros, biases that are out are 0.
/** @import { Network } from "./network.js" */
/** @import { Grey, Lesion, Parts, Reading } from "./types.d.ts" */

export class Hurt {
  // The network itself stays whole. Throws RangeError for a layer or a connection that it has not.
  /** @param {Network} network @param {Partial<Parts>} parts */
  constructor(network, { maps = {}, connections = {}, biases = [] }) {
    const byName = new Map(network.layers.map((layer) => [layer.name, { ...layer }]))
    /** @param {string} name */
    const layerOf = (name) => {
      const layer = byName.get(name)
      if (!layer) throw new RangeError(`${network.manifest.name} has no ${name}`)
      return layer
    }
    for (const [name, pairs] of Object.entries(connections)) {
      const layer = layerOf(name),
        size = (layer.kernel ?? 0) ** 2
      layer.weights = layer.weights.slice()
      for (const [map, seen] of pairs) {
        const place = kernelOf(layer.table, map, seen, layer.weights.length / size / layer.maps)
        if (place < 0) throw new RangeError(`map ${map} of ${name} does not see map ${seen}`)
        layer.weights.fill(0, place * size, (place + 1) * size)
      }
    }
    for (const name of biases) {
      const layer = layerOf(name)
      layer.biases = new Float32Array(layer.biases.length)
    }
    Object.keys(maps).forEach(layerOf)
    this.out = maps
    this.network = network.with([...byName.values()])
  }

  /** @param {Grey} image @returns {Reading} */
  read(image) {
    return this.network.read(image, (name, maps) => this.silence(name, maps))
  }

  /** @type {Lesion} */
  silence(name, { values, maps }) {
    const places = values.length / maps
    for (const map of this.out[name] ?? []) values.fill(0, map * places, (map + 1) * places)
  }
}

// Which of a layer's kernels it is by which `map` sees the map `seen` below, -1 if none.
/** @param {number[][] | null | undefined} table @param {number} map @param {number} seen @param {number} all */
function kernelOf(table, map, seen, all) {
  if (!table) return Number.isInteger(all) && seen < all ? map * all + seen : -1
  const before = table.slice(0, map).reduce((sum, row) => sum + row.length, 0),
    at = table[map]?.indexOf(seen) ?? -1
  return at < 0 ? -1 : before + at
}
