import "./browser.js"
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import {
  cardOf,
  confusion,
  heldBack,
  nearestOf,
  placeOf,
  sharedPhoto,
} from "../../../ui/components/teach/collection.js"
import { covered, heatOf, patchesOver, pixelFeatures, unpacked } from "../../../ui/components/teach/photos.js"
import { chancesOf, loudestTerms, softmaxRegression } from "../../../ui/components/teach/regression.js"

/** @import { Shown } from "../../../ui/components/teach/types.d.ts" */
const file = new URL("../../data/logistic_regression.json", import.meta.url)
/** @type {{ problems: { strength: number, features: number[][], labels: number[], weights: number[][], biases: number[] }[] }} */
const reference = JSON.parse(readFileSync(file, "utf-8"))
const way = { short: 64, side: 56, mean: [0.5, 0.5, 0.5], deviation: [0.25, 0.25, 0.25] }

/** @param {ArrayLike<number>} some @param {ArrayLike<number>} others @param {number} most */
function near(some, others, most) {
  assert.equal(some.length, others.length)
  for (let i = 0; i < some.length; i++) assert.ok(Math.abs(some[i] - others[i]) < most, `${i}: ${some[i]} ${others[i]}`)
}

test("weights and biases are those of scikit-learn's LogisticRegression", () => {
  for (const { strength, features, labels, weights, biases } of reference.problems) {
    const rows = features.map((row) => Float32Array.from(row))
    const taught = softmaxRegression(rows, labels, biases.length, strength)
    for (const [name, column] of weights.entries()) near(taught.weights[name], column, 1e-4)
    near(taught.biases, biases, 1e-4)
    assert.ok(rows.filter((row, i) => best(chancesOf(taught, row)) === labels[i]).length > 0.8 * rows.length)
  }
})

/** @param {number[]} chances */
const best = (chances) => chances.indexOf(Math.max(...chances))

test("the same photo under two names teaches neither", () => {
  const one = Float32Array.of(1, 2, 3)
  near(chancesOf(softmaxRegression([one, one], [0, 1], 2, 10), one), [0.5, 0.5], 1e-9)
})

test("terms are weight times value, and with the bias they make up the score", () => {
  const rows = [Float32Array.of(3, 0, 1), Float32Array.of(0, 2, 1)]
  const taught = softmaxRegression(rows, [0, 1], 2, 10)
  const scores = [0, 1].map(
    (name) => loudestTerms(taught, rows[0], name, 3).reduce((sum, { term }) => sum + term, 0) + taught.biases[name],
  )
  const [first] = chancesOf(taught, rows[0])
  near([1 / (1 + Math.exp(scores[1] - scores[0]))], [first], 1e-12)
  const [loudest, , least] = loudestTerms(taught, rows[0], 0, 3)
  assert.equal(loudest.at, 0)
  assert.equal(loudest.activation, 3)
  assert.equal(least.at, 2) // the same in both, so it says nothing
  assert.equal(least.term, 0)
})

test("every third photo of a name is held out", () => {
  assert.deepEqual(heldBack(7, 3), [false, false, true, false, false, true, false])
  assert.deepEqual(heldBack(2, 3), [false, false])
})

test("what was called what", () => {
  const tested = [
    { name: 0, answer: 0 },
    { name: 0, answer: 1 },
    { name: 1, answer: 1 },
    { name: 1, answer: 1 },
  ]
  assert.deepEqual(confusion(tested, 2), [
    [1, 1],
    [0, 2],
  ])
})

test("the nearest of several, of equals the first", () => {
  assert.deepEqual(
    nearestOf(
      [0, 0],
      [
        [3, 4],
        [1, 0],
        [0, 1],
        [9, 9],
      ],
      3,
    ),
    [1, 2, 0],
  )
})

