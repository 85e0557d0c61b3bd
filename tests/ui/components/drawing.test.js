import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { Drawing } from "../../../ui/components/digit_pad/drawing.js"
import { CAPACITY, distance, total } from "../../../ui/components/digit_pad/strokes.js"
import { chance } from "./chance.js"

/** @import { Point } from "../../../ui/components/digit_pad/types.d.ts" */

/** @type {Drawing} */
let drawing
let changes = 0

beforeEach(() => {
  changes = 0
  drawing = new Drawing()
  drawing.changed = () => {
    changes += 1
  }
})

/** @param {...Point} points */
function draw(...points) {
  drawing.begin(...points[0])
  for (const point of points.slice(1)) drawing.extend(...point, 1)
  drawing.lift()
}

test("a stroke grows under the pen, rounded and within the sheet, and is told when it ends", () => {
  drawing.begin(-5, 10.4)
  drawing.extend(30.6, 2000, 1)
  assert.deepEqual(drawing.strokes, [
    [
      [0, 10],
      [31, 1023],
    ],
  ])
  assert.equal(changes, 2)
  drawing.lift()
  assert.equal(changes, 3)
})

test("a point too close to the last is no point", () => {
  draw([10, 10], [10, 10], [11, 10], [13, 10])
  assert.deepEqual(drawing.strokes[0], [
    [10, 10],
    [11, 10],
    [13, 10],
  ])
  drawing.begin(100, 100)
  drawing.extend(104, 100, 5)
  assert.equal(drawing.strokes[1].length, 1)
})

test("undo and redo go through what was drawn, rubbed out and cleared", () => {
  draw([0, 0], [100, 0])
  draw([0, 500], [100, 500])
  drawing.erase([50, 0], [50, 0], 10)
  drawing.lift()
  drawing.replace([])
  const states = [drawing.strokes]
  while (drawing.undo()) states.unshift(drawing.strokes)
  assert.deepEqual(
    states.map((strokes) => strokes.length),
    [0, 1, 2, 3, 0],
  )
  for (const strokes of states.slice(1)) {
    assert.ok(drawing.redo())
    assert.deepEqual(drawing.strokes, strokes)
  }
  assert.ok(!drawing.redo())
})

test("what is drawn after an undo ends what could be redone", () => {
  draw([0, 0], [100, 0])
  drawing.undo()
  draw([5, 5], [50, 50])
  assert.ok(!drawing.redo())
})

test("a drawing that came with the page loses a stroke at each undo", () => {
  drawing.put([[[1, 1]], [[2, 2]]])
  assert.ok(drawing.undo())
  assert.deepEqual(drawing.strokes, [[[1, 1]]])
})

test("one stroke of the eraser is one step back", () => {
  draw([0, 100], [1000, 100])
  for (let x = 100; x < 900; x += 100) drawing.erase([x, 100], [x + 5, 100], 10)
  drawing.lift()
  assert.ok(drawing.strokes.length > 5)
  drawing.undo()
  assert.equal(drawing.strokes.length, 1)
  assert.equal(drawing.erase([500, 900], [500, 950], 10), false)
})

test("the eraser's way is rubbed out without gaps", () => {
  for (let x = 0; x <= 1000; x += 50) draw([x, 0], [x, 1000])
  drawing.erase([0, 500], [1000, 500], 20)
  for (const stroke of drawing.strokes)
    stroke.slice(1).forEach((to, i) => {
      for (let x = 0; x <= 1000; x += 50) assert.ok(distance([x, 500], stroke[i], to) > 15)
    })
})

test("a full drawing makes room while points can be spared, and then takes no more", () => {
  const { below } = chance(8)
  drawing.begin(0, 0)
  for (let i = 0; i < 3 * CAPACITY; i++) drawing.extend((i * 2) % 1024, 512 + (i % 2), 1)
  assert.ok(!drawing.full && total(drawing.strokes) <= CAPACITY)
  assert.equal(drawing.growing, drawing.strokes.at(-1))
  for (let i = 0; i < 3 * CAPACITY; i++) drawing.extend(below(1024), below(1024), 1)
  assert.ok(drawing.full && total(drawing.strokes) <= CAPACITY)
  drawing.lift()
  const before = drawing.strokes
  drawing.begin(5, 5)
  assert.equal(drawing.strokes, before)
  drawing.undo()
  assert.ok(!drawing.full)
})

test("an older state is never changed by what is drawn later", () => {
  draw([0, 0], [100, 0])
  const before = JSON.stringify(drawing.strokes),
    strokes = drawing.strokes
  draw([0, 500], [100, 500])
  drawing.erase([50, 0], [50, 0], 10)
  assert.equal(JSON.stringify(strokes), before)
})
