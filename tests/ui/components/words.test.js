import "./browser.js"
import assert from "node:assert/strict"
import { before, test } from "node:test"
import { written } from "../../../ui/components/slider/slider.js"
import { translator } from "../../../ui/components/streamlit_words/streamlit_words.js"

/** @type {typeof import("../../../ui/components/code_sum/sum.js")} */
let sum
before(async () => {
  sum = await import("../../../ui/components/code_sum/sum.js")
})

test("a slider's number has its digits, its unit and a true minus", () => {
  assert.equal(written({ first: -25, digits: 1, unit: "%" }, 5), "−2.0%")
  assert.equal(written({ first: 0, digits: 0, unit: "" }, 12), "12")
  assert.equal(written({ first: 1, digits: 3, unit: " s" }, 0), "0.001 s")
})

test("Streamlit's words are replaced as a whole, with what stood in them", () => {
  const said = translator([
    ["Remove (.*)", "$1 entfernen"],
    ["Stop", "Anhalten", "Den einen anhalten"],
    ["\\w+ icon", ""],
  ])
  assert.equal(said("Remove a$1.png"), "a$1.png entfernen")
  assert.equal(said("Stop"), "Anhalten")
  assert.equal(said("Stop it"), undefined)
  assert.equal(said("x icon"), "")
})

test("a cell adds the square of its distance from the code", () => {
  assert.deepEqual(sum.apart([1, 1, -0.5, 0], "+-+-"), [0, 4, 2.25, 1])
})
