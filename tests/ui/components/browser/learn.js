// Steps of learning as the browser takes them, for test_learning.py: node learn.js FOLDER. It finds there
// network.json, numbers, images.u8, labels.u8 and asked.json: the first layer that learns, the rate, and
// of each step the places of its images. It writes numbers.f32, all numbers after the last step, and
// criteria.f64, the criterion before each.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Learner } from "../../../../ui/components/browser/learning.js"
import { Network } from "../../../../ui/components/browser/network.js"

const folder = process.argv[2]
/** @param {string} name */
const bytes = (name) => new Uint8Array(readFileSync(join(folder, name)))
/** @param {string} name */
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf-8"))

/** @type {{ first: string, rate: number, steps: number[][] }} */
const { first, rate, steps } = json("asked.json")
const network = new Network(json("network.json"), bytes("numbers")),
  learner = new Learner(network, first)
const pixels = bytes("images.u8")
const examples = Array.from(bytes("labels.u8"), (label, i) => ({
  label,
  seen: learner.seen({ values: pixels.subarray(784 * i, 784 * (i + 1)), height: 28, width: 28 }),
}))
const criteria = steps.map((places) =>
  learner.step(
    places.map((place) => examples[place]),
    rate,
  ),
)
const numbers = learner.network.layers.flatMap(({ weights, biases }) => [...weights, ...biases])
writeFileSync(join(folder, "numbers.f32"), new Uint8Array(Float32Array.from(numbers).buffer))
writeFileSync(join(folder, "criteria.f64"), new Uint8Array(Float64Array.from(criteria).buffer))
