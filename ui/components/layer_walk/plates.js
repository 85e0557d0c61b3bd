// Plates: what can be seen at once of a layer, a map or, for single units, all of them as a sheet.
/** @import { Data, Layer, Plate, Scale, Sight, Spot } from "./types.d.ts" */

/** @param {Pick<Data, "floats" | "layers">} data @returns {Layer[]} */
export function plates(data) {
  // every layer with its plates, each a view of the floats
  const bytes = Uint8Array.from(atob(data.floats), (letter) => letter.charCodeAt(0))
  const floats = new Float32Array(bytes.buffer)
  let start = 0
  return data.layers.map((layer) => {
    const [n, h, w] = layer.shape,
      size = n * h * w
    const values = floats.subarray(start, start + size)
    start += size
    const single = h * w === 1,
      count = single ? 1 : n
    const [rows, columns] = single ? [Math.ceil(n / layer.columns), layer.columns] : [h, w]
    const made = Array.from({ length: count }, (_, map) => {
      const own = values.subarray(map * rows * columns, (map + 1) * rows * columns)
      return { layer: layer.name, map, rows, columns, values: own, single, top: largest(own) }
    })
    return { ...layer, n, h, w, single, plates: made, top: Math.max(...made.map((plate) => plate.top)) }
  })
}

/** @param {Float32Array} values */
export function largest(values) {
  return values.reduce((top, value) => Math.max(top, Math.abs(value)), 0)
}

/** @param {Scale} scale @param {Layer} layer @param {Plate} plate @param {number} limit */
export function limitOf(scale, layer, plate, limit) {
  return scale === "map" ? plate.top : scale === "layer" ? layer.top : limit
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Pick<Plate, "rows" | "columns" | "values">} plate
 * @param {number} limit
 * @param {(value: number) => Tone} colour
 */
export function paint(canvas, plate, limit, colour) {
  canvas.width = plate.columns
  canvas.height = plate.rows
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    image = context.createImageData(plate.columns, plate.rows)
  plate.values.forEach((value, i) => image.data.set([...colour(limit ? value / limit : 0), 255], 4 * i))
  context.putImageData(image, 0, 0)
}

/** @param {Plate} plate @param {number} row @param {number} column */
export function address(plate, row, column) {
  // "layer.map.row.column"
  return plate.single
    ? `${plate.layer}.${row * plate.columns + column}.0.0`
    : `${plate.layer}.${plate.map}.${row}.${column}`
}

/** @param {Layer[]} layers @param {string} unit @returns {Spot} */
export function spot(layers, unit) {
  // the plate of a unit, and where on it the unit lies
  const [name, ...places] = unit.split("."),
    [map, row, column] = places.map(Number)
  const layer = /** @type {Layer} */ (layers.find((one) => one.name === name))
  const plate = layer.plates[layer.single ? 0 : map]
  return layer.single
    ? { layer, plate, map, row: Math.floor(map / plate.columns), column: map % plate.columns }
    : { layer, plate, map, row, column }
}

/**
 * @param {Pick<Data, "tables" | "windows">} data
 * @param {Layer[]} layers
 * @param {string} unit
 * @returns {Map<string, Sight>}
 */
export function sight(data, layers, unit) {
  // by layer before: the maps that the unit sees, and their part
  const { layer, map, row, column } = spot(layers, unit),
    seen = new Map()
  const order = layers.map((one) => one.name)
  let maps = new Set([map])
  for (let at = order.indexOf(layer.name); at > 0; at--) {
    const before = layers[at - 1],
      table = data.tables[order[at]]
    maps = new Set([...maps].flatMap((one) => feeds(layers[at], before, table, one)))
    const [field, step, offset] = data.windows[layer.name][before.name]
    /** @param {number} place @param {number} limit @returns {[number, number]} */
    const span = (place, limit) => [Math.max(0, place * step - offset), Math.min(limit, place * step - offset + field)]
    const places = layer.single ? [0, 0] : [row, column]
    seen.set(before.name, { maps, rows: span(places[0], before.h), columns: span(places[1], before.w) })
  }
  return seen
}

/** @param {Layer} layer @param {Layer} before @param {number[][] | undefined} table @param {number} map */
export function feeds(layer, before, table, map) {
  // the maps before that feed this map
  if (table) return table[map]
  if (layer.h === 1) return Array.from({ length: before.n }, (_, i) => i)
  return [Math.floor((map * before.n) / layer.n)] // subsampling: one for one, or one for two
}
