import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"
import { forget, hear, hurry, move } from "../../../ui/components/shared/moves.js"

/** @import { Kept } from "../../../ui/components/shared/types.d.ts" */

/** @type {{ at: number | null, moves: number }[]} */
let told
/** @type {Kept} */
let kept
/** @param {number} at @param {number} heard */
const answers = (at, heard) => hear(kept, { at, heard }, (_, value) => told.push(value))

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout"] })
  told = []
  kept = /** @type {Kept} */ ({})
  answers(3, 0)
})

/** Time passes, in steps: what a timer starts begins when it ended. @param {number} seconds */
function pass(seconds) {
  for (let i = 0; i < 10 * seconds; i++) mock.timers.tick(100)
}

test("it begins where Python says", () => {
  assert.equal(kept.at, 3)
  assert.deepEqual(told, [])
})

test("the first move is told at once, those while Python is silent only at its answer, as one", () => {
  for (const at of [4, 5, 6]) move(kept, at)
  assert.deepEqual(told, [{ at: 4, moves: 1 }])
  answers(4, 1)
  assert.deepEqual(told.at(-1), { at: 6, moves: 3 })
  assert.equal(told.length, 2)
})

test("an older answer moves nothing under the hand", () => {
  move(kept, 4)
  move(kept, 9)
  answers(4, 1)
  assert.equal(kept.at, 9)
  answers(9, 2)
  assert.equal(kept.at, 9)
})

test("what Python decides when it has heard all is taken", () => {
  move(kept, 4)
  answers(2, 1)
  assert.equal(kept.at, 2)
})

test("a lost move is told again, ever more rarely, and not for ever", () => {
  move(kept, 4)
  mock.timers.tick(699)
  assert.equal(told.length, 1)
  mock.timers.tick(1)
  assert.equal(told.length, 2)
  mock.timers.tick(1400)
  assert.equal(told.length, 3)
  pass(100)
  assert.equal(told.length, 4)
  assert.ok(told.every(({ at, moves }) => at === 4 && moves === 1))
})

test("another server counts from the beginning, and its state is taken", () => {
  move(kept, 4)
  move(kept, 5)
  answers(5, 2)
  answers(1, 0)
  assert.equal(kept.at, 1)
  move(kept, 2)
  assert.deepEqual(told.at(-1), { at: 2, moves: 1 })
})

test("when the hand leaves, what Python has not been told is told at once, and only that", () => {
  move(kept, 4)
  hurry(kept)
  assert.equal(told.length, 1)
  move(kept, 5)
  hurry(kept)
  hurry(kept)
  assert.deepEqual(told.slice(1), [{ at: 5, moves: 2 }])
  answers(5, 2)
  pass(100)
  assert.equal(told.length, 2)
})

test("off the page nothing is told any more", () => {
  move(kept, 4)
  forget(kept)
  pass(100)
  assert.equal(told.length, 1)
})
