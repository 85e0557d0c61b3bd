import assert from "node:assert/strict"
import { test } from "node:test"
import { gathered, inView } from "../../../ui/components/contents/sections.js"

/** @import { Section } from "../../../ui/components/contents/types.d.ts" */

/** @param {Record<string, number>} tops @returns {Section[]} */
const sections = (tops) =>
  Object.entries(tops).map(([id, top]) => {
    const heading = /** @type {Element} */ (/** @type {unknown} */ ({ getBoundingClientRect: () => ({ top }) }))
    return { id, words: id, heading }
  })
const window = { height: 1000, atEnd: false, asked: "" }

test("the section in view is the last whose heading has come above the line", () => {
  assert.equal(inView(sections({ a: 400, b: 900 }), window), "")
  assert.equal(inView(sections({ a: -700, b: 250, c: 600 }), window), "b")
  assert.equal(inView([], window), "")
})

test("a short section that was asked for stays marked, though the next has come above the line, too", () => {
  const short = sections({ a: -700, b: 0, c: 200 })
  assert.equal(inView(short, { ...window, asked: "b" }), "b")
  assert.equal(inView(short, window), "c")
  assert.equal(inView(sections({ a: -700, b: -90, c: 200 }), { ...window, asked: "b" }), "c")
})

test("at the page's end every section that is seen can be the one", () => {
  const last = sections({ a: -700, b: 500, c: 900 })
  assert.equal(inView(last, { ...window, atEnd: true }), "c")
  assert.equal(inView(last, { ...window, atEnd: true, asked: "b" }), "b")
})

test("headings without words, or without a name to lead to, are no sections", () => {
  const headings = [
    { id: "a", textContent: " One " },
    { id: "b", textContent: "" },
  ]
  const main = /** @type {ParentNode} */ (
    /** @type {unknown} */ ({ querySelectorAll: (/** @type {string} */ all) => (all.includes("fold") ? [] : headings) })
  )
  assert.deepEqual(
    gathered(main).map(({ id, words }) => [id, words]),
    [["a", "One"]],
  )
})
