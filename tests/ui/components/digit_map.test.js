import assert from "node:assert/strict"
import { test } from "node:test"
import { nearest, parts, read } from "../../../ui/components/digit_map/picture.js"
import { chance } from "./chance.js"

/** As `pack` and `mount` of ui/components/digit_map make it. @param {number[][]} points x, y, class */
function packed(points, name = "map") {
  const places = new Uint16Array(points.flatMap((point) => point.slice(0, 2))),
    tail = [...points.map(([, , kind]) => kind), ...Buffer.from(name), name.length]
  return Uint8Array.from([...new Uint8Array(places.buffer), ...tail])
}

const dice = chance(12)
const POINTS = dice.many(700, () => [dice.below(65536), dice.below(65536), dice.below(10)])

test("points, classes and the map's name are read from bytes, wherever these begin", () => {
  const bytes = packed(POINTS),
    shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  for (const data of [bytes, shifted.subarray(3)]) {
    assert.deepEqual(parts(data), { end: 3500, name: "map" })
    const points = read(data)
    assert.equal(points.count, 700)
    assert.deepEqual(
      [...points.kind],
      POINTS.map(([, , kind]) => kind),
    )
    POINTS.forEach(([x], i) => assert.ok(Math.abs(points.x[i] - x / 65535) < 1e-6))
  }
})

test("the name of a class stands in the middle of its points", () => {
  const { middles } = read(
    packed([
      [0, 0, 3],
      [65535, 0, 3],
      [65535, 65535, 4],
    ]),
  )
  assert.deepEqual(
    [middles[3], middles[4], middles[0]],
    [
      [0.5, 0],
      [1, 1],
      [0, 0],
    ],
  )
})

test("the nearest point is found as if all had been measured, of all classes or of one", () => {
  const points = read(packed(POINTS))
  for (let round = 0; round < 400; round++) {
    const [x, y] = [1.2 * dice.next() - 0.1, 1.2 * dice.next() - 0.1],
      only = round % 2 ? dice.below(10) : null,
      found = nearest(points, x, y, only)
    /** @param {number} i */
    const far = (i) => Math.hypot(points.x[i] - x, points.y[i] - y)
    const all = [...POINTS.keys()].filter((i) => only === null || points.kind[i] === only)
    assert.ok(only === null || points.kind[found] === only)
    assert.ok(far(found) <= Math.min(...all.map(far)) + 1e-9)
  }
})

test("where there is no point, none is found", () => {
  assert.equal(nearest(read(packed([[5, 5, 1]])), 0.5, 0.5, 2), -1)
  assert.equal(nearest(read(packed([])), 0.5, 0.5, null), -1)
})
