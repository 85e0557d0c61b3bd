// The picture of one network: a square for each unit, all networks on one scale.
import { shape } from "../shared/shape.js"

/** @import { Layer, Network, Stand, Window } from "./types.d.ts" */
const GAP = 1.5,
  SPACE = 13,
  HEAD = 16,
  FOOT = 18 // GAP in units, the others in CSS pixels
const LEAST = 24 - SPACE // what the narrowest layer is given, so that a finger finds it

/** @param {Layer} layer @returns {[width: number, height: number, gap: number]} */
export function extent(layer) {
  // of a layer's grid of maps, in units
  const rows = Math.ceil(layer.maps / layer.columns),
    gap = layer.height * layer.width > 1 ? GAP : 0
  return [layer.columns * (layer.width + gap) - gap, rows * (layer.height + gap) - gap, gap]
}

/** @param {Network[]} networks @param {number} width */
export function unitSize(networks, width) {
  // CSS pixels of a unit, so that the widest network just fits
  const fits = networks.map(({ layers }) => {
    let wide = layers.map((layer) => extent(layer)[0]),
      room = width - SPACE * (layers.length + 1)
    for (;;) {
      const unit = room / wide.reduce((sum, each) => sum + each, 0)
      const enough = wide.filter((each) => each * unit >= LEAST)
      if (enough.length === wide.length || !enough.length) return unit
      room -= LEAST * (wide.length - enough.length)
      wide = enough
    }
  })
  return Math.max(0.8, Math.min(3.4, ...fits))
}

/** @param {Network} network @param {number} unit @param {number} width */
export function plan(network, unit, width) {
  // where each layer stands: x, y, w, h and its hit zone
  const sizes = network.layers.map(extent)
  const tall = Math.max(...sizes.map(([, h]) => h)) * unit
  const wide = sizes.reduce((sum, [w]) => sum + Math.max(w * unit, LEAST), 0)
  const room = Math.max(SPACE, Math.min(3 * SPACE, (width - wide) / (sizes.length + 1)))
  let x = room / 2
  const places = sizes.map(([w, h, gap]) => {
    const slot = Math.max(w * unit, LEAST)
    const place = { x: x + (slot - w * unit) / 2, y: HEAD + (tall - h * unit) / 2, w: w * unit, h: h * unit, gap }
    const from = x - room / 2
    x += slot + room
    return { ...place, from, to: x - room / 2 }
  })
  return { places, height: HEAD + tall + FOOT, width: x }
}

/**
 * @param {Layer} layer
 * @param {Stand} place
 * @param {number} number
 * @param {number} unit
 * @returns {[x: number, y: number]}
 */
export function mapAt(layer, place, number, unit) {
  // the corner of a map, in CSS pixels
  const column = number % layer.columns,
    row = Math.floor(number / layer.columns)
  return [place.x + column * (layer.width + place.gap) * unit, place.y + row * (layer.height + place.gap) * unit]
}

/** @param {Layer} layer @param {Stand} place @param {number} unit */
export function drawLayer(layer, place, unit) {
  const group = shape("g", { class: `maps ${layer.kind}` })
  for (let i = 0; i < layer.maps; i++) {
    const [x, y] = mapAt(layer, place, i, unit),
      single = layer.height * layer.width === 1
    const inset = single ? Math.min(0.4, unit * 0.12) : 0
    group.append(
      shape("rect", {
        x: x + inset,
        y: y + inset,
        width: layer.width * unit - 2 * inset,
        height: layer.height * unit - 2 * inset,
      }),
    )
  }
  const last = layer.kind === "output" // its column is narrow, its word is not
  const name = shape("text", {
    x: last ? place.x - 3 : place.x + place.w / 2,
    y: place.y + place.h + 13,
    "text-anchor": last ? "start" : "middle",
  })
  name.textContent = layer.short
  group.append(name)
  return group
}

/** @param {Layer[]} layers @param {Stand[]} places @param {number} at @param {number} unit */
export function drawSight(layers, places, at, unit) {
  // what the middle unit of the first map sees
  const group = shape("g", { class: "sight" }),
    layer = layers[at],
    before = layers[at - 1]
  const y = Math.floor(layer.height / 2),
    x = Math.floor(layer.width / 2)
  const [left, top] = mapAt(layer, places[at], 0, unit)
  const tip = [left + (x + 0.5) * unit, top + (y + 0.5) * unit]
  for (const map of layer.seen) {
    const window = cut(before, places[at - 1], map, layer.near, x, y, unit)
    const right = window.x + window.width
    group.append(
      shape("path", { d: `M${right} ${window.y}L${tip}L${right} ${window.y + window.height}` }),
      shape("rect", window),
    )
  }
  if (at > 1) group.append(shape("rect", { ...cut(layers[0], places[0], 0, layer.far, x, y, unit), class: "field" }))
  const size = Math.max(unit, 3)
  group.append(shape("rect", { x: tip[0] - size / 2, y: tip[1] - size / 2, width: size, height: size, class: "unit" }))
  return group
}

/**
 * @param {Layer} layer
 * @param {Stand} place
 * @param {number} map
 * @param {Window} window
 * @param {number} x
 * @param {number} y
 * @param {number} unit
 */
export function cut(layer, place, map, [field, step, offset], x, y, unit) {
  // a window, clipped to its map
  const [left, top] = mapAt(layer, place, map, unit)
  /** @param {number} at @param {number} limit @returns {[number, number]} */
  const span = (at, limit) => [Math.max(0, at * step - offset), Math.min(limit, at * step - offset + field)]
  const [x0, x1] = span(x, layer.width),
    [y0, y1] = span(y, layer.height)
  return { x: left + x0 * unit, y: top + y0 * unit, width: (x1 - x0) * unit, height: (y1 - y0) * unit }
}
