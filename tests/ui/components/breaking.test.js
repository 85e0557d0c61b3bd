import assert from "node:assert/strict"
import { test } from "node:test"
import { addedTo, lineAt, randomSigns, sizesTo, turningStep } from "../../../ui/components/adversarial_pen/steps.js"
import { heldRange, newCurve, runsOf, saidOf, valuesOf } from "../../../ui/components/broken_digit/breaking.js"
import { outline } from "../../../ui/components/broken_digit/tracks.js"
import { stepped } from "../../../ui/components/browser/adversarial.js"
import { chance } from "./chance.js"

/** @import { Said, Span } from "../../../ui/components/broken_digit/types.d.ts" */
/** @import { Reading } from "../../../ui/components/browser/types.d.ts" */

/** @type {Span} */
const TURN = { lowest: -180, highest: 180, rest: 0, step: 1, coarse: 5 }
/** @param {(number | undefined)[]} bests @returns {(Said | undefined)[]} */
const said = (bests) => bests.map((best) => (best === undefined ? best : { best, share: 0.5 }))

test("a curve is asked at every step from end to end, first where nothing is changed", () => {
  const values = valuesOf(TURN)
  assert.deepEqual([values.length, values[0], values[36], values[72]], [73, -180, 0, 180])
  const scale = valuesOf({ lowest: 0.3, highest: 2, rest: 1, step: 0.01, coarse: 0.05 })
  assert.ok(scale.includes(1) && scale.at(-1) === 2)
  const curve = newCurve("turn", TURN, ["linear", "lenet5"])
  assert.equal(curve.rest, 36)
  assert.equal(curve.left.length, 2 * 73)
  assert.deepEqual(new Set(curve.left.slice(-2).map(({ place }) => place)), new Set([36]))
  assert.deepEqual(new Set(curve.left.slice(0, 4).map(({ place }) => place)), new Set([0, 72]))
})

test("what is left of the first answer is its probability, or whether it is still the answer", () => {
  const reading = /** @type {Reading} */ ({
    best: 8,
    probabilities: Float64Array.from([0, 0, 0, 0.2, 0, 0, 0, 0, 0.7, 0]),
  })
  assert.deepEqual(saidOf(reading, 3), { best: 8, share: 0.2 })
  assert.deepEqual(saidOf({ ...reading, probabilities: null }, 3), { best: 8, share: 0 })
  assert.deepEqual(saidOf({ ...reading, probabilities: null }, 8), { best: 8, share: 1 })
})

test("runs are answers side by side, and the first one holds up to another or up to the unknown", () => {
  const known = said([8, 3, 3, 3, undefined, 3, 9, 9])
  assert.deepEqual(runsOf(known), [
    { best: 8, from: 0, to: 1 },
    { best: 3, from: 1, to: 4 },
    { best: 3, from: 5, to: 6 },
    { best: 9, from: 6, to: 8 },
  ])
  assert.deepEqual(heldRange(known, 3, 2), [1, 3])
  assert.equal(heldRange(known, 3, 4), null)
  assert.equal(heldRange(known, 3, 7), null)
  assert.deepEqual(heldRange(known, 9, 7), [6, 7])
})

test("no answer within the held range is another one, and those at its ends are", () => {
  const dice = chance(21)
  for (let times = 0; times < 200; times++) {
    const bests = dice.many(20, () => dice.below(3)),
      rest = dice.below(20),
      range = heldRange(said(bests), 1, rest)
    assert.equal(range === null, bests[rest] !== 1)
    if (!range) continue
    const [from, to] = range
    assert.ok(from <= rest && rest <= to && bests.slice(from, to + 1).every((best) => best === 1))
    assert.ok(bests[from - 1] !== 1 && bests[to + 1] !== 1)
  }
})

test("the outline of a track is a step for each place", () => {
  assert.equal(outline([{ best: 3, share: 1 }, undefined, { best: 8, share: 0.25 }]), "M0 1V0.000H1V1.000H2V0.750H3V1Z")
})

test("random signs are as often up as down, the same for the same seed, others for another", () => {
  const signs = randomSigns(2014, 784)
  assert.ok(signs.every((sign) => Math.abs(sign) === 1))
  assert.ok(Math.abs(signs.reduce((sum, sign) => sum + sign, 0)) < 100)
  assert.deepEqual(signs, randomSigns(2014, 784))
  const others = randomSigns(2015, 784)
  assert.ok(signs.filter((sign, i) => sign !== others[i]).length > 200)
})

test("what was added is what a step could add between paper and ink", () => {
  const image = { values: Uint8Array.from([0, 0, 255, 128]), height: 2, width: 2 }
  const { values } = addedTo(image, stepped(image, [1, -1, 1, -1], 0.2))
  for (const [i, expected] of [0.2, 0, 0, -0.2].entries()) assert.ok(Math.abs(values[i] - expected) < 0.003)
})

test("the turning step is the first with another answer", () => {
  assert.equal(sizesTo(0.3).length, 31)
  assert.equal(turningStep([9, 9, 9, 8, 9], 9), 0.03)
  assert.equal(turningStep([9, 9], 9), null)
  assert.equal(turningStep([], 9), null)
})

test("a line is straight between its points and level beyond them", () => {
  const [xs, ys] = [
    [0, 0.1, 0.3],
    [0, 10, 50],
  ]
  const found = [-1, 0, 0.05, 0.1, 0.2, 0.3, 1].map((at) => Number(lineAt(xs, ys, at).toFixed(6)))
  assert.deepEqual(found, [0, 0, 5, 10, 30, 50, 50])
})
