import "./browser.js"
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { path, stored, value, x, y } from "../../../ui/components/curve_bet/curve_bet.js"
import { kept, scores } from "../../../ui/components/digit_game/digit_game.js"
import { merge, read, same } from "../../../ui/components/local_store/local_store.js"
import tabStore from "../../../ui/components/tab_store/tab_store.js"
import { storage } from "./browser.js"
import { chance } from "./chance.js"

/** @type {import("./browser.js").Storage} */
let local

beforeEach(() => {
  local = storage("localStorage")
})

const PROGRESS = "how-cnns-began.progress",
  GAME = "how-cnns-began.game",
  BET = "how-cnns-began.bet"
const HOSTILE = ["", "{", "null", "7", "[]", '"x"', "{}", '{"epoch":-1,"done":[]}', '{"epoch":1.5,"done":[]}']

test("progress is read, of what is known", () => {
  local.held[PROGRESS] = '{"epoch":3,"done":["a","x","b",7]}'
  assert.deepEqual(read(["a", "b", "c"]), { epoch: 3, done: ["a", "b"] })
})

test("what is no progress of ours is none, and so is what a storage does not give", () => {
  for (const text of [...HOSTILE, '{"epoch":1,"done":"a"}', `{"epoch":1,"done":[${'"a",'.repeat(9000)}"a"]}`]) {
    local.held[PROGRESS] = text
    assert.deepEqual(read(["a"]), { epoch: 0, done: [] })
  }
  local.off = true
  assert.deepEqual(read(["a"]), { epoch: 0, done: [] })
})

test("copies of the progress merge to the same, in whatever order, and the last clearing wins", () => {
  const { below, many, next } = chance(13)
  const some = () => ({ epoch: below(3), done: [..."abcdef"].filter(() => next() < 0.5) })
  for (let round = 0; round < 300; round++) {
    const [a, b, c] = many(3, some)
    assert.ok(same(merge(a, b), merge(b, a)))
    assert.ok(same(merge(merge(a, b), c), merge(a, merge(b, c))))
    assert.ok(same(merge(a, a), a))
    assert.equal(merge(a, b).epoch, Math.max(a.epoch, b.epoch))
  }
  assert.deepEqual(merge({ epoch: 1, done: ["a"] }, { epoch: 2, done: [] }), { epoch: 2, done: [] })
  assert.ok(!same({ epoch: 1, done: ["a"] }, { epoch: 1, done: ["b"] }))
})

test("a round's answers are read, or begun anew", () => {
  local.held[GAME] = '{"7":[1,2,3]}'
  assert.deepEqual(kept(7, 10), [1, 2, 3])
  assert.deepEqual(kept(8, 10), [])
  assert.deepEqual(kept(7, 2), [])
  for (const text of [...HOSTILE, '{"7":"123"}', '{"7":[1,10]}', '{"7":[1.5]}', '{"7":[-1]}']) {
    local.held[GAME] = text
    assert.deepEqual(kept(7, 10), [])
  }
})

test("both are scored against the label", () => {
  const data = /** @type {any} */ ({
    turns: [
      ["", 1, 1],
      ["", 2, 3],
      ["", 4, 4],
    ],
  })
  assert.deepEqual(scores({ data, given: [1, 2, 5] }), [2, 2])
})

test("a guess is read if it is one for these digits and this progress", () => {
  const data = { x: [10, 100], epoch: 5 }
  local.held[BET] = '{"epoch":5,"values":[1,60]}'
  assert.deepEqual(stored(data)?.values, [1, 60])
  assert.equal(stored({ ...data, epoch: 6 }), null)
  for (const text of [
    ...HOSTILE,
    '{"epoch":5,"values":[1]}',
    '{"epoch":5,"values":[1,61]}',
    '{"epoch":5,"values":[1,"2"]}',
  ]) {
    local.held[BET] = text
    assert.equal(stored(data), null)
  }
})

test("the chart's scales are logarithmic, and a height leads back to its error", () => {
  const scaled = { data: { x: [10, 100, 1000] }, box: { left: 46, right: 624, top: 12, bottom: 350 } }
  assert.deepEqual([y(scaled, 0.5), y(scaled, 60)], [350, 12])
  for (const error of [0.5, 1, 3.3, 60]) assert.ok(Math.abs(value(scaled, y(scaled, error)) - error) < 1e-9)
  assert.ok(Math.abs(x(scaled, 1) - (x(scaled, 0) + x(scaled, 2)) / 2) < 1e-9)
  assert.equal(path(scaled, [60, 60]), `M${x(scaled, 0)} 12L${x(scaled, 1)} 12`)
})

test("a tab keeps its token, tells it, and forgets it", () => {
  const session = storage("sessionStorage")
  /** @type {string[]} */
  const told = []
  /** @param {{ token?: string, forget?: boolean }} more */
  const call = ({ token = "", forget = false }) =>
    tabStore(
      /** @type {any} */ ({
        data: { name: "run", token, forget },
        setStateValue: (/** @type {string} */ _, /** @type {string} */ text) => told.push(text),
      }),
    )
  call({})
  call({ token: "t" })
  call({})
  call({ forget: true })
  call({})
  assert.deepEqual(told, ["t"])
  session.off = true
  call({})
})
