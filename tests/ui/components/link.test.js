import "./browser.js"
import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"
import { Link } from "../../../ui/components/digit_pad/link.js"
import { pack } from "../../../ui/components/digit_pad/strokes.js"
import { storage } from "./browser.js"

/** @import { Answer, Message, Packed, Stroke } from "../../../ui/components/digit_pad/types.d.ts" */

/** @type {import("./browser.js").Storage} */
let kept
/** @type {{ strokes: Stroke[], pen: "up" | "down" }} */
let sheet
/** @type {Message[]} */
let posted
/** @type {Socket[]} */
let sockets
/** @type {Link} */
let link

class Socket {
  static OPEN = 1
  readyState = 0
  /** @type {Message[]} */
  sent = []
  /** @type {(event: { data: string }) => void} */
  onmessage = () => {}
  onclose = () => {}

  /** @param {URL} address */
  constructor(address) {
    this.address = String(address)
    sockets.push(this)
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text).drawing)
  }

  close() {
    this.readyState = 3
    this.onclose()
  }

  /** @param {number} seq @param {number} [took] */
  answer(seq, took = 5) {
    this.onmessage({ data: JSON.stringify({ took, answer: { seq, shown: {} } }) })
  }
}

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout", "Date"] })
  Object.assign(globalThis, { WebSocket: Socket, location: { href: "http://school/course/Draw?lang=en" } })
  Object.defineProperty(globalThis, "performance", { value: { now: () => Date.now() }, configurable: true })
  kept = storage("sessionStorage")
  sheet = { strokes: [], pen: "up" }
  posted = []
  sockets = []
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
  link.send(pen === "up")
  mock.timers.tick(60)
}

/** Time passes, in steps: what a timer starts begins when it ended. @param {number} seconds */
function pass(seconds) {
  for (let i = 0; i < 10 * seconds; i++) mock.timers.tick(100)
}

/** @param {number} ack @param {{ restore?: Packed, put?: Packed & { token: string } }} [more] */
const hear = (ack, { restore, put } = {}) => link.hear({ ack, restore: restore ?? null, put: put ?? null })

test("at most one message is under way, and the next carries the newest drawing", () => {
  for (const x of [1, 2, 3]) drawn(x)
  assert.deepEqual(
    posted.map(({ seq }) => seq),
    [1],
  )
  hear(1)
  mock.timers.tick(60)
  assert.deepEqual(posted.at(-1), { seq: 2, pen: "up", token: null, ...pack([[[3, 3]]]) })
  hear(2)
  pass(100)
  assert.equal(posted.length, 2)
})

test("what is lost is sent again, later each time, ten times at most", () => {
  drawn(1)
  mock.timers.tick(1500)
  assert.equal(posted.length, 2)
  pass(200)
  assert.equal(posted.length, 10)
  drawn(2)
  mock.timers.tick(60)
  assert.equal(posted.length, 11)
})

test("a drawing outlives a reload, and its numbers go on", () => {
  drawn(7)
  hear(1)
  link.close()
  sheet = { strokes: [], pen: "up" }
  link = made()
  assert.deepEqual(sheet.strokes, [[[7, 7]]])
  hear(0)
  mock.timers.tick(60)
  assert.equal(posted.at(-1)?.seq, 2)
})

test("what is no drawing of ours in the storage is not taken, nor is a storage needed", () => {
  for (const text of ["{", "[]", "7", '{"n":[2],"d":"AAAA"}', '{"n":"x","d":1}']) {
    kept.held.pad = text
    link = made()
    assert.deepEqual(sheet.strokes, [])
  }
  kept.off = true
  link = made()
  drawn(1)
  assert.equal(posted.length, 1)
})

test("Python's drawing is taken on an empty sheet, and never over the visitor's own", () => {
  hear(4, { restore: pack([[[9, 9]]]) })
  assert.deepEqual(sheet.strokes, [[[9, 9]]])
  drawn(1)
  assert.equal(posted.at(-1)?.seq, 5)
  hear(5, { restore: pack([[[8, 8]]]) })
  assert.deepEqual(sheet.strokes, [[[1, 1]]])
})

test("a drawing that a button puts there is taken once, and told with its token", () => {
  const put = { ...pack([[[5, 5]]]), token: "t" }
  hear(0, { put })
  mock.timers.tick(60)
  assert.deepEqual(sheet.strokes, [[[5, 5]]])
  assert.equal(posted.at(-1)?.token, "t")
  hear(1, { put })
  drawn(6)
  hear(2, { put })
  assert.deepEqual(sheet.strokes, [[[6, 6]]])
})

test("by the short way go all drawings, to Python those with the pen up", () => {
  link.live.place = { path: "./pad", dark: true }
  link.live.open()
  const [socket] = sockets
  assert.equal(socket.address, "ws://school/course/pad")
  socket.readyState = Socket.OPEN
  drawn(1, "down")
  socket.answer(1)
  drawn(2, "down")
  socket.answer(2)
  assert.equal(posted.length, 0)
  drawn(3)
  assert.deepEqual(
    socket.sent.map(({ seq, pen }) => [seq, pen]),
    [
      [1, "down"],
      [2, "down"],
      [3, "up"],
    ],
  )
  assert.deepEqual(
    posted.map(({ seq }) => seq),
    [3],
  )
})

test("a busy server is asked more rarely: three times as long as it takes, 200 ms at most", () => {
  link.live.place = { path: "./pad", dark: false }
  link.live.open()
  const [socket] = sockets
  socket.readyState = Socket.OPEN
  drawn(1, "down")
  for (const [took, pause] of [
    [1, 33],
    [30, 90],
    [1000, 200],
  ]) {
    socket.answer(link.seq, took)
    const before = socket.sent.length
    link.sentAt = Date.now()
    sheet.strokes = [[[took, 1]]]
    link.send()
    mock.timers.tick(pause - 1)
    assert.equal(socket.sent.length, before)
    mock.timers.tick(1)
    assert.equal(socket.sent.length, before + 1)
  }
})

test("when the short way closes, what was on it goes to Python", () => {
  link.live.place = { path: "./pad", dark: false }
  link.live.open()
  sockets[0].readyState = Socket.OPEN
  drawn(1, "down")
  assert.equal(posted.length, 0)
  sockets[0].close()
  assert.deepEqual(
    posted.map(({ pen }) => pen),
    ["down"],
  )
  assert.equal(sockets.length, 1)
  hear(link.seq)
  pass(2)
  drawn(2, "down")
  assert.equal(sockets.length, 2)
})

test("an older answer of the short way is not shown", () => {
  /** @type {Answer[]} */
  const shown = []
  link.live.show = () => shown.push(/** @type {Answer} */ (link.live.last))
  for (const seq of [3, 2, 3, 4]) link.live.hear({ seq, shown: {} })
  assert.deepEqual(
    shown.map(({ seq }) => seq),
    [3, 4],
  )
})
