// Reads pictures as the browser does, for test_photo_way.py: node read.js FOLDER. It finds there
// asked.json (where the runtime and the files are, the way, the size of each photo, and boxes: a photo's
// number, left, top, width, height) and photos.rgba; it writes squares.u8 and probabilities.f32 of all boxes
// and NAME.f32, the maps of layer NAME, of the first `few`.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { SmallEdition } from "../../../../ui/components/small_edition/network.js"
import { squareOf } from "../../../../ui/components/small_edition/photo_way.js"

/** @import { Runtime, Seen, Way } from "../../../../ui/components/small_edition/types.d.ts" */

const folder = process.argv[2]
/** @type {{ files: Record<string, string>, way: Way, photos: [number, number][], boxes: number[][], few: number }} */
const asked = JSON.parse(readFileSync(join(folder, "asked.json"), "utf-8"))
/** @param {string} path */
const bytes = (path) => new Uint8Array(readFileSync(path))
const all = bytes(join(folder, "photos.rgba"))
let begin = 0
const photos = asked.photos.map(([width, height]) => {
  const data = all.subarray(begin, (begin += width * height * 4))
  return { data, width, height }
})

/** @type {Runtime} */
const runtime = await import(asked.files.runtime)
const { wasm, graph, numbers } = asked.files
const network = await SmallEdition.from(
  runtime,
  { wasm: bytes(wasm), graph: bytes(graph), numbers: bytes(numbers) },
  asked.way,
)
/** @type {Seen[]} */
const seen = []
for (const [photo, left, top, width, height] of asked.boxes) {
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const at = ((top + y) * photos[photo].width + left) * 4
    data.set(photos[photo].data.subarray(at, at + width * 4), y * width * 4)
  }
  const found = await network.read({ data, width, height })
  if (squareOf({ data, width, height }, asked.way).values.join() !== found.square.join())
    throw new Error("another square")
  seen.push(seen.length < asked.few ? found : { ...found, maps: {} })
}

/** @param {string} name @param {(Uint8Array | Uint8ClampedArray | Float32Array)[]} arrays */
const put = (name, arrays) => {
  writeFileSync(
    join(folder, name),
    Buffer.concat(arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))),
  )
}
put(
  "squares.u8",
  seen.map(({ square }) => square),
)
put(
  "probabilities.f32",
  seen.map(({ probabilities }) => probabilities),
)
const few = seen.slice(0, asked.few)
for (const name of Object.keys(few[0].maps))
  put(
    `${name}.f32`,
    few.map(({ maps }) => maps[name]),
  )
