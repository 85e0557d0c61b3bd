import assert from "node:assert/strict"
import { test } from "node:test"
import { changes, oneMap } from "../../../ui/components/lesion_lab/change.js"
import { Counter } from "../../../ui/components/lesion_lab/counter.js"
import { Count, shuffled } from "../../../ui/components/lesion_lab/counting.js"
import { wilson } from "../../../ui/components/lesion_lab/interval.js"
import { percent } from "../../../ui/components/lesion_lab/result.js"
import { Selection } from "../../../ui/components/lesion_lab/selection.js"
import { neighbour } from "../../../ui/components/lesion_lab/table_view.js"
import { chance } from "./chance.js"

/** @import { LayerRow } from "../../../ui/components/browser/types.d.ts" */
/** @import { Brought, Job, Told, Worked } from "../../../ui/components/lesion_lab/types.d.ts" */

const layers = /** @type {LayerRow[]} */ ([
  { name: "C1", maps: 6 },
  { name: "C3", maps: 16, table: [[0, 1, 2]] },
  { name: "F6", maps: 84 },
])

// ---- The interval ----------------------------------------------------------------------

test("Wilson's interval is that of the tables", () => {
  /** @param {number} wrong @param {number} of @param {[number, number]} expected */
  const is = (wrong, of, expected) =>
    wilson(wrong, of).forEach((end, i) => assert.ok(Math.abs(end - expected[i]) < 5e-5, `${wrong} of ${of}: ${end}`))
  is(81, 263, [0.2553, 0.3662]) // Newcombe, Statistics in Medicine 17, 1998, table I: method 3
  is(15, 148, [0.0624, 0.1605])
  is(0, 20, [0, 0.1611])
  is(1, 29, [0.0061, 0.1718])
  assert.deepEqual(wilson(0, 0), [0, 1])
})

test("it holds the true error about as often as it says", () => {
  const { below, many } = chance(3)
  for (const part of [0.01, 0.2, 0.55]) {
    const held = many(2000, () => {
      const wrong = many(200, () => below(1000) < 1000 * part).filter(Boolean).length,
        [least, most] = wilson(wrong, 200)
      return least <= part && part <= most
    })
    const share = held.filter(Boolean).length / held.length
    assert.ok(share > 0.92 && share < 0.99, `${part}: ${share}`)
  }
})

// ---- What is out -----------------------------------------------------------------------

test("parts are taken out and put back, several at once", () => {
  const selection = new Selection(layers)
  assert.ok(selection.isWhole)
  assert.deepEqual(selection.parts(), { maps: {}, connections: {}, biases: [] })
  selection.toggleMap("C1", 3)
  selection.toggleMap("C1", 0)
  selection.toggleMap("F6", 83)
  selection.toggleConnection("C3", 0, 2)
  selection.toggleBiases("C3")
  assert.deepEqual(selection.parts(), {
    maps: { C1: [0, 3], F6: [83] },
    connections: { C3: [[0, 2]] },
    biases: ["C3"],
  })
  assert.ok(selection.isOut("C1", 3) && !selection.isOut("C1", 2) && selection.isCut("C3", 0, 2))
  selection.toggleMap("C1", 3)
  selection.toggleConnection("C3", 0, 2)
  selection.toggleBiases("C3")
  assert.deepEqual(selection.parts(), { maps: { C1: [0], F6: [83] }, connections: {}, biases: [] })
  selection.putBack()
  assert.ok(selection.isWhole)
})

test("all but some, and all, are one press", () => {
  const selection = new Selection(layers)
  selection.toggleMap("C1", 2)
  selection.turnRound("C1")
  assert.deepEqual(selection.parts().maps, { C1: [0, 1, 3, 4, 5] })
  assert.deepEqual(selection.out(), [{ kind: "but", layer: "C1", which: [2] }])
  selection.turnRound("C1")
  assert.deepEqual(selection.out(), [{ kind: "maps", layer: "C1", which: [2] }])
  for (const { name } of layers) {
    selection.putBack()
    selection.turnRound(name)
    assert.deepEqual(selection.out(), [{ kind: "all", layer: name, which: [] }])
  }
})

