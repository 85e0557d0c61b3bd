import assert from "node:assert/strict"
import { test } from "node:test"
import { address, limitOf, plates, sight, spot } from "../../../ui/components/layer_walk/plates.js"

/** @import { Data, SentLayer } from "../../../ui/components/layer_walk/types.d.ts" */

/** @param {string} name @param {[number, number, number]} shape @param {number} columns @returns {SentLayer} */
const layer = (name, shape, columns = 0) => ({ name, title: name, caption: "", shape, columns })
const SENT = [
  layer("input", [1, 6, 6]),
  layer("C1", [2, 4, 4]),
  layer("S2", [2, 2, 2]),
  layer("F3", [5, 1, 1], 3),
  layer("output", [10, 1, 1], 10),
]
const SIZE = SENT.reduce((sum, { shape: [n, h, w] }) => sum + n * h * w, 0)
const FLOATS = Float32Array.from({ length: SIZE }, (_, i) => (i % 2 ? -i : i))
const layers = plates({ floats: Buffer.from(FLOATS.buffer).toString("base64"), layers: SENT })
/** @type {Pick<Data, "windows" | "tables">} */
const DATA = {
  windows: {
    C1: { input: [3, 1, 0] },
    S2: { C1: [2, 2, 0], input: [4, 2, 0] },
    F3: { S2: [2, 1, 0], C1: [4, 4, 0], input: [6, 6, 0] },
  },
  tables: {},
}

test("every float is in one plate, in order", () => {
  assert.deepEqual(
    layers.flatMap((each) => each.plates.flatMap((plate) => [...plate.values])),
    [...FLOATS],
  )
  assert.deepEqual(
    layers.map((each) => each.plates.length),
    [1, 2, 2, 1, 1],
  )
})

test("single units stand as one sheet", () => {
  const [sheet] = layers[3].plates
  assert.ok(sheet.single)
  assert.deepEqual([sheet.rows, sheet.columns, sheet.values.length], [2, 3, 5])
})

test("the address of a unit leads back to it", () => {
  for (const each of layers)
    for (const plate of each.plates)
      for (let i = 0; i < plate.values.length; i++) {
        const [row, column] = [Math.floor(i / plate.columns), i % plate.columns]
        const found = spot(layers, address(plate, row, column))
        assert.equal(found.plate, plate)
        assert.deepEqual([found.row, found.column], [row, column])
      }
  assert.equal(address(layers[3].plates[0], 1, 1), "F3.4.0.0")
})

test("a scale ends at the largest value of all, of a layer or of a map", () => {
  const [, first] = layers
  assert.equal(limitOf("one", first, first.plates[0], 1.7), 1.7)
  assert.equal(limitOf("layer", first, first.plates[0], 1.7), 67)
  assert.equal(limitOf("map", first, first.plates[0], 1.7), 51)
})

test("a unit sees a window of each layer before, clipped to it, and the maps that feed its own", () => {
  const seen = sight(DATA, layers, "S2.1.1.0")
  assert.deepEqual(seen.get("C1"), { maps: new Set([1]), rows: [2, 4], columns: [0, 2] })
  assert.deepEqual(seen.get("input"), { maps: new Set([0]), rows: [2, 6], columns: [0, 4] })
  assert.ok(!seen.has("S2") && !seen.has("F3"))
})

test("a window that begins before the map is cut off there", () => {
  const padded = { ...DATA, windows: { C1: { input: /** @type {[number, number, number]} */ ([5, 1, 2]) } } }
  const seen = sight(padded, layers, "C1.0.0.3").get("input")
  assert.deepEqual(
    [seen?.rows, seen?.columns],
    [
      [0, 3],
      [1, 6],
    ],
  )
})

test("a single unit sees all maps, or those of its table", () => {
  assert.deepEqual(sight(DATA, layers, "F3.4.0.0").get("S2")?.maps, new Set([0, 1]))
  const some = { ...DATA, tables: { F3: [[0], [1], [0, 1], [0], [1]] } }
  const seen = sight(some, layers, "F3.4.0.0")
  assert.deepEqual(seen.get("S2"), { maps: new Set([1]), rows: [0, 2], columns: [0, 2] })
  assert.deepEqual(seen.get("C1")?.maps, new Set([1]))
})

test("a unit of the input sees nothing before it", () => {
  assert.equal(sight(DATA, layers, "input.0.0.0").size, 0)
})
