// Which parts of a network are out: maps and units, connections, biases.
/** @import { LayerRow, Parts } from "../browser/types.d.ts" */
/** @import { Out } from "./types.d.ts" */

export class Selection {
  // The layers that parts can be taken out of, as a manifest lists them.
  /** @param {LayerRow[]} layers */
  constructor(layers) {
    this.layers = layers
    this.putBack()
  }

  // Everything is in again.
  putBack() {
    /** @type {Map<string, Set<number>>} */
    this.maps = new Map(this.layers.map(({ name }) => [name, new Set()]))
    /** @type {Map<string, Set<string>>} by layer, "map.seen" */
    this.connections = new Map(this.layers.map(({ name }) => [name, new Set()]))
    /** @type {Set<string>} */
    this.biases = new Set()
  }

  /** @param {string} layer @param {number} map */
  isOut(layer, map) {
    return Boolean(this.maps.get(layer)?.has(map))
  }

  /** @param {string} layer @param {number} map @param {number} seen */
  isCut(layer, map, seen) {
    return Boolean(this.connections.get(layer)?.has(`${map}.${seen}`))
  }

  /** @param {string} layer @param {number} map */
  toggleMap(layer, map) {
    toggle(this.maps.get(layer), map)
  }

  /** @param {string} layer @param {number} map @param {number} seen */
  toggleConnection(layer, map, seen) {
    toggle(this.connections.get(layer), `${map}.${seen}`)
  }

  /** @param {string} layer */
  toggleBiases(layer) {
    toggle(this.biases, layer)
  }

  // What was out is in, and what was in is out: all but some.
  /** @param {string} layer */
  turnRound(layer) {
    const row = this.layers.find(({ name }) => name === layer)
    for (let map = 0; map < (row?.maps ?? 0); map++) this.toggleMap(layer, map)
  }

  get isWhole() {
    return !this.out().length
  }

  // As browser/lesions.js takes them.
  /** @returns {Parts} */
  parts() {
    /** @type {Parts} */
    const found = { maps: {}, connections: {}, biases: [...this.biases] }
    for (const [layer, out] of this.maps) if (out.size) found.maps[layer] = ordered(out)
    for (const [layer, out] of this.connections)
      if (out.size) found.connections[layer] = [...out].map((name) => /** @type {[number, number]} */ (pair(name)))
    return found
  }

  // The same for a sentence, layer by layer.
  /** @returns {Out[]} */
  out() {
    return this.layers.flatMap(({ name, maps }) => {
      /** @type {Out[]} */
      const found = []
      const out = ordered(this.maps.get(name) ?? []),
        cut = [...(this.connections.get(name) ?? [])].map(pair).sort((a, b) => a[0] - b[0] || a[1] - b[1])
      const left = Array.from({ length: maps }, (_, map) => map).filter((map) => !this.isOut(name, map))
      if (out.length === maps) found.push({ kind: "all", layer: name, which: [] })
      else if (out.length > maps / 2) found.push({ kind: "but", layer: name, which: left })
      else if (out.length) found.push({ kind: "maps", layer: name, which: out })
      if (cut.length) found.push({ kind: "connections", layer: name, which: cut.map(([to, from]) => `${from}→${to}`) })
      if (this.biases.has(name)) found.push({ kind: "biases", layer: name, which: [] })
      return found
    })
  }
}

/** @template Each @param {Set<Each> | undefined} all @param {Each} one */
function toggle(all, one) {
  if (!all?.delete(one)) all?.add(one)
}

/** @param {Iterable<number>} all */
const ordered = (all) => [...all].sort((a, b) => a - b)

/** @param {string} name */
const pair = (name) => name.split(".").map(Number)