test("a sentence names maps, connections and biases layer by layer, in order", () => {
  const selection = new Selection(layers)
  selection.toggleBiases("F6")
  for (const [map, seen] of [
    [0, 2],
    [0, 1],
  ])
    selection.toggleConnection("C3", map, seen)
  selection.toggleMap("C3", 10)
  selection.toggleMap("C3", 9)
  assert.deepEqual(selection.out(), [
    { kind: "maps", layer: "C3", which: [9, 10] },
    { kind: "connections", layer: "C3", which: ["1→0", "2→0"] },
    { kind: "biases", layer: "F6", which: [] },
  ])
})

test("the arrow keys go to the next connection that there is, along a row or a column", () => {
  const cells = [
    { map: 0, seen: 0 },
    { map: 0, seen: 2 },
    { map: 1, seen: 2 },
    { map: 3, seen: 0 },
  ]
  assert.equal(neighbour(cells, 0, "seen", 1), cells[1])
  assert.equal(neighbour(cells, 1, "seen", -1), cells[0])
  assert.equal(neighbour(cells, 0, "map", 1), cells[3])
  assert.equal(neighbour(cells, 2, "map", -1), cells[1])
  assert.equal(neighbour(cells, 1, "seen", 1), undefined)
})

test("how much a map has changed is told map by map", () => {
  const whole = { values: Float32Array.of(1, 1, 1, 1, 0, 0, 0, 0), maps: 2, height: 2, width: 2 },
    hurt = { ...whole, values: Float32Array.of(1, 1, 1, 1, 1.7159, 0, 0, 1.7159) }
  const [first, second] = changes(whole, hurt)
  assert.equal(first, 0)
  assert.ok(Math.abs(second - Math.SQRT1_2) < 1e-6)
  assert.deepEqual([...oneMap(hurt, 1).values], [...hurt.values.subarray(4)])
})

// ---- Counting --------------------------------------------------------------------------

test("a random order holds every digit once, and is another for another seed", () => {
  const order = shuffled(10_000, 7)
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [...shuffled(10_000, 8)].sort((a, b) => a - b),
  )
  assert.deepEqual([...shuffled(5, 1)].sort(), [0, 1, 2, 3, 4])
  assert.deepEqual(order, shuffled(10_000, 7))
  assert.notDeepEqual(order, shuffled(10_000, 8))
  const early = order.subarray(0, 1000).filter((at) => at < 5000).length
  assert.ok(early > 430 && early < 570, `${early} of the first thousand are of the first half`)
})

// Files as MNIST's, of digits that are their own number everywhere.
/** @param {number[]} digits */
function files(digits) {
  const images = new Uint8Array(16 + 784 * digits.length)
  for (const [i, digit] of digits.entries()) images.fill(digit, 16 + 784 * i, 16 + 784 * (i + 1))
  return { images, labels: Uint8Array.of(...new Array(8).fill(0), ...digits) }
}

test("what is misread is counted digit by digit, each digit once", () => {
  const digits = [1, 1, 1, 2, 2, 9, 0, 4]
  const { images, labels } = files(digits)
  const count = new Count(images, labels, 5)
  /** @type {number[]} */
  const read = []
  const network = {
    /** @param {{ values: Uint8Array }} image */
    read({ values }) {
      read.push(values[0])
      return { best: values[783] === 1 ? 7 : values[783] }
    },
  }
  while (!count.done) count.next(network)
  assert.deepEqual(read.sort(), digits.sort())
  assert.deepEqual(count.seen, [1, 3, 2, 0, 1, 0, 0, 0, 0, 1])
  assert.deepEqual(count.wrong, [0, 3, 0, 0, 0, 0, 0, 0, 0, 0])
})

test("files that do not belong together are refused", () => {
  const { images, labels } = files([1, 2])
  assert.throws(() => new Count(images, labels.subarray(0, 9), 0), RangeError)
  assert.throws(() => new Count(images.subarray(0, 700), labels, 0), RangeError)
  assert.throws(() => new Count(new Uint8Array(), new Uint8Array(), 0), RangeError)
})

test("a small error has two decimals", () => {
  assert.equal(percent(0.0066), "0.66")
  assert.equal(percent(0.5503), "55.0")
  assert.equal(percent(0.0999), "10.0")
  assert.equal(percent(1), "100.0")
})

// ---- Between the page and its worker -----------------------------------------------------

const brought = /** @type {Brought} */ ({ manifest: {}, numbers: new Uint8Array() })

