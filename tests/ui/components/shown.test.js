import assert from "node:assert/strict"
import { test } from "node:test"
import { shownAt } from "../../../ui/components/shared/shown.js"
import { globals } from "./dom.js"

Object.assign(globalThis, { HTMLElement: globals.HTMLElement })

test("what stands at a place is made once, and forgotten when the place has gone", () => {
  const root = new HTMLElement(),
    place = /** @type {any} */ ({ querySelector: (/** @type {string} */ name) => (name === ".one" ? root : null) })
  let [made, stopped] = [0, 0]
  const kept = new WeakMap()
  const make = (/** @type {HTMLElement} */ given) => {
    assert.equal(given, root)
    return { number: ++made, link: { stop: () => stopped++ } }
  }
  const [first] = shownAt(kept, place, ".one", make)
  const [again, leave] = shownAt(kept, place, ".one", make)
  assert.equal(again, first)
  assert.equal(stopped, 0)
  leave()
  assert.equal(stopped, 1)
  assert.equal(shownAt(kept, place, ".one", make)[0].number, 2)
  assert.throws(() => shownAt(kept, /** @type {any} */ ({ querySelector: () => null }), ".one", make), TypeError)
})
