import assert from "node:assert/strict"
import { test } from "node:test"
import { ramp, signed } from "../../../ui/components/shared/scale.js"

test("the ends and the middle of a scale are its colours, and what lies outside is an end", () => {
  const colour = ramp(["#0000ff", "#ffffff", "#ff0000"])
  assert.deepEqual(colour(-1), [0, 0, 255])
  assert.deepEqual(colour(0), [255, 255, 255])
  assert.deepEqual(colour(1), [255, 0, 0])
  assert.deepEqual(colour(-7), colour(-1))
  assert.deepEqual(colour(7), colour(1))
})

test("half way between two colours is their mean", () => {
  assert.deepEqual(ramp(["#000000", "#646464", "#c8c8c8"])(0.5), [150, 150, 150])
})

test("numbers have a true minus, and zero has none", () => {
  assert.equal(signed(1.234), "1.23")
  assert.equal(signed(-1.234), "−1.23")
  assert.equal(signed(-0.001), "0.00")
  assert.equal(signed(-0), "0.00")
})
