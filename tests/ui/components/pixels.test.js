import assert from "node:assert/strict"
import { test } from "node:test"
import { contrast, css, filled, print } from "../../../ui/components/convolution/pixels.js"
import { rgb, shade } from "../../../ui/components/shared/scale.js"
import { chance } from "./chance.js"

test("colours are read, mixed and written", () => {
  assert.deepEqual(rgb("#0a10ff"), [10, 16, 255])
  const two = [
    [0, 0, 0],
    [200, 100, 50],
  ]
  assert.deepEqual(shade(two, 0.5), [100, 50, 25])
  assert.deepEqual(shade(two, -1), two[0])
  assert.deepEqual(shade(two, 2), two[1])
  assert.equal(css([0.4, 99.6, 255]), "rgb(0 100 255)")
})

test("text stands out from every ground by 4.5 to 1", () => {
  /** @param {number[]} tone */
  const luminance = (tone) => {
    const [red, green, blue] = tone.map((level) =>
      level / 255 <= 0.04045 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const { below, many } = chance(2)
  for (let round = 0; round < 2000; round++) {
    const tone = many(3, () => below(256))
    const [light, dark] = [luminance(tone), luminance(rgb(contrast(tone)))].sort((a, b) => b - a)
    assert.ok((light + 0.05) / (dark + 0.05) >= 4.5, String(tone))
  }
})

test("numbers have a true minus, and zero has none", () => {
  assert.equal(print(-1.23456), "−1.235")
  assert.equal(print(2, 0), "2")
  assert.equal(print(-0.0001), "0.000")
})

test("fields of a text are filled, and what is no field stays", () => {
  assert.equal(filled("%a of %b, 100%, %c", { a: 1, b: "two" }), "1 of two, 100%, %c")
  assert.equal(filled("%a", { a: 0 }), "0")
  assert.equal(filled("%a", { a: "$&" }), "$&")
})
