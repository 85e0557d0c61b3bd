import assert from "node:assert/strict"
import { test } from "node:test"
import { across, ticks, valleyFrame, valueAt } from "../../../ui/components/descent/charts.js"
import { begin, ending, jumps, lossAt, MOST, stepped } from "../../../ui/components/descent/rolling.js"

/** @import { Curve, Place } from "../../../ui/components/descent/types.d.ts" */

// 3 w², from -2 to 2: two nodes hold a parabola.
/** @type {Curve} */
const bowl = {
  ...{ name: "bowl", label: "", first: -2, last: 2, lowest: 0, start: -1 },
  ...{ losses: [12, 12], slopes: [-12, 12] },
}
/** @param {number} rate @param {boolean} [momentum] */
function rolled(rate, momentum = false) {
  const way = [begin(bowl, bowl.start)]
  while (ending(bowl, way) === "going") way.push(stepped(bowl, way[way.length - 1], { rate, momentum }))
  return way
}

test("two nodes hold a parabola", () => {
  for (const w of [-2, -1.3, 0, 0.4, 2]) {
    const { loss, slope } = lossAt(bowl, w)
    assert.ok(Math.abs(loss - 3 * w * w) < 1e-12 && Math.abs(slope - 6 * w) < 1e-12)
  }
})

test("a way ends at rest, with its last step, or out of the picture", () => {
  const fitting = rolled(0.1),
    slow = rolled(0.0005),
    hopping = rolled(0.3),
    fast = rolled(0.36)
  assert.equal(ending(bowl, fitting), "rest")
  assert.equal(jumps(bowl, fitting), 0)
  assert.deepEqual([ending(bowl, slow), slow.length], ["tired", MOST + 1])
  assert.equal(ending(bowl, hopping), "rest")
  const seen = hopping.filter(({ w }, i) => i && Math.abs(w - hopping[i - 1].w) > 0.04)
  assert.ok(seen.length > 5)
  assert.equal(jumps(bowl, hopping), seen.length)
  assert.equal(ending(bowl, fast), "out")
  const end = /** @type {Place} */ (fast.at(-1))
  assert.ok(Math.abs(end.w) > 2 && Number.isNaN(end.loss))
})

test("whoever begins at the lowest place rests with the first step, and one step is not a jump", () => {
  const way = [begin(bowl, 0)]
  assert.equal(ending(bowl, way), "going")
  way.push(stepped(bowl, way[0], { rate: 0.1, momentum: false }))
  assert.deepEqual([ending(bowl, way), jumps(bowl, way)], ["rest", 0])
})

test("far from the valley a flat place is told from a slope", () => {
  const shelf = { ...bowl, losses: [12, 0, 12, 12, 12], slopes: [-12, 0, 0, 0, 0], lowest: -1 }
  const way = [begin(shelf, 1.5)]
  while (ending(shelf, way) === "going") way.push(stepped(shelf, way[way.length - 1], { rate: 0.1, momentum: false }))
  assert.deepEqual([ending(shelf, way), way.length], ["flat", MOST + 1])
})

test("a place in the chart is the number that stands there, and ticks are round and inside", () => {
  const box = valleyFrame(bowl, 500, 300)
  for (const w of [-2, 0.3, 2]) assert.ok(Math.abs(valueAt(box, across(box, w)) - w) < 1e-9)
  assert.deepEqual(ticks(-4, 4), [-4, -2, 0, 2, 4])
  assert.deepEqual(ticks(0, 59.5), [0, 20, 40])
})
