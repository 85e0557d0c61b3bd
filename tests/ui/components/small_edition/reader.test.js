import assert from "node:assert/strict"
import { test } from "node:test"
import { Reader } from "../../../../ui/components/small_edition/reader.js"

/** @import { Asked, Seen, Told } from "../../../../ui/components/small_edition/types.d.ts" */

/** A reader whose worker only notes what it is asked, and what the reader tells its widget. */
function made() {
  /** @type {Asked[]} */
  const asked = []
  /** @type {unknown[]} */
  const told = []
  const worker = /** @type {any} */ ({
    postMessage: (/** @type {Asked} */ data) => asked.push(data),
    terminate: () => told.push("ended"),
  })
  const reader = new Reader(worker, {
    part: (part) => told.push(part),
    ready: () => told.push("ready"),
    seen: () => told.push("seen"),
    failed: () => told.push("failed"),
  })
  /** @param {Told} data */
  const says = (data) => worker.onmessage({ data })
  return { reader, asked, told, says, worker }
}

function frame() {
  const one = { closed: false, close: () => (one.closed = true) }
  return /** @type {typeof one & ImageBitmap} */ (/** @type {unknown} */ (one))
}

const seen = /** @type {Seen} */ ({ square: new Uint8Array(), maps: {}, probabilities: new Float32Array() })

test("a frame that comes while another is read is dropped", (at) => {
  at.mock.timers.enable({ apis: ["setTimeout"] })
  const { reader, asked, told, says } = made(),
    [early, first, late, next] = [frame(), frame(), frame(), frame()]
  assert.equal(reader.read(early), false) // the network has not come
  says({ part: 0.5 })
  says({ ready: true })
  assert.equal(reader.read(first), true)
  assert.equal(reader.read(late), false)
  says({ seen })
  assert.equal(reader.read(next), true)
  assert.deepEqual(
    [early, first, late, next].map(({ closed }) => closed),
    [true, false, true, false],
  )
  assert.deepEqual(asked, [{ frame: first }, { frame: next }])
  assert.deepEqual(told, [0.5, "ready", "seen"])
})

test("a worker that says nothing is lost, one that has nothing to say is not", (at) => {
  at.mock.timers.enable({ apis: ["setTimeout"] })
  const { reader, told, says } = made()
  says({ ready: true })
  at.mock.timers.tick(600_000)
  assert.deepEqual(told, ["ready"])
  reader.read(frame())
  at.mock.timers.tick(600_000)
  assert.deepEqual(told, ["ready", "ended", "failed"])
  assert.equal(reader.isReady, false)
})

test("what goes wrong in the worker is told once, and ends it", (at) => {
  at.mock.timers.enable({ apis: ["setTimeout"] })
  at.mock.method(console, "warn", () => {})
  for (const act of ["problem", "error"]) {
    const { told, says, worker } = made()
    if (act === "problem") says({ problem: "no network" })
    else worker.onerror()
    at.mock.timers.tick(600_000)
    assert.deepEqual(told, ["ended", "failed"])
  }
})

test("the last frame as a file; none from a worker that is not there", async (at) => {
  at.mock.timers.enable({ apis: ["setTimeout"] })
  const { reader, says } = made()
  assert.equal(await reader.still(), null)
  says({ ready: true })
  const blob = new Blob(["png"]),
    asked = reader.still()
  says({ still: blob })
  assert.equal(await asked, blob)
  const unanswered = reader.still()
  reader.end()
  assert.equal(await unanswered, null)
})
