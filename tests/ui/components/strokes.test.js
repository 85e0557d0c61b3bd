import assert from "node:assert/strict"
import { test } from "node:test"
import {
  CAPACITY,
  crossings,
  cut,
  distance,
  inside,
  LAST,
  pack,
  simplify,
  thin,
  total,
  unpack,
} from "../../../ui/components/digit_pad/strokes.js"
import { chance } from "./chance.js"

/** @import { Point, Stroke } from "../../../ui/components/digit_pad/types.d.ts" */

/** @param {ReturnType<typeof chance>} dice @param {number} points @returns {Stroke} */
const stroke = ({ below, many }, points) => many(points, () => /** @type {Point} */ ([below(1024), below(1024)]))

test("a drawing that is packed and unpacked is the same", () => {
  const dice = chance(3)
  for (let round = 0; round < 50; round++) {
    const strokes = dice.many(dice.below(6), () => stroke(dice, 1 + dice.below(40)))
    assert.deepEqual(unpack(pack(strokes)), strokes)
  }
  assert.deepEqual(pack([]), { n: [], d: "" })
})

test("it is packed as Python reads it: little-endian uint16", () => {
  const { n, d } = pack([[[1, 258]], [[1023, 0]]])
  assert.deepEqual(n, [1, 1])
  assert.deepEqual([...Buffer.from(d, "base64")], [1, 0, 2, 1, 255, 3, 0, 0])
})

test("what is no packed drawing is refused, and what lies outside is moved to the edge", () => {
  assert.throws(() => unpack({ n: [2], d: "AAAA" }), RangeError)
  assert.throws(() => unpack({ n: [1], d: "not base64!" }))
  assert.deepEqual(unpack({ n: [1], d: Buffer.from([255, 255, 3, 0]).toString("base64") }), [[[LAST, 3]]])
})

test("the sheet has its edges", () => {
  assert.ok(inside(0, 0) && inside(LAST, LAST))
  assert.ok(!inside(-0.1, 5) && !inside(5, LAST + 0.1))
})

test("the distance to a segment ends at its ends", () => {
  assert.equal(distance([0, 5], [-10, 0], [10, 0]), 5)
  assert.equal(distance([13, 4], [-10, 0], [10, 0]), 5)
  assert.equal(distance([3, 4], [0, 0], [0, 0]), 5)
})

test("a simplified stroke keeps its ends and stays within the tolerance", () => {
  const dice = chance(4)
  for (let round = 0; round < 60; round++) {
    const whole = stroke(dice, 2 + dice.below(60)),
      tolerance = 1 + dice.below(200),
      left = simplify(whole, tolerance)
    assert.deepEqual([left[0], left.at(-1)], [whole[0], whole.at(-1)])
    assert.ok(left.every((point) => whole.includes(point)))
    for (const point of whole) {
      const far = Math.min(...left.slice(1).map((to, i) => distance(point, left[i], to)))
      assert.ok(far <= tolerance + 1e-9)
    }
  }
})

test("points on a straight line are dropped", () => {
  const line = Array.from({ length: 100 }, (_, i) => /** @type {Point} */ ([10 * i, 5 * i]))
  assert.deepEqual(simplify(line, 1), [line[0], line[99]])
})

test("a full drawing is thinned to four fifths, or said to be too full", () => {
  const wave = Array.from({ length: CAPACITY }, (_, i) => /** @type {Point} */ ([i % 1024, 500 + (i % 2)]))
  const thinned = thin([wave])
  assert.ok(thinned && total(thinned) <= 0.8 * CAPACITY)
  assert.equal(thin([stroke(chance(5), CAPACITY)]), null)
})

test("where a segment meets a circle, it is the radius away from the middle", () => {
  const { below } = chance(6)
  for (let round = 0; round < 500; round++) {
    /** @type {Point[]} */
    const [a, b, c] = [
      [below(1024), below(1024)],
      [below(1024), below(1024)],
      [below(1024), below(1024)],
    ]
    const radius = 1 + below(300)
    for (const t of crossings(a, b, c, radius)) {
      assert.ok(t > 0 && t < 1)
      const far = Math.hypot(a[0] + t * (b[0] - a[0]) - c[0], a[1] + t * (b[1] - a[1]) - c[1])
      assert.ok(Math.abs(far - radius) < 1e-6)
    }
  }
})

test("the eraser leaves nothing within its circle, and all that was outside", () => {
  const dice = chance(7)
  for (let round = 0; round < 300; round++) {
    const whole = stroke(dice, 1 + dice.below(12)),
      radius = 20 + dice.below(200)
    /** @type {Point} */
    const c = [dice.below(1024), dice.below(1024)]
    const pieces = cut(whole, c, radius)
    for (const piece of pieces) {
      assert.ok(piece.length > 1 || whole.length === 1)
      piece.slice(1).forEach((to, i) => assert.ok(distance(c, piece[i], to) > radius - 1.5)) // ends are whole numbers
    }
    const kept = new Set(pieces.flat().map(String))
    const clear = whole.map(([x, y]) => Math.hypot(x - c[0], y - c[1]) > radius)
    if (whole.length > 1) whole.forEach((point, i) => assert.ok(!clear[i] || kept.has(String(point))))
  }
})

test("what is left at the eraser's edge stays there when it comes by again", () => {
  /** @type {Stroke} */
  const line = [
    [0, 100],
    [1000, 100],
  ]
  const left = cut(line, [500, 100], 44)
  assert.deepEqual(left, [
    [
      [0, 100],
      [456, 100],
    ],
    [
      [544, 100],
      [1000, 100],
    ],
  ])
  left.forEach((piece) => assert.equal(cut(piece, [500, 100], 44)[0], piece))
  /** @type {Stroke} */
  const back = [
    [544, 100],
    [1000, 100],
    [500, 140],
  ]
  const [piece] = cut(back, [500, 100], 44)
  assert.deepEqual(piece.slice(0, 2), back.slice(0, 2))
  assert.equal(piece.length, 3)
})

test("a stroke that the eraser does not touch is the very same one", () => {
  /** @type {Stroke} */
  const far = [
    [0, 0],
    [10, 10],
  ]
  assert.equal(cut(far, [500, 500], 40)[0], far)
})
