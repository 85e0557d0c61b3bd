// What a teacher takes from an exhibit, and the keys of one that is shown alone.
import "./browser.js"
import assert from "node:assert/strict"
import { test } from "node:test"
import { copied, frameOf } from "../../../ui/components/copy_tools/copy_tools.js"
import { wayOf } from "../../../ui/components/projector_bar/projector_bar.js"

const HELD = { altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, defaultPrevented: false }
/** @param {string} key @param {object} [more] */
const press = (key, more) => ({ key, ...HELD, ...more })

test("keys lead on, back and out, unless they are in use", () => {
  for (const [key, way] of [
    ["ArrowRight", "after"],
    ["PageDown", "after"],
    ["ArrowLeft", "before"],
    ["PageUp", "before"],
    ["Escape", "out"],
    ["ArrowDown", undefined],
    ["toString", undefined],
  ])
    assert.equal(wayOf(press(String(key)), true), way)
  assert.equal(wayOf(press("ArrowRight"), false), undefined)
  assert.equal(wayOf(press("Escape"), false), "out")
  for (const held of ["altKey", "ctrlKey", "metaKey", "shiftKey", "defaultPrevented"])
    assert.equal(wayOf(press("ArrowRight", { [held]: true }), true), undefined)
})

test("a frame shows the exhibit alone, and no title breaks out of it", () => {
  const frame = frameOf("https://a.example/course/Data?lang=en#bet", "./Data?show=bet&lang=en", 'A "bet" <b>')
  assert.match(frame, /^<iframe src="https:\/\/a\.example\/course\/Data\?show=bet&amp;lang=en&amp;embed=true" /)
  assert.match(frame, / title="A &quot;bet&quot; &lt;b&gt;" /)
})

test("without a clipboard the old command copies, and its refusal is known", async () => {
  for (const takes of [true, false]) {
    const body = { append() {} }
    const field = { select() {}, remove() {}, setAttribute() {}, append() {} }
    const document = { body, activeElement: null, createElement: () => field, execCommand: () => takes }
    class Nothing {}
    Object.assign(globalThis, { document, HTMLElement: Nothing, HTMLButtonElement: Nothing })
    assert.equal(await copied("text"), takes)
  }
})