test("one photo under two names is found, twice under one is no matter", () => {
  const [one, other] = [Uint8Array.of(1, 2), Uint8Array.of(1, 3)].map((pixels) => ({ pixels }))
  assert.deepEqual(sharedPhoto([[one], [other], [other, one]]), [1, 2])
  assert.equal(sharedPhoto([[one, one], [other]]), null)
})

test("a feature's place in its layer", () => {
  assert.deepEqual(placeOf("pixels", 56 * 56 + 57, 56), { c: 1, x: 1, y: 1 })
  assert.deepEqual(placeOf("pool5", 4 * 12 + 3, 56), { n: 12, x: 1, y: 1 })
  assert.deepEqual(placeOf("fc7", 2047, 56), { n: 2047 })
})

test("pixels are centred as the network takes them, colour after colour", () => {
  const pixels = new Uint8Array(64 * 64 * 3)
  pixels.set([255, 51, 0], 3 * (4 * 64 + 4)) // the first of the square
  const found = pixelFeatures(pixels, way)
  assert.equal(found.length, 3 * 56 * 56)
  near([found[0], found[56 * 56], found[2 * 56 * 56], found[1]], [2, -1.2, -2, -2], 1e-6)
})

test("the photos that ship are as many as was told, else they are refused", () => {
  const long = 64 * 64 * 3,
    bytes = new Uint8Array(2 * (long + 8))
  bytes.fill(7, long, 2 * long)
  new Float32Array(bytes.buffer, 2 * long).set([1, 2, 3, 4])
  const photos = [1, 0].map((name) => ({ name, held: name === 0, group: 0, title: `${name}` }))
  const [[second], [first]] = unpacked(bytes.buffer, way, 2, photos, 2)
  assert.deepEqual([...(first.features.fc7 ?? [])], [1, 2])
  assert.deepEqual([...(second.features.fc7 ?? [])], [3, 4])
  assert.equal(second.pixels[0], 7)
  assert.ok(second.held && !first.held)
  assert.throws(() => unpacked(bytes.buffer.slice(4), way, 2, photos, 2), RangeError)
})

test("patches cover every pixel, and heat lies where covering cost most", () => {
  const patches = patchesOver(64)
  assert.equal(patches.length, 49)
  const falls = patches.map(({ left, top }) => (left === 0 && top === 0 ? 1 : 0))
  const heat = heatOf(falls, 64)
  assert.equal(heat[0], 1)
  assert.equal(heat[63 * 64 + 63], 0)
  assert.ok(heat[10 * 64 + 10] > 0 && heat[10 * 64 + 10] < 1)
  const dark = covered(new Uint8Array(64 * 64 * 3), 64, { left: 8, top: 0 }, [9, 8, 7])
  assert.deepEqual([...dark.slice(3 * 8, 3 * 9)], [9, 8, 7])
  assert.equal(dark[3 * 7], 0)
  assert.equal(dark.filter((value) => value > 0).length, 16 * 16 * 3)
})

test("the file holds the model and its card, and no photo and no date", () => {
  const shown = /** @type {Shown} */ ({ pixels: Uint8Array.of(99), held: true, group: 0, title: "", features: {} })
  const rows = [Float32Array.of(1, 0), Float32Array.of(0, 1)]
  const taught = softmaxRegression(rows, [0, 1], 2, 10)
  const card = cardOf({
    names: ["<b>", "ball"],
    layer: "fc7",
    shelves: [[shown, { ...shown, held: false }], [{ ...shown, held: false }]],
    right: 1,
    of: 1,
    taught,
    strength: 10,
    notes: ["not for people"],
  })
  const again = JSON.parse(JSON.stringify(card))
  assert.deepEqual(again.photos, [
    { learned: 1, held: 1 },
    { learned: 1, held: 0 },
  ])
  assert.deepEqual(again.names, ["<b>", "ball"])
  assert.ok(!JSON.stringify(card).includes('pixels":'))
  const { mean, scale, weights, biases } = again
  const found = chancesOf({ mean, scale, weights, biases }, rows[0])
  near(found, chancesOf(taught, rows[0]), 1e-5)
})
