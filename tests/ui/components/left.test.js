// What a hand did last is told when it leaves, and nothing once the page has gone.
import "./browser.js"
import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"
import { messenger } from "../../../ui/components/convolution/pixels.js"
import { whenLeft } from "../../../ui/components/shared/leaving.js"

/** @type {EventTarget & { contains(other: unknown): boolean }} */
let root
const inside = {},
  outside = {}
/** @param {string} name @param {object} more */
const happens = (name, more) => root.dispatchEvent(Object.assign(new Event(name), more))
const element = () => /** @type {HTMLElement} */ (/** @type {unknown} */ (root))

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout"] })
  root = Object.assign(new EventTarget(), { contains: (/** @type {unknown} */ other) => other === inside })
})

test("a hand leaves as a mouse or with the focus, not with a touch that ends or an element that goes", () => {
  let left = 0
  whenLeft(element(), () => {
    left += 1
  })
  happens("pointerleave", { pointerType: "touch" })
  happens("focusout", { relatedTarget: inside })
  happens("focusout", { relatedTarget: null })
  assert.equal(left, 0)
  happens("pointerleave", { pointerType: "mouse" })
  happens("focusout", { relatedTarget: outside })
  assert.equal(left, 2)
})

test("a choice is told once: when it has come to rest, or before, when the hand leaves", () => {
  const told = /** @type {string[]} */ ([]),
    link = /** @type {import("../../../ui/components/convolution/types.d.ts").Messenger<string>} */ (
      messenger(element())
    )
  link.send = (state) => told.push(state)
  link.tell("a")
  link.tell("b")
  mock.timers.tick(399)
  assert.deepEqual(told, [])
  mock.timers.tick(1)
  happens("pointerleave", { pointerType: "mouse" })
  assert.deepEqual(told, ["b"])
  link.tell("c")
  happens("pointerleave", { pointerType: "mouse" })
  mock.timers.tick(1000)
  assert.deepEqual(told, ["b", "c"])
  link.tell("d")
  link.stop()
  happens("pointerleave", { pointerType: "mouse" })
  mock.timers.tick(1000)
  assert.deepEqual(told, ["b", "c"])
})
