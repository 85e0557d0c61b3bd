import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { listenToKeys, listenToPointer } from "../../../ui/components/digit_pad/input.js"
import { outline } from "../../../ui/components/digit_pad/paint.js"

/** @type {unknown[][]} */
let did
/** @type {any} */
let canvas

beforeEach(() => {
  did = []
  canvas = {
    getBoundingClientRect: () => ({ left: 100, top: 200, width: 341, height: 341 }),
    setPointerCapture: () => {},
  }
  /** @type {any} */
  const pad = new Proxy(
    { tool: "pen" },
    {
      get: (own, name) => (name in own ? own.tool : (/** @type {unknown[]} */ ...given) => did.push([name, ...given])),
    },
  )
  listenToPointer(pad, canvas)
  listenToKeys(pad, canvas)
})

/** @param {number} x @param {number} y @param {object} [more] */
const at = (x, y, more = {}) => ({
  ...{ clientX: 100 + x / 3, clientY: 200 + y / 3, pointerId: 1, pointerType: "mouse", button: 0 },
  ...more,
})

/** @param {string} key @param {object} [more] */
function press(key, more = {}) {
  let taken = false
  canvas.onkeydown({ key, preventDefault: () => (taken = true), stopPropagation: () => {}, ...more })
  return taken
}

test("a pointer draws on a sheet of 1023 units", () => {
  canvas.onpointerdown(at(30, 60))
  canvas.onpointermove(at(300, 600))
  canvas.onpointerup(at(300, 600))
  assert.deepEqual(
    did.map(([name, ...numbers]) => [
      name,
      ...numbers.map((each) => (typeof each === "number" ? Math.round(each) : each)),
    ]),
    [["down", 30, 60, false], ["move", 300, 600], ["up"]],
  )
})

test("every place between two frames is drawn", () => {
  canvas.onpointerdown(at(0, 0))
  canvas.onpointermove(at(30, 0, { getCoalescedEvents: () => [at(10, 0), at(20, 0), at(30, 0)] }))
  assert.equal(did.filter(([name]) => name === "move").length, 3)
})

test("the line goes to the edge, and comes in again as another one", () => {
  canvas.onpointerdown(at(1000, 500))
  canvas.onpointermove(at(1100, 500))
  canvas.onpointermove(at(1200, 500))
  canvas.onpointermove(at(1000, 600))
  assert.deepEqual(
    did.map(([name]) => name),
    ["down", "move", "enter", "move"],
  )
})

test("a palm beside the pen draws nothing, and a pen takes over from a palm", () => {
  canvas.onpointerdown(at(0, 0, { pointerType: "pen", pointerId: 2 }))
  canvas.onpointerdown(at(500, 500, { pointerType: "touch", pointerId: 3 }))
  canvas.onpointermove(at(510, 510, { pointerType: "touch", pointerId: 3 }))
  assert.deepEqual(
    did.map(([name]) => name),
    ["down"],
  )
  canvas.onpointerup(at(0, 0, { pointerType: "pen", pointerId: 2 }))
  canvas.onpointerdown(at(500, 500, { pointerType: "touch", pointerId: 3 }))
  canvas.onpointerdown(at(10, 10, { pointerType: "pen", pointerId: 2 }))
  assert.deepEqual(
    did.map(([name]) => name),
    ["down", "up", "down", "abandon", "down"],
  )
})

test("a pen does not take over from a mouse", () => {
  canvas.onpointerdown(at(0, 0))
  canvas.onpointerdown(at(10, 10, { pointerType: "pen", pointerId: 2 }))
  assert.equal(did.length, 1)
})

test("a pen's rubber end rubs out; other buttons do nothing", () => {
  canvas.onpointerdown(at(9, 9, { button: 2 }))
  assert.deepEqual(did, [])
  canvas.onpointerdown(at(9, 9, { pointerType: "pen", button: 5 }))
  assert.equal(did[0][3], true)
})

test("keys draw, and four times as far with Shift", () => {
  assert.ok(press("ArrowUp") && press("PageDown", { shiftKey: true }) && press(" ") && press("E"))
  assert.deepEqual(did, [["walk", 0, -1], ["walk", 4, 4], ["toggle"], ["choose", "eraser"]])
})

test("undo and redo are where other programs have them", () => {
  press("z", { ctrlKey: true })
  press("Z", { metaKey: true, shiftKey: true })
  press("y", { ctrlKey: true })
  press("Backspace")
  press("Delete")
  assert.deepEqual(did, [["undo"], ["redo"], ["redo"], ["undo"], ["clear"]])
})

test("a key that is not ours is left to the browser, and a key held down acts once unless it moves", () => {
  assert.ok(!press("q") && !press("Tab") && !press("ArrowUp", { altKey: true }) && !press("r", { ctrlKey: true }))
  assert.ok(!press(" ", { repeat: true }) && press("ArrowUp", { repeat: true }))
  assert.equal(did.length, 1)
})

test("an outline goes from the first point of a stroke to its last", () => {
  assert.equal(outline([]), "")
  assert.equal(outline([[[5, 6]]]), "M5,6L5,6")
  const text = outline([
    [
      [0, 0],
      [100, 0],
      [100, 100],
    ],
  ])
  assert.equal(text, "M0,0L86,0Q100,0,100,14L100,100")
})
