import assert from "node:assert/strict"
import { test } from "node:test"
import { globals } from "./dom.js"

Object.assign(globalThis, globals)
const { partOf } = await import("../../../ui/components/pointing/pointing.js")
const { hearPart, partsWithin, tellPart } = await import("../../../ui/components/shared/lit.js")

test("the part is that of the word or picture around what is pointed at, or none", () => {
  const target = new HTMLElement()
  /** @param {Record<string, string>} named */
  const inside = (named) =>
    Object.assign(target, { closest: () => ({ getAttribute: (/** @type {string} */ name) => named[name] ?? null }) })
  assert.equal(partOf(inside({ "data-points": "lenet5.C1" })), "lenet5.C1")
  assert.equal(partOf(inside({ "data-part": "alexnet.fc6" })), "alexnet.fc6")
  assert.equal(partOf(Object.assign(target, { closest: () => null })), null)
  assert.equal(partOf(null), null)
})

test("a picture hears of a part until it has gone, and tells of its own", () => {
  /** @type {unknown[]} */
  const heard = []
  const end = hearPart((lit) => heard.push(lit))
  const lit = { part: "lenet5.C1", show: false }
  window.dispatchEvent(new CustomEvent("part-lit", { detail: lit }))
  end()
  window.dispatchEvent(new CustomEvent("part-lit", { detail: lit }))
  assert.deepEqual(heard, [lit])
  /** @type {(string | null)[]} */
  const told = []
  window.addEventListener("part-pointed", ({ detail }) => told.push(detail))
  tellPart("lenet5.F6")
  tellPart(null)
  assert.deepEqual(told, ["lenet5.F6", null])
})

test("a picture with parts names the one that is lit up, and tells of the one that a mouse is at", () => {
  const root = /** @type {HTMLElement} */ (Object.assign(new EventTarget(), { dataset: {} }))
  /** @type {(string | null)[]} */
  const told = []
  window.addEventListener("part-pointed", ({ detail }) => told.push(detail))
  const end = partsWithin(root)
  const light = (/** @type {string | null} */ part) =>
    window.dispatchEvent(new CustomEvent("part-lit", { detail: { part, show: false } }))
  light("convolution.sum")
  assert.equal(root.dataset.lit, "convolution.sum")
  light(null)
  assert.equal(root.dataset.lit, "")
  root.dispatchEvent(new Event("mouseleave"))
  assert.deepEqual(told, [null])
  end()
  light("convolution.bias")
  assert.equal(root.dataset.lit, "", "what is gone hears nothing")
})
