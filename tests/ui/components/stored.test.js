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
const NONE = { epoch: 0, done: [], last: [0, ""] }
/** @param {number} epoch @param {string[]} done @param {number} at @returns {import("../../../ui/components/local_store/types.d.ts").Progress} */
const copy = (epoch, done, at = 0) => ({ epoch, done, last: [at, at ? "page" : ""] })
const HOSTILE = ["", "{", "null", "7", "[]", '"x"', "{}", '{"epoch":-1,"done":[]}', '{"epoch":1.5,"done":[]}']

test("progress is read, of what is known", () => {
  local.held[PROGRESS] = '{"epoch":3,"done":["a","x","b",7],"last":[9,"page.a"]}'
  assert.deepEqual(read(["a", "b", "c", "page.a"], []), { epoch: 3, done: ["a", "b"], last: [9, "page.a"] })
})

test("a place that is none is left out, and with it nothing else", () => {
  for (const last of [
    "9",
    "[]",
    "[9]",
    '["9","a"]',
    '[9.5,"a"]',
    '[-1,"a"]',
    "[9,9]",
    '[9,"x"]',
    '[9,"a:b"]',
    '[9,"a",1]',
    "null",
  ]) {
    local.held[PROGRESS] = `{"epoch":3,"done":["a"],"last":${last}}`
    assert.deepEqual(read(["a", "a:b"], ["page"]), { epoch: 3, done: ["a"], last: [0, ""] })
  }
})

test("a place is a page, or something that can be done", () => {
  for (const name of ["page", "a"]) {
    local.held[PROGRESS] = `{"epoch":3,"done":[],"last":[9,"${name}"]}`
    assert.deepEqual(read(["a", "a:b"], ["page"]), { epoch: 3, done: [], last: [9, name] })
  }
})

test("what is no progress of ours is none, and so is what a storage does not give", () => {
  for (const text of [...HOSTILE, '{"epoch":1,"done":"a"}', `{"epoch":1,"done":[${'"a",'.repeat(9000)}"a"]}`]) {
    local.held[PROGRESS] = text
    assert.deepEqual(read(["a", "a:b"], ["page"]), NONE)
  }
  local.off = true
  assert.deepEqual(read(["a", "a:b"], ["page"]), NONE)
})

test("copies of the progress merge to the same, in whatever order, and the last clearing wins", () => {
  const { below, many, next } = chance(13)
  const some = () =>
    copy(
      below(3),
      [..."abcdef"].filter(() => next() < 0.5),
      below(4),
    )
  for (let round = 0; round < 300; round++) {
    const [a, b, c] = many(3, some)
    assert.ok(same(merge(a, b), merge(b, a)))
    assert.ok(same(merge(merge(a, b), c), merge(a, merge(b, c))))
    assert.ok(same(merge(a, a), a))
    assert.equal(merge(a, b).epoch, Math.max(a.epoch, b.epoch))
    assert.deepEqual(merge(a, b).last, merge(b, a).last)
    if (a.epoch === b.epoch) assert.equal(merge(a, b).last[0], Math.max(a.last[0], b.last[0]))
  }
  assert.deepEqual(merge(copy(1, ["a"], 5), copy(2, [], 4)), copy(2, [], 4))
  assert.ok(!same(copy(1, ["a"]), copy(1, ["b"])))
  assert.ok(same(copy(1, ["a"], 1), copy(1, ["a"], 2)))
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

test("a round of a class is apart from one's own, and from another class's", () => {
  local.held[GAME] = '{"7":[1,2,3]}'
  local.held[`${GAME}.class`] = '{"room":"CDFH","7":[4]}'
  assert.deepEqual(kept(7, 10), [1, 2, 3])
  assert.deepEqual(kept(7, 10, "CDFH"), [4])
  assert.deepEqual(kept(7, 10, "WXYC"), [])
  for (const text of [...HOSTILE, '{"7":[4]}', '{"room":7,"7":[4]}']) {
    local.held[`${GAME}.class`] = text
    assert.deepEqual(kept(7, 10, "CDFH"), [])
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

test("a guess in a class is apart from one's own, and from another class's", () => {
  const data = { x: [10, 100], epoch: 5 }
  local.held[BET] = '{"epoch":5,"values":[1,60]}'
  local.held[`${BET}.class`] = '{"epoch":5,"values":[2,3],"room":"CDFH"}'
  assert.deepEqual(stored({ ...data, room: "" })?.values, [1, 60])
  assert.deepEqual(stored({ ...data, room: "CDFH" })?.values, [2, 3])
  assert.equal(stored({ ...data, room: "WXYC" }), null)
  local.held[`${BET}.class`] = '{"epoch":5,"values":[2,3]}'
  assert.equal(stored({ ...data, room: "CDFH" }), null)
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
