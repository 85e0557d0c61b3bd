import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { test } from "node:test"
import { DigitProblem } from "../../../../ui/components/browser/ink.js"
import { toMnist } from "../../../../ui/components/browser/mnist_image.js"
import { Network } from "../../../../ui/components/browser/network.js"
import { sha256 } from "../../../../ui/components/browser/sha256.js"
import { chance } from "../chance.js"

/** @import { Manifest } from "../../../../ui/components/browser/types.d.ts" */

const bytes = new Uint8Array(Float32Array.from({ length: 7850 }, (_, i) => Math.sin(i)).buffer)
/** @type {Manifest} */
const manifest = {
  name: "linear",
  model: "Linear",
  sha256: createHash("sha256").update(bytes).digest("hex"),
  input: { side: 28, frame: 0, paper: -0.1, ink: 1.175 },
  layers: [
    {
      name: "output",
      kind: "FullyConnected",
      maps: 10,
      height: 1,
      width: 1,
      activation: "linear",
      weight: 0,
      bias: 7840,
    },
  ],
  confidence: null,
}

test("the hash is Node's, whatever the length", () => {
  const { below, many } = chance(1)
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, ...many(30, () => below(5000))]) {
    const some = Uint8Array.from({ length }, () => below(256))
    assert.equal(sha256(some), createHash("sha256").update(some).digest("hex"))
  }
})

test("numbers with another hash are refused", () => {
  assert.ok(new Network(manifest, bytes))
  const changed = bytes.slice()
  changed[1000] ^= 1
  assert.throws(() => new Network(manifest, changed), /not the numbers of linear/)
  assert.throws(() => new Network(manifest, bytes.subarray(4)), /not the numbers of linear/)
})

test("a lesion changes what the next layer sees, and the network stays whole", () => {
  const network = new Network(manifest, bytes)
  const seven = toMnist([
    [
      [0, 0],
      [50, 2],
      [20, 90],
    ],
  ])
  const whole = network.read(seven)
  const cut = network.read(seven, (name, maps) => name === "output" && maps.values.fill(0))
  assert.deepEqual([...cut.distances], new Array(10).fill(10))
  assert.deepEqual(network.read(seven).distances, whole.distances)
})

test("nothing drawn, and a dot, are problems with a key", () => {
  /** @param {[number, number][][]} drawing @param {string} key */
  const fails = (drawing, key) =>
    assert.throws(
      () => toMnist(drawing),
      (problem) => problem instanceof DigitProblem && problem.key === key,
    )
  fails([], "digit-empty")
  fails([[[NaN, 1]]], "digit-empty")
  fails([[[3, 3]]], "digit-dot")
})
