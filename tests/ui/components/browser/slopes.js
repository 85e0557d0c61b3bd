// Gradients as the browser finds them, for test_backward.py: node slopes.js FOLDER. It finds there
// network.json, numbers, images.u8 and labels.u8; it writes slopes.f64 (of the pixels of each image), and
// the slopes of all numbers of the network, for the first image, as numbers.f64.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pixelSlopes } from "../../../../ui/components/browser/adversarial.js"
import { backward, surprise } from "../../../../ui/components/browser/backward.js"
import { Network } from "../../../../ui/components/browser/network.js"
import { networkInput } from "../../../../ui/components/browser/network_input.js"

/** @import { Slopes } from "../../../../ui/components/browser/types.d.ts" */

const folder = process.argv[2]
/** @param {string} name */
const bytes = (name) => new Uint8Array(readFileSync(join(folder, name)))
/** @param {string} name @param {number[]} values */
const put = (name, values) => writeFileSync(join(folder, name), new Uint8Array(Float64Array.from(values).buffer))

const network = new Network(JSON.parse(readFileSync(join(folder, "network.json"), "utf-8")), bytes("numbers"))
const pixels = bytes("images.u8")
const images = Array.from(bytes("labels.u8"), (label, i) => ({
  label,
  image: { values: pixels.subarray(784 * i, 784 * (i + 1)), height: 28, width: 28 },
}))
put(
  "slopes.f64",
  images.flatMap(({ image, label }) => [...pixelSlopes(network, image, label)]),
)

const { image, label } = images[0],
  input = networkInput(image, network.manifest.input),
  found = network.forward(input)
const distances = Float64Array.from(found.get("output")?.values ?? [])
const loss = surprise(distances, label, network.manifest.confidence ?? { temperature: 1, rubbish: 0 })
const { layers } = backward(network.layers, input, found, loss.slopes)
put(
  "numbers.f64",
  network.layers.flatMap(({ name }) => {
    const { weights, biases } = /** @type {Slopes} */ (layers.get(name))
    return [...weights, ...biases]
  }),
)
