import "./browser.js"
import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"
import { Link } from "../../../ui/components/digit_pad/link.js"
import { pack } from "../../../ui/components/digit_pad/strokes.js"
import { storage } from "./browser.js"

/** @import { Message, Packed, Stroke } from "../../../ui/components/digit_pad/types.d.ts" */

/** @type {import("./browser.js").Storage} */
let kept
/** @type {{ strokes: Stroke[], pen: "up" | "down" }} */
let sheet
/** @type {Message[]} */
let posted
/** @type {Link} */
let link

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout"] })
  kept = storage("sessionStorage")
  sheet = { strokes: [], pen: "up" }
  posted = []
  link = made()
})

function made() {
  const link = new Link(
    "pad",
    () => sheet,
    (strokes) => {
      sheet.strokes = strokes
    },
  )
  link.post = (_, message) => posted.push(message)
  return link
}

/** @param {number} x @param {"up" | "down"} [pen] */
function drawn(x, pen = "up") {
  sheet = { strokes: [[[x, x]]], pen }
  link.send()
}

/** Time passes, in steps: what a timer starts begins when it ended. @param {number} seconds */
function pass(seconds) {
  for (let i = 0; i < 10 * seconds; i++) mock.timers.tick(100)
}

const numbers = () => posted.map(({ seq }) => seq)

/** @param {number} ack @param {{ restore?: Packed, put?: Packed & { token: string } }} [more] */
const hear = (ack, { restore, put } = {}) => link.hear({ ack, restore: restore ?? null, put: put ?? null })

test("nothing leaves while the pen is down, and the whole drawing when it lifts", () => {
  for (const x of [1, 2, 3]) drawn(x, "down")
  pass(60)
  assert.deepEqual(posted, [])
  drawn(3)
  assert.deepEqual(posted, [{ seq: 1, token: null, ...pack([[[3, 3]]]) }])
})

test("at most one message is under way, and the next carries the newest drawing", () => {
  for (const x of [1, 2, 3]) drawn(x)
  assert.deepEqual(numbers(), [1])
  hear(1)
  assert.deepEqual(posted.at(-1), { seq: 2, token: null, ...pack([[[3, 3]]]) })
  hear(2)
  pass(100)
  assert.equal(posted.length, 2)
})

test("an answer that comes while the pen is down sends nothing; lifting it does", () => {
  drawn(1)
  drawn(2, "down")
  hear(1)
  pass(60)
  assert.deepEqual(numbers(), [1])
  drawn(2)
  assert.deepEqual(numbers(), [1, 2])
})

test("what is not answered for six seconds is sent again, later each time, ten times at most", () => {
  drawn(1)
  pass(5.9)
  assert.equal(posted.length, 1)
  pass(0.1)
  assert.equal(posted.length, 2)
  pass(11.9)
  assert.equal(posted.length, 2)
  pass(0.1)
  assert.equal(posted.length, 3)
  pass(1000)
  assert.equal(posted.length, 10)
  drawn(2)
  assert.equal(posted.length, 11)
})

test("what is lost while the pen is down again goes with the next lifting", () => {
  drawn(1)
  drawn(2, "down")
  pass(60)
  assert.deepEqual(numbers(), [1])
  drawn(2)
  assert.deepEqual(posted.at(-1), { seq: 2, token: null, ...pack([[[2, 2]]]) })
})

test("a server that begins anew is told the drawing again", () => {
  drawn(1)
  hear(1)
  pass(60)
  assert.equal(posted.length, 1)
  hear(0)
  assert.deepEqual(posted.at(-1), { seq: 2, token: null, ...pack([[[1, 1]]]) })
})

test("a drawing outlives a reload, and its numbers go on", () => {
  drawn(7)
  hear(1)
  link.close()
  sheet = { strokes: [], pen: "up" }
  link = made()
  assert.deepEqual(sheet.strokes, [[[7, 7]]])
  assert.equal(link.known, true)
  hear(0)
  assert.equal(posted.at(-1)?.seq, 2)
})

test("a pad that is off the page sends nothing any more", () => {
  drawn(1)
  link.close()
  pass(60)
  assert.equal(posted.length, 1)
})

test("what is no drawing of ours in the storage is not taken, nor is a storage needed", () => {
  for (const text of ["{", "[]", "7", '{"n":[2],"d":"AAAA"}', '{"n":"x","d":1}']) {
    kept.held.pad = text
    link = made()
    assert.deepEqual(sheet.strokes, [])
    assert.equal(link.known, false)
  }
  kept.off = true
  link = made()
  drawn(1)
  assert.equal(posted.length, 1)
})

test("Python's drawing is taken on an empty sheet, and never over the visitor's own", () => {
  hear(4, { restore: pack([[[9, 9]]]) })
  assert.deepEqual(sheet.strokes, [[[9, 9]]])
  assert.equal(link.known, true)
  drawn(1)
  assert.equal(posted.at(-1)?.seq, 5)
  hear(5, { restore: pack([[[8, 8]]]) })
  assert.deepEqual(sheet.strokes, [[[1, 1]]])
})

test("a drawing that a button puts there is taken once, and told with its token", () => {
  const put = { ...pack([[[5, 5]]]), token: "t" }
  hear(0, { put })
  assert.deepEqual(sheet.strokes, [[[5, 5]]])
  assert.equal(posted.at(-1)?.token, "t")
  hear(1, { put })
  drawn(6)
  hear(2, { put })
  assert.deepEqual(sheet.strokes, [[[6, 6]]])
})
