// Digits as the browser bends them, for tests/cnn/data/mnist/test_perturbations.py: node bend.js FOLDER.
// It finds there bends.json and images.u8, an image for each bend; it writes bent.u8.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { bent } from "../../../../ui/components/broken_digit/bending.js"

/** @import { Bend } from "../../../../ui/components/broken_digit/types.d.ts" */

const folder = process.argv[2]
/** @type {Bend[]} */
const bends = JSON.parse(readFileSync(join(folder, "bends.json"), "utf-8"))
const pixels = new Uint8Array(readFileSync(join(folder, "images.u8")))
writeFileSync(
  join(folder, "bent.u8"),
  Uint8Array.from(
    bends.flatMap((bend, i) => [
      ...bent({ values: pixels.subarray(784 * i, 784 * (i + 1)), height: 28, width: 28 }, bend).values,
    ]),
  ),
)