class FakeWorker {
  /** @type {((event: { data: Told }) => void) | null} */
  onmessage = null
  /** @type {(() => void) | null} */
  onerror = null
  /** @type {(Brought | Job)[]} */
  asked = []
  ended = false
  /** @param {Brought | Job} what */
  postMessage(what) {
    this.asked.push(what)
  }
  terminate() {
    this.ended = true
  }
  /** @param {Partial<Told>} told */
  tell(told) {
    this.onmessage?.({ data: /** @type {Told} */ ({ seen: [], wrong: [], done: false, ...told }) })
  }
  get last() {
    return /** @type {Job} */ (this.asked.at(-1))
  }
}

// A counter with workers of its own; `fails`: how often the digits do not come.
/** @param {number} [fails] */
function bench(fails = 0) {
  /** @type {FakeWorker[]} */
  const workers = []
  /** @type {Worked["phase"][]} */
  const phases = []
  const counter = new Counter({
    bring: async () => {
      if (fails-- > 0) throw new Error("no network")
      return brought
    },
    hire: () => {
      workers.push(new FakeWorker())
      return /** @type {any} */ (workers.at(-1))
    },
    seed: () => 1,
    show: ({ phase }) => phases.push(phase),
  })
  return { counter, workers, phases }
}

test("a new lesion ends the job before, whose late reports are not taken", async () => {
  const { counter, workers, phases } = bench()
  await counter.count({ biases: ["C1"] })
  const [worker] = workers,
    first = worker.last.job
  worker.tell({ job: first, seen: [4], wrong: [1] })
  assert.deepEqual(counter.now, { phase: "counting", seen: [4], wrong: [1] })
  await counter.count({})
  worker.tell({ job: first, seen: [9], wrong: [9], done: true })
  assert.deepEqual(counter.now, { phase: "counting", seen: [], wrong: [] })
  worker.tell({ job: worker.last.job, seen: [10], wrong: [0], done: true })
  assert.deepEqual(counter.now, { phase: "done", seen: [10], wrong: [0] })
  assert.equal(workers.length, 1)
  assert.deepEqual([...new Set(phases)], ["fetching", "counting", "done"])
  counter.end()
})

test("what was read stays when it is stopped, and the worker is told", async () => {
  const { counter, workers } = bench()
  await counter.count({})
  workers[0].tell({ job: counter.job, seen: [5], wrong: [2] })
  counter.stop()
  assert.deepEqual(counter.now, { phase: "stopped", seen: [5], wrong: [2] })
  assert.equal(workers[0].last.parts, undefined)
  assert.equal(workers[0].last.job, counter.job)
  counter.stop()
  assert.equal(counter.now.phase, "stopped")
  counter.end()
})

test("stopped or left while the digits are on their way, nothing begins", async () => {
  for (const act of /** @type {("stop" | "end")[]} */ (["stop", "end"])) {
    const { counter, workers } = bench()
    const counting = counter.count({})
    counter[act]()
    await counting
    assert.equal(workers.length, 0)
  }
})

test("a download that fails is told, and the next try is a new one", async () => {
  const { counter, workers } = bench(1)
  await counter.count({})
  assert.equal(counter.now.phase, "failed")
  await counter.count({})
  assert.equal(counter.now.phase, "counting")
  assert.equal(workers.length, 1)
  counter.end()
})

test("a worker that fails, or says nothing, is replaced by the next try", async (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] })
  const { counter, workers } = bench()
  /** @type {((worker: FakeWorker) => void)[]} */
  const ends = [
    (worker) => worker.onerror?.(),
    (worker) => worker.tell({ problem: "RangeError" }),
    () => context.mock.timers.tick(60_000),
  ]
  for (const end of ends) {
    await counter.count({})
    const worker = workers[workers.length - 1]
    end(worker)
    assert.equal(counter.now.phase, "failed")
    assert.ok(worker.ended)
  }
  await counter.count({})
  const last = workers[workers.length - 1]
  for (let i = 0; i < 20; i++) {
    context.mock.timers.tick(5000)
    last.tell({ job: counter.job, seen: [i] })
  }
  assert.equal(counter.now.phase, "counting") // one that reports is not given up
  last.tell({ job: counter.job, seen: [20], done: true })
  context.mock.timers.tick(60_000)
  assert.equal(counter.now.phase, "done")
  counter.end()
  assert.ok(last.ended)
})
