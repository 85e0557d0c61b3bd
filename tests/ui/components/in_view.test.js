import assert from "node:assert/strict"
import { test } from "node:test"
import { whileInView } from "../../../ui/components/shared/in_view.js"

/** @typedef {(entries: { isIntersecting: boolean }[]) => void} Told */

/** @type {(() => void)[]} */
let frames = []
/** @type {Told} */
let told = () => {}
Object.assign(globalThis, {
  requestAnimationFrame: (/** @type {() => void} */ act) => frames.push(act),
  cancelAnimationFrame: (/** @type {number} */ frame) => frame && delete frames[frame - 1],
  IntersectionObserver: class {
    /** @param {Told} tell */
    constructor(tell) {
      told = tell
    }
    observe() {}
    disconnect() {}
  },
})

function paint() {
  const due = frames
  frames = []
  for (const act of due) act?.()
}

test("nothing is done out of view, and what was asked for meanwhile is done once it is seen", () => {
  let [done, left] = [0, 2]
  const work = () => {
    done++
    return left-- > 0
  }
  const frame = whileInView(/** @type {HTMLElement} */ (/** @type {unknown} */ ({})), work)
  frame.ask()
  frame.ask()
  paint()
  assert.equal(done, 0)
  told([{ isIntersecting: true }])
  paint()
  assert.equal(done, 1)
  told([{ isIntersecting: false }])
  paint() // the frame that was asked for before
  paint()
  paint()
  assert.equal(done, 2)
  told([{ isIntersecting: true }])
  paint()
  paint()
  assert.equal(done, 3) // there is no more
  frame.ask()
  frame.end()
  paint()
  assert.equal(done, 3)
})
