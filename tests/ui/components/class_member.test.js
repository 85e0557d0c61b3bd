import "./browser.js"
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { keptClasses, memberOf } from "../../../ui/components/class_member/class_member.js"
import { isNews } from "../../../ui/components/follow_link/follow_link.js"
import { storage } from "./browser.js"

const KEY = "how-cnns-began.classes"
const DAY = 24 * 60 * 60 * 1000
const PUPIL = "0123456789abcdef0123456789abcdef"

/** @type {import("./browser.js").Storage} */
let local

beforeEach(() => {
  local = storage("localStorage")
})

test("who joins again is the same pupil, in another class another one", () => {
  const first = memberOf("CDFH", 1000)
  assert.match(first?.pupil ?? "", /^[0-9a-f]{32}$/)
  assert.deepEqual(memberOf("CDFH", 2000), first)
  assert.deepEqual(memberOf("", 2000), first)
  const other = memberOf("WXY9", 3000)
  assert.notEqual(other?.pupil, first?.pupil)
  assert.deepEqual(memberOf("", 3000), other)
  assert.deepEqual(memberOf("CDFH", 4000), first)
  assert.deepEqual(memberOf("", 4000), first)
})

test("a class is forgotten after a day, and one from a clock that was wrong", () => {
  memberOf("CDFH", 1000)
  assert.ok(memberOf("", 999 + DAY))
  assert.equal(memberOf("", 1000 + DAY), undefined)
  assert.equal(memberOf("", 999 - DAY), undefined)
})

test("no more classes are kept than five", () => {
  for (const code of "CDFHJKM") memberOf(code, 1)
  assert.deepEqual(
    keptClasses().map(({ code }) => code),
    [..."FHJKM"],
  )
})

test("what is not ours is no class", () => {
  const hostile = ["", "{", "null", "7", "{}", '"x"', `[${"1,".repeat(5000)}1]`]
  for (const text of hostile) {
    local.held[KEY] = text
    assert.equal(keptClasses().length, 0)
  }
  local.held[KEY] = JSON.stringify([
    { code: 7, pupil: PUPIL, until: 1 },
    { code: "CDFH", pupil: "<b>", until: 1 },
    { code: "CDFH", pupil: PUPIL, until: "x" },
  ])
  assert.deepEqual(keptClasses(), [])
})

test("without storage a pupil stays the same until the page is loaded again", () => {
  local.off = true
  const first = memberOf("CDFH", 1000)
  assert.deepEqual(memberOf("CDFH", 2000), first)
})

test("each pointing is followed once", () => {
  const session = storage("sessionStorage")
  assert.ok(!isNews("./LeNet 0", 0))
  assert.ok(isNews("./LeNet 1", 1))
  assert.ok(!isNews("./LeNet 1", 1))
  assert.ok(isNews("./LeNet 2", 2))
  session.off = true
  assert.ok(!isNews("./LeNet 3", 3))
})
