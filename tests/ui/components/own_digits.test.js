import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import { gzipSync } from "node:zlib"
import { Network } from "../../../ui/components/browser/network.js"
import { FileProblem, heldOut, LARGEST, parted, read, written } from "../../../ui/components/own_digits/collection.js"
import { digitsFrom, digitsIn } from "../../../ui/components/own_digits/digits.js"
import { lesson } from "../../../ui/components/own_digits/lesson.js"
import { interval, lost, misread, moved } from "../../../ui/components/own_digits/outcome.js"
import { digitsOf } from "../../../ui/components/own_digits/sources.js"
import { filled, perCent } from "../../../ui/components/own_digits/words.js"
import work from "../../../ui/components/own_digits/worker.js"
import { chance } from "./chance.js"

/** @import { Layer, Manifest } from "../../../ui/components/browser/types.d.ts" */
/** @import { Asked, Drawing, Report } from "../../../ui/components/own_digits/types.d.ts" */

/** @type {Drawing} */
const SEVEN = {
  label: 7,
  strokes: [
    [
      [0, 0],
      [1023, 2],
      [300, 1023],
    ],
    [[12, 45]],
  ],
}
const MOST = 20

test("every third drawing of a digit is held out, whatever was drawn between", () => {
  const labels = [7, 7, 1, 7, 1, 7, 7, 7, 1, 0].map((label) => ({ label }))
  const held = heldOut(labels, 3)
  assert.deepEqual(
    [...held.keys()].filter((i) => held[i]),
    [3, 7, 8],
  )
  assert.deepEqual(heldOut([], 3), [])
})

test("what is held out is not learned from", () => {
  const digits = [false, false, true, false].map((held, i) => ({ held, i }))
  const { taught, asked } = parted(digits)
  assert.deepEqual([taught, asked], [[digits[0], digits[1], digits[3]], [digits[2]]])
})

test("a file that was written is read again", () => {
  const { below, many } = chance(2)
  const drawings = many(MOST, () => ({
    label: below(10),
    strokes: many(1 + below(3), () =>
      many(2 + below(30), () => /** @type {[number, number]} */ ([below(1024), below(1024)])),
    ),
  }))
  assert.deepEqual(read(written(drawings), MOST), drawings)
  assert.deepEqual(read(written([]), MOST), [])
  assert.deepEqual(Object.keys(JSON.parse(written([SEVEN])).digits[0]), ["label", "strokes"])
})

test("any other file is refused with a sentence of its own", () => {
  /** @param {unknown} digits */
  const file = (digits) => JSON.stringify({ ...JSON.parse(written([])), digits })
  /** @param {string} text @param {string} key @param {number} [at] */
  const fails = (text, key, at = 0) =>
    assert.throws(
      () => read(text, MOST),
      (problem) => problem instanceof FileProblem && problem.key === key && problem.at === at,
      `${text.slice(0, 60)} ${key}`,
    )
  for (const text of ["", "{", "NaN", "\u0000\u0001", `${written([SEVEN])}!`]) fails(text, "file-json")
  for (const text of ["null", "7", "[]", "{}", '{"format": "x", "digits": []}', file(null), file({})])
    fails(text, "file-form")
  fails(" ".repeat(LARGEST + 1), "file-large")
  fails(file(new Array(MOST + 1).fill(SEVEN)), "file-many")
  const points = new Array(1500).fill([5, 5])
  fails(file([SEVEN, { label: 1, strokes: [points, [[6, 9]]] }]), "file-points", 2)
  assert.equal(read(file([{ label: 1, strokes: [points.slice(1), [[6, 9]]] }]), MOST).length, 1)
  for (const label of [-1, 10, 1.5, "7", null, undefined]) fails(file([{ ...SEVEN, label }]), "file-digit", 1)
  const broken = [
    ...[null, 7, "strokes", {}, [], [[]], [[], [[1, 2]]], [[1, 2]], [[[1]]], [[[1, 2, 3]]], [[["1", "2"]]]],
    ...[[[[1, null]]], [[[-1, 2]]], [[[1, 1024]]], [[[0.5, 1e9]]]],
    ...[
      [[[3, 3]]],
      [
        [
          [3, 3],
          [3, 3],
        ],
      ],
    ], // a dot
  ]
  for (const strokes of broken) fails(file([SEVEN, SEVEN, { label: 3, strokes }]), "file-digit", 3)
  for (const digit of [null, 3, "seven", []]) fails(file([digit]), "file-digit", 1)
  fails(file([SEVEN]).replace("1023", "1e999"), "file-digit", 1) // which JSON reads as infinite
})

test("whatever its coordinates, a drawing that is read lies on the grid", () => {
  const strokes = [
    [
      [0.4, 1022.6],
      [500.5, 3],
    ],
  ]
  const text = JSON.stringify({ ...JSON.parse(written([])), digits: [{ label: 0, strokes }] })
  assert.deepEqual(read(text, MOST)[0].strokes, [
    [
      [0, 1023],
      [501, 3],
    ],
  ])
})

test("errors are counted, and how sure they are is Wilson's interval", () => {
  assert.deepEqual(misread([1, 2, 3], [1, 2, 4]), { wrong: 1, of: 3 })
  for (const sample of [
    { wrong: 10, of: 1000 },
    { wrong: 40, of: 50 },
  ])
    for (const rate of interval(sample)) {
      // an end is a rate from which the sample is just 1.96 of its own deviations away
      const deviation = Math.sqrt((rate * (1 - rate)) / sample.of)
      assert.ok(Math.abs(Math.abs(sample.wrong / sample.of - rate) / deviation - 1.96) < 1e-9)
    }
  const [none, some] = interval({ wrong: 0, of: 100 })
  assert.ok(none === 0 && some > 0.03 && some < 0.04)
  assert.deepEqual(lost([1, 2, 3, 4], [1, 7, 7, 4], [1, 2, 9, 0]), [1])
})

