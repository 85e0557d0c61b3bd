import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { networkOf, numbersOf } from "../../../ui/components/browser/store.js"
import { Verdict } from "../../../ui/components/digit_reading/verdict.js"
import { filled } from "../../../ui/components/digit_reading/words.js"
import { whenDrawn } from "../../../ui/components/shared/drawn.js"
import { globals, LABELS } from "./dom.js"

/** @import { Manifest, Reading } from "../../../ui/components/browser/types.d.ts" */
/** @import { Read, Words } from "../../../ui/components/digit_reading/types.d.ts" */
/** @import { OnPad } from "../../../ui/components/shared/types.d.ts" */

/** @type {(() => Promise<unknown>)[]} what the next requests come to */
let answers

beforeEach(() => {
  answers = []
  Object.assign(globalThis, {
    ...globals,
    window: new EventTarget(),
    document: { baseURI: "http://school/course/", createElement: () => ({}) },
    fetch: () => /** @type {() => Promise<unknown>} */ (answers.shift())(),
  })
})

const reading = /** @type {Reading} */ ({ best: 7, second: 1, isDigit: true })
/** @type {Read} */
const drawn = { number: 3, strokes: [], pen: "up", reading }

/** @param {Partial<Read>} read */
function verdict(read) {
  const labels = { ...LABELS, answer: "reads {digit}", second: "then {digit}", "refused-more": "perhaps {digit}" }
  const words = /** @type {Words} */ (/** @type {unknown} */ ({ labels: new Proxy(labels, named), lang: "en" }))
  return Verdict.prototype.said.call({ words }, { ...drawn, ...read })
}
/** @type {ProxyHandler<Record<string, string>>} */
const named = { get: (labels, name) => labels[String(name)] ?? String(name) }

test("the fields of a sentence are filled, others stay", () => {
  assert.equal(filled("{digit}: {percent} {other}", { digit: 0, percent: "1.0" }), "0: 1.0 {other}")
})

test("a digit is named with the next nearest, a refusal names its best guess", () => {
  assert.deepEqual(verdict({}), ["7", "reads 7", "then 1"])
  assert.deepEqual(verdict({ reading: { ...reading, isDigit: false } }), ["7", "refused", "perhaps 7"])
})

test("the sample says that it has been read, and nothing is said before anything is", () => {
  assert.deepEqual(verdict({ number: 0 }), ["7", "sample-read", "sample-more"])
  assert.deepEqual(verdict({ reading: undefined }), ["", "", ""])
})

test("what cannot be read is said in a sentence", () => {
  for (const problem of /** @type {const} */ (["digit-empty", "digit-dot", "away"]))
    assert.deepEqual(verdict({ reading: undefined, problem }), ["?", problem, ""])
})

const manifest = /** @type {Manifest} */ (/** @type {unknown} */ ({ name: "net", sha256: "0" }))
const bytes = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]),
  planes = new Uint8Array([1, 5, 2, 6, 3, 7, 4, 8])

/** @param {Partial<import("../../../ui/components/browser/types.d.ts").SentNetwork>} more */
function bring(more) {
  window.digitNetworks = new Map([["net", { manifest, ...more }]])
  window.dispatchEvent(new Event("digit-networks"))
}

test("who asks for a network before it is there waits", async () => {
  const asked = numbersOf("net")
  bring({ numbers: btoa(String.fromCharCode(...planes)) })
  assert.deepEqual((await asked).numbers, bytes)
})

test("numbers are fetched once, and again after they did not come", async () => {
  bring({ address: "static/net.bin" })
  answers.push(() => Promise.reject(new TypeError("no network")))
  await assert.rejects(numbersOf("net"))
  answers.push(() => Promise.resolve({ ok: false, status: 503 }))
  await assert.rejects(numbersOf("net"), /503/)
  answers.push(() => Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve(planes.buffer) }))
  const [one, other] = await Promise.all([numbersOf("net"), numbersOf("net")])
  assert.deepEqual(one.numbers, bytes)
  assert.equal(one.numbers, other.numbers)
})

test("numbers that are not the network's make none", async () => {
  bring({ numbers: btoa(String.fromCharCode(...planes)) })
  await assert.rejects(networkOf("net"), /not the numbers of net/)
})

test("a component hears what is on its pad, at once and after each change, until it is done", () => {
  /** @type {number[]} */
  const heard = []
  const onPad = (/** @type {number} */ number) => /** @type {OnPad} */ ({ strokes: [], pen: "up", known: true, number })
  const tell = (/** @type {string} */ pad, /** @type {number} */ number) => {
    window.digitPads = new Map([...(window.digitPads ?? []), [pad, onPad(number)]])
    window.dispatchEvent(new CustomEvent("digit-pad-drawn", { detail: pad }))
  }
  tell("pad", 1)
  const done = whenDrawn("pad", ({ number }) => heard.push(number))
  tell("pad", 2)
  tell("other", 9)
  done()
  tell("pad", 3)
  assert.deepEqual(heard, [1, 2])
})
