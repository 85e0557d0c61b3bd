import assert from "node:assert/strict"
import { test } from "node:test"
import { squarify } from "../../../ui/components/class_tree/class_tree.js"
import { naming } from "../../../ui/components/connection_table/table.js"
import { inside } from "../../../ui/components/crop_box/crop_box.js"
import { cut, extent, mapAt, plan, unitSize } from "../../../ui/components/network_family/picture.js"
import { columns } from "../../../ui/components/sheet/sheet.js"
import { fit } from "../../../ui/components/timeline/timeline.js"
import { chance } from "./chance.js"

/** @import { Layer } from "../../../ui/components/network_family/types.d.ts" */
/** @import { Taken } from "../../../ui/components/timeline/types.d.ts" */

test("the parts of a tree fill the map without gaps, each as large as its count", () => {
  const { below, many, next } = chance(10)
  for (let round = 0; round < 200; round++) {
    const counts = many(1 + below(40), () => 1 + below(500)),
      total = counts.reduce((a, b) => a + b),
      [left, top, width, height] = [below(50), below(50), 100 + 900 * next(), 100 + 900 * next()],
      places = squarify(counts, left, top, width, height)
    places.forEach(([x, y, w, h], i) => {
      assert.ok(Math.abs((w * h) / (width * height) - counts[i] / total) < 1e-9)
      assert.ok(x >= left - 1e-6 && y >= top - 1e-6)
      assert.ok(x + w <= left + width + 1e-6 && y + h <= top + height + 1e-6)
      for (const [ox, oy, ow, oh] of places.slice(0, i)) {
        const apart = x >= ox + ow - 1e-6 || ox >= x + w - 1e-6 || y >= oy + oh - 1e-6 || oy >= y + h - 1e-6
        assert.ok(apart, "two parts overlap")
      }
    })
  }
})

test("equal parts come out nearly square", () => {
  for (const [, , w, h] of squarify(Array(12).fill(1), 0, 0, 400, 300)) assert.ok(Math.max(w / h, h / w) < 1.5)
})

test("a table that stands on its side has the same cells", () => {
  const [wide, narrow] = [naming(false), naming(true)]
  assert.deepEqual([wide(4, 1), wide(4, -1), wide(-1, 1)], ["4.1", "4", ".1"])
  for (const [map, input] of [
    [4, 1],
    [4, -1],
    [-1, 1],
  ])
    assert.equal(narrow(input, map), wide(map, input))
})

test("a square stays on its photo, and in the middle where it cannot move", () => {
  assert.deepEqual(inside({ x: 50, y: 0 }, 1.2, 0.9), { x: 1, y: 0.5 })
  assert.deepEqual(inside({ x: 50, y: 20 }, -3, 0.25), { x: 0, y: 0.25 })
})

test("the columns of a sheet are counted in its first row", () => {
  /** @param {...number} tops */
  const sheet = (...tops) => columns(tops.map((offsetTop) => /** @type {HTMLElement} */ ({ offsetTop })))
  assert.equal(sheet(0, 0, 0, 40, 40), 3)
  assert.equal(sheet(7, 7), 2)
})

test("events stand beside their dots, none over another, in as many rows as it takes", () => {
  const { below, next } = chance(11)
  for (let round = 0; round < 200; round++) {
    const limit = 580 + below(900)
    /** @type {Taken[][]} */
    const rows = [[[0, 90]]]
    for (let i = 0; i < 25; i++) {
      const at = limit * (0.03 + 0.94 * next()),
        wide = 40 + below(200),
        spot = fit(rows, at, wide, limit)
      assert.ok(spot.left >= 0 && spot.left + wide <= limit)
      assert.ok(Math.abs(at - (spot.leftward ? spot.left + wide : spot.left)) <= 11 + 1e-9)
    }
    for (const row of rows) {
      const sorted = row.toSorted((a, b) => a[0] - b[0])
      sorted.slice(1).forEach(([from], i) => assert.ok(from > sorted[i][1]))
    }
  }
})

test("an event wider than the chart finds a place too, instead of being looked for without end", () => {
  assert.deepEqual(fit([], 300, 700, 600), { row: 0, left: 289, leftward: false })
  assert.equal(fit([[[0, 600]]], 300, 700, 600).row, 1)
})

/** @param {number} maps @param {number} side @param {number} columns @returns {Layer} */
const layer = (maps, side, columns) =>
  /** @type {Layer} */ ({ maps, height: side, width: side, columns, kind: "convolution", near: [5, 1, 0] })
const LENET = { id: "lenet5", title: "", year: "", layers: [layer(1, 32, 1), layer(6, 28, 2), layer(120, 1, 4)] }

test("a layer is as wide as its columns of maps and the gaps between them", () => {
  assert.deepEqual(extent(layer(6, 28, 2)), [2 * 28 + 1.5, 3 * 28 + 2 * 1.5, 1.5])
  assert.deepEqual(extent(layer(120, 1, 4)), [4, 30, 0])
})

test("the widest network fits, and no layer is too narrow for a finger", () => {
  for (const room of [300, 700, 1200]) {
    const unit = unitSize([LENET], room),
      { places, width } = plan(LENET, unit, room)
    assert.ok(unit >= 0.8 && unit <= 3.4)
    if (unit > 0.8) assert.ok(width <= room + 1e-6)
    places.forEach(({ from, to }, i) => {
      assert.ok(to - from >= 24 - 1e-9)
      if (i) assert.ok(Math.abs(from - places[i - 1].to) < 1e-9)
    })
  }
})

test("a window lies on its map and is cut off at its edges", () => {
  const { places } = plan(LENET, 2, 700),
    [x, y] = mapAt(LENET.layers[0], places[0], 0, 2)
  assert.deepEqual(cut(LENET.layers[0], places[0], 0, [5, 1, 0], 3, 4, 2), {
    x: x + 6,
    y: y + 8,
    width: 10,
    height: 10,
  })
  assert.deepEqual(cut(LENET.layers[0], places[0], 0, [5, 1, 2], 0, 31, 2), { x, y: y + 58, width: 6, height: 6 })
})
