import "./browser.js"
import assert from "node:assert/strict"
import { before, test } from "node:test"
import { nice, thinned } from "../../../ui/components/film/curves.js"
import { chance } from "./chance.js"

/** @type {typeof import("../../../ui/components/film/film.js")} */
let film
before(async () => {
  film = await import("../../../ui/components/film/film.js")
})

test("an axis has three to six round numbers, from zero to no more than its end", () => {
  const { next } = chance(9)
  for (let round = 0; round < 500; round++) {
    const last = 1000 * 10 ** (4 * next()),
      marks = nice(last),
      step = marks[1] - marks[0],
      end = marks[marks.length - 1]
    assert.equal(marks[0], 0)
    assert.ok(end <= last && end + step > last)
    assert.ok(marks.length >= 3 && marks.length <= 6, `${last}: ${marks}`)
    assert.match(String(step), /^[125]0*$/)
  }
})

test("a curve is thinned to what a phone can show, and keeps its end", () => {
  for (const count of [0, 1, 149, 150, 151, 4000]) {
    const points = Array.from({ length: count }, (_, i) => [i]),
      left = thinned(points)
    assert.ok(left.length <= 151 && left.length >= Math.min(count, 75))
    assert.equal(left.at(-1), points.at(-1))
    assert.equal(left[0], points[0])
  }
})

test("maps travel as signed bytes", () => {
  assert.deepEqual([...film.bytes(Buffer.from([0, 1, 127, 129, 255]).toString("base64"))], [0, 1, 127, -127, -1])
})

test("their scale has 255 colours, opaque, its anchors among them", () => {
  const colours = film.levels(["#ff0000", "#ffffff", "#0000ff"])
  assert.equal(colours.length, 255)
  assert.deepEqual(
    [colours[0], colours[127], colours[254]],
    [
      [255, 0, 0, 255],
      [255, 255, 255, 255],
      [0, 0, 255, 255],
    ],
  )
})

test("the answer is the digit with the least distance, the first of equals", () => {
  assert.equal(film.nearest([5, 2, 9, 2]), 1)
})
