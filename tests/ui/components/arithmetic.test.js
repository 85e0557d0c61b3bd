import assert from "node:assert/strict"
import { test } from "node:test"
import { correlate, floats, levels, pooled, SQUASHES, terms } from "../../../ui/components/convolution/arithmetic.js"
import { chance } from "./chance.js"

/** @param {number} a @param {number} b */
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`)

test("numbers travel as base64 of float32 and of bytes", () => {
  const sent = Buffer.from(new Float32Array([0.5, -1.25, 3e8]).buffer).toString("base64")
  assert.deepEqual([...floats(sent)], [0.5, -1.25, 3e8])
  assert.deepEqual([...levels(Buffer.from([0, 51, 255]).toString("base64"))], [0, Math.fround(0.2), 1])
  assert.equal(floats("").length, 0)
})

test("a weighted sum is the sum of its terms and its bias, at every place", () => {
  const { below, many, next } = chance(1)
  for (let round = 0; round < 40; round++) {
    const side = 1 + below(4),
      maps = 1 + below(4),
      [height, width] = [side + below(6), side + below(6)],
      sees = many(maps, (i) => i).filter(() => next() < 0.7),
      picture = { values: many(maps * height * width, () => next() - 0.5), height, width },
      kernel = { weights: many(sees.length * side * side, () => (next() < 0.2 ? 0 : next())), side, sees, bias: next() }
    const found = correlate(picture, kernel)
    assert.deepEqual([found.height, found.width], [height - side + 1, width - side + 1])
    found.values.forEach((sum, i) => {
      const parts = terms(picture, kernel, Math.floor(i / found.width), i % found.width)
      assert.deepEqual(
        parts.map(({ map }) => map),
        sees,
      )
      for (const { pixels, weights, products, subtotal } of parts) {
        products.forEach((product, k) => near(product, pixels[k] * weights[k]))
        near(
          subtotal,
          products.reduce((a, b) => a + b, 0),
        )
      }
      near(
        sum,
        parts.reduce((total, { subtotal }) => total + subtotal, kernel.bias),
      )
    })
  }
})

test("a kernel with a single one moves the picture", () => {
  const picture = { values: [1, 2, 3, 4, 5, 6, 7, 8, 9], height: 3, width: 3 }
  const kernel = { weights: [0, 0, 0, 1], side: 2, sees: [0], bias: 0 }
  assert.deepEqual([...correlate(picture, kernel).values], [5, 6, 8, 9])
})

test("a picture smaller than the kernel has no sums", () => {
  const kernel = { weights: [1, 1, 1, 1, 1, 1, 1, 1, 1], side: 3, sees: [0], bias: 0 }
  assert.equal(correlate({ values: [1, 2, 3, 4], height: 2, width: 2 }, kernel).values.length, 0)
})

test("a block is halved by a trained sum and by its largest value", () => {
  const found = pooled({ values: [0, 0, 1, 2, 0, 0, 3, -4], width: 4 }, 0, 1, 0.5, 0.25)
  assert.deepEqual(found.block, [1, 2, 3, -4])
  assert.equal(found.sum, 2)
  assert.equal(found.weighted, 1.25)
  near(found.subsampled, 1.7159 * Math.tanh((2 / 3) * 1.25))
  assert.equal(found.largest, 3)
})

test("the squashing functions are the papers'", () => {
  assert.ok(Math.abs(SQUASHES.tanh(1) - 1) < 1e-4) // why LeCun et al. chose 1.7159
  near(SQUASHES.tanh(-1), -SQUASHES.tanh(1))
  assert.deepEqual([SQUASHES.relu(-2), SQUASHES.relu(2), SQUASHES.none(-2)], [0, 2, -2])
})
