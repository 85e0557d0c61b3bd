// Answers of networks with parts taken out, for test_lesions.py: node hurt.js FOLDER. It finds there
// network.json, numbers, images.u8 and lesions.json, a list of parts; it writes distances.f64.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Hurt } from "../../../../ui/components/browser/lesions.js"
import { Network } from "../../../../ui/components/browser/network.js"

/** @import { Parts } from "../../../../ui/components/browser/types.d.ts" */

const folder = process.argv[2]
/** @param {string} name */
const bytes = (name) => new Uint8Array(readFileSync(join(folder, name)))
/** @param {string} name */
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf-8"))

const network = new Network(json("network.json"), bytes("numbers"))
const pixels = bytes("images.u8")
const images = Array.from({ length: pixels.length / 784 }, (_, i) => ({
  values: pixels.subarray(784 * i, 784 * (i + 1)),
  height: 28,
  width: 28,
}))
const found = /** @type {Partial<Parts>[]} */ (json("lesions.json")).flatMap((parts) => {
  const hurt = new Hurt(network, parts)
  return images.flatMap((image) => [...hurt.read(image).distances])
})
writeFileSync(join(folder, "distances.f64"), new Uint8Array(Float64Array.from(found).buffer))
