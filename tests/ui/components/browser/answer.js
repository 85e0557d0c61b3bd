// Reads drawings as the browser does, for test_parity.py: node answer.js FOLDER. It finds there
// networks.json and numbers.NAME, drawings.json (of each the points of each stroke) and points.f64; it
// writes images.u8 and problems.json, answers.NAME.f64 of the first `read[NAME]`, steps.json and maps.NAME.f32
// of the first `few`.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { DigitProblem } from "../../../../ui/components/browser/ink.js"
import { mnistSteps, toMnist } from "../../../../ui/components/browser/mnist_image.js"
import { Network } from "../../../../ui/components/browser/network.js"

/** @import { Grey, Line, Manifest, Switch } from "../../../../ui/components/browser/types.d.ts" */

const folder = process.argv[2]
/** @param {string} name */
const bytes = (name) => new Uint8Array(readFileSync(join(folder, name)))
/** @param {string} name */
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf-8"))
/** @param {string} name @param {Uint8Array | Float64Array | Float32Array} values */
const put = (name, values) =>
  writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength))

/** @type {{ lengths: number[][], without: Switch[][], few: number, read: Record<string, number> }} */
const asked = json("drawings.json")
const points = new Float64Array(bytes("points.f64").slice().buffer)
let at = 0
/** @type {Line[][]} */
const drawings = asked.lengths.map((lengths) =>
  lengths.map((length) =>
    Array.from({ length }, () => {
      at += 2
      return /** @type {[number, number]} */ ([points[at - 2], points[at - 1]])
    }),
  ),
)

/** @type {Record<number, string>} */
const problems = {}
/** @type {Grey[]} */
const images = drawings.map((drawing, i) => {
  try {
    return toMnist(drawing, asked.without[i])
  } catch (problem) {
    if (!(problem instanceof DigitProblem)) throw problem
    problems[i] = problem.key
    return { values: new Uint8Array(28 * 28), height: 28, width: 28 }
  }
})
put("images.u8", Uint8Array.from(images.flatMap(({ values }) => [...values])))
writeFileSync(join(folder, "problems.json"), JSON.stringify(problems))
const steps = drawings
  .slice(0, asked.few)
  .map((drawing, i) =>
    problems[i]
      ? {}
      : Object.fromEntries(
          Object.entries(mnistSteps(drawing, asked.without[i])).map(([key, { values, height, width }]) => [
            key,
            { values: Buffer.from(values).toString("base64"), height, width },
          ]),
        ),
  )
writeFileSync(join(folder, "steps.json"), JSON.stringify(steps))

for (const manifest of /** @type {Manifest[]} */ (json("networks.json"))) {
  const network = new Network(manifest, bytes(`numbers.${manifest.name}`))
  const read = images.slice(0, asked.read[manifest.name]).map((image) => network.read(image))
  // of each: ten distances, ten probabilities, the best, the second best, whether it is a digit
  const answers = read.flatMap(({ distances, probabilities, best, second, isDigit }) => [
    ...distances,
    ...(probabilities ?? new Array(10).fill(0)),
    best,
    second,
    Number(isDigit),
  ])
  put(`answers.${manifest.name}.f64`, Float64Array.from(answers))
  const maps = read.slice(0, asked.few).flatMap(({ input, layers }) => [input, ...layers.values()])
  put(`maps.${manifest.name}.f32`, Float32Array.from(maps.flatMap(({ values }) => [...values])))
}
