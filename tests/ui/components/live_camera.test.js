import "./browser.js"
import assert from "node:assert/strict"
import { test } from "node:test"
import { bestOf } from "../../../ui/components/live_camera/answers.js"
import { Camera } from "../../../ui/components/live_camera/camera.js"
import { boxOf, loudestOf, peakOf } from "../../../ui/components/live_camera/held.js"
import { Pace } from "../../../ui/components/live_camera/pace.js"
import { mapTo } from "../../../ui/components/live_camera/walls.js"

const row = { name: "conv3", maps: 5, side: 2, limit: 1, sees: { size: 5, step: 4, first: -2 } }

test("a map's strongest unit, and what it sees of the square", () => {
  const peak = peakOf(Float32Array.of(0, 1, 3, 2), 2)
  assert.deepEqual(peak, { value: 3, row: 1, column: 0 })
  assert.deepEqual(boxOf(row, peak, 6), { left: 0, top: 2, right: 3, bottom: 6 }) // padding is no part of it
  assert.equal(peakOf(new Float32Array(4), 2).value, 0)
})

test("the loudest map of a layer", () => {
  const values = new Float32Array(20)
  values[13] = 2
  values[4] = 1
  assert.equal(loudestOf({ maps: { conv3: values }, square: new Uint8Array(), probabilities: values }, row), 3)
})

test("the best answers, of equals the one that stands first", () => {
  assert.deepEqual(bestOf(Float32Array.of(0.1, 0.4, 0.1, 0.3, 0.1), 4), [1, 3, 0, 2])
})

test("arrow keys go over the maps of a wall and not beyond", () => {
  const wall = /** @type {any} */ ({ row, columns: 2, map: 2 })
  /** @param {string} key @param {number} map */
  const to = (key, map) => mapTo({ ...wall, map }, key)
  assert.deepEqual(
    [to("ArrowRight", 2), to("ArrowLeft", 2), to("ArrowDown", 2), to("ArrowUp", 2), to("Home", 2), to("End", 2)],
    [3, 1, 4, 0, 0, 4],
  )
  assert.deepEqual([to("ArrowRight", 4), to("ArrowDown", 3), to("ArrowLeft", 0), to("ArrowUp", 1)], [4, 3, 0, 1])
  assert.equal(to("a", 2), undefined)
})

test("frames read and dropped in a second, over the last few", () => {
  const pace = new Pace()
  pace.count(true, 0)
  assert.equal(pace.rates(), null) // too early to say
  for (let i = 1; i <= 200; i++) pace.count(i % 2 === 0, 50 * i)
  const found = pace.rates()
  assert.ok(found && Math.abs(found.read - 10) < 1 && Math.abs(found.dropped - 10) < 1)
  assert.ok(pace.frames.length < 70)
  pace.forget()
  assert.equal(pace.rates(), null)
})

/** @param {unknown} mediaDevices */
function withDevices(mediaDevices) {
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true })
  return new Camera(/** @type {any} */ ({ play: async () => {} }), () => {})
}

test("what may be the matter with a camera", async () => {
  assert.equal(await withDevices(undefined).open(), "insecure")
  for (const [name, problem] of [
    ["NotAllowedError", "refused"],
    ["NotFoundError", "missing"],
    ["OverconstrainedError", "missing"],
    ["NotReadableError", "busy"],
    ["AbortError", "busy"],
  ]) {
    const camera = withDevices({ getUserMedia: () => Promise.reject(new DOMException("no", name)) })
    assert.equal(await camera.open(), problem)
    assert.equal(camera.isOpen, false)
  }
})

test("a camera that comes when it is no longer wanted is switched off", async () => {
  /** @type {string[]} */
  const told = []
  const track = { stop: () => told.push("stopped"), onended: null }
  const stream = { getTracks: () => [track] }
  const camera = withDevices({ getUserMedia: async () => stream })
  const opening = camera.open()
  camera.close()
  assert.equal(await opening, null)
  assert.deepEqual([camera.isOpen, told], [false, ["stopped"]])
  assert.equal(await camera.open(), null)
  assert.equal(camera.isOpen, true)
  camera.close()
  assert.deepEqual(told, ["stopped", "stopped"])
})

test("a camera that is taken away is told of", async () => {
  let lost = 0
  const track = { stop() {}, onended: () => {} }
  const camera = withDevices({ getUserMedia: async () => ({ getTracks: () => [track] }) })
  camera.lost = () => lost++
  await camera.open()
  track.onended()
  assert.deepEqual([lost, camera.isOpen], [1, false])
})