test("sentences have their fields, and per cent have no more digits than they need", () => {
  assert.equal(filled("%a of %n, %n; %z", { a: 1, n: "1,000" }), "1 of 1,000, 1,000; %z")
  assert.deepEqual([0, 0.0046, 0.0994, 0.0996, 1].map(perCent), ["0.0", "0.5", "9.9", "10", "100"])
})

const { next, below } = chance(3),
  UNITS = 12
const numbers = Float32Array.from({ length: 785 * UNITS + 10 * UNITS }, (_, i) =>
  i < 785 * UNITS ? 0.1 * (next() - 0.5) : Math.sign(next() - 0.5),
)
const bytes = new Uint8Array(numbers.buffer)
/** @type {Manifest} */
const manifest = {
  name: "small",
  model: "LeNet5",
  sha256: createHash("sha256").update(bytes).digest("hex"),
  input: { side: 28, frame: 0, paper: -0.1, ink: 1.175 },
  layers: [
    ...[
      /** @type {Manifest["layers"][0]} */ ({
        ...{ name: "F6", kind: "FullyConnected", activation: "scaled tanh" },
        ...{ maps: UNITS, height: 1, width: 1, weight: 0, bias: 784 * UNITS },
      }),
    ],
    { name: "output", kind: "RBF", activation: "linear", maps: 10, height: 1, width: 1, weight: 785 * UNITS },
  ],
  confidence: null,
}
/** @param {number} count */
const some = (count) => ({
  images: Uint8Array.from({ length: 784 * count }, () => below(256)),
  labels: Uint8Array.from({ length: count }, () => below(10)),
})
const learn = digitsIn(some(4)),
  asked = {
    ...{ first: "F6", learn, held: digitsIn(some(2)), test: some(5), replay: some(0) },
    ...{ rate: 0.002, passes: 6, mix: 2 },
  }

test("a lesson tells where it stands after each pass, and leaves the network as it was", () => {
  const network = new Network(manifest, bytes)
  const reports = [...lesson(network, asked)]
  assert.deepEqual(
    reports.map(({ pass }) => pass),
    [0, 1, 2, 3, 4, 5, 6],
  )
  assert.deepEqual(
    reports.map(({ test }) => test?.length),
    [5, 5, 5, undefined, undefined, 5, 5],
  )
  const labels = learn.map(({ label }) => label)
  assert.deepEqual(
    reports[0].learn,
    learn.map(({ image }) => network.read(image).best),
  )
  assert.ok(misread(reports[6].learn, labels).wrong < misread(reports[0].learn, labels).wrong)
  const learned = network.with(reports[6].layers)
  assert.deepEqual(
    reports[6].held,
    asked.held.map(({ image }) => learned.read(image).best),
  )
  assert.deepEqual(new Network(manifest, bytes).layers, network.layers)
})

test("the same drawings make the same lesson, and digits mixed in make another", () => {
  const network = new Network(manifest, bytes)
  /** @param {Partial<Asked>} more */
  const end = (more) => [...lesson(network, { ...asked, ...more })].pop()?.layers
  const [alone, mixed] = [end({}), end({ replay: some(9) })]
  assert.deepEqual(end({}), alone)
  assert.deepEqual(end({ held: digitsIn(some(3)), test: some(2) }), alone) // they are only asked about
  assert.notDeepEqual(mixed, alone)
})

test("how far a layer has moved is the length of its change beside its own", () => {
  /** @param {number[]} weights @param {number[]} biases @param {"F6" | "output"} name @returns {Layer} */
  const layer = (weights, biases, name = "F6") => ({
    ...manifest.layers[name === "F6" ? 0 : 1],
    ...{ weights: Float32Array.from(weights), biases: Float32Array.from(biases) },
  })
  const codes = layer([1, 1], [], "output")
  const [one, ...rest] = moved([layer([3], [4]), codes], [layer([3], [5]), codes])
  assert.deepEqual([one.name, one.part, rest.length], ["F6", 0.2, 0])
})

test("the worker answers each pass, and refuses numbers that are not the network's", () => {
  /** @type {Report[]} */
  const told = []
  /** @type {Parameters<typeof work>[0]} */
  const scope = { onmessage: null, postMessage: (report) => told.push(report) }
  work(scope)
  scope.onmessage?.({ data: { manifest, numbers: bytes, ...asked } })
  assert.equal(told.length, 7)
  assert.throws(() => scope.onmessage?.({ data: { manifest, numbers: bytes.slice(4), ...asked } }), /not the numbers/)
})

test("digits are images, then labels; anything else is refused", () => {
  const { images, labels } = digitsFrom(Uint8Array.from([...new Array(1568).fill(9), 3, 4]))
  assert.deepEqual([images.length, ...labels], [1568, 3, 4])
  for (const length of [0, 784, 786]) assert.throws(() => digitsFrom(new Uint8Array(length)), /no digits/)
})

test("digits that come with the message are unpacked once, broken ones are asked for again", async () => {
  const content = gzipSync(Uint8Array.from([...new Array(1568).fill(9), 3, 4])).toString("base64")
  const found = digitsOf({ content })
  assert.deepEqual([...(await found).labels], [3, 4])
  assert.equal(digitsOf({ content }), found)
  for (const broken of ["", "AAAA", gzipSync("abc").toString("base64")]) {
    const first = digitsOf({ content: broken || "====" })
    await assert.rejects(first)
    const second = digitsOf({ content: broken || "====" })
    assert.notEqual(second, first)
    await assert.rejects(second)
  }
})
