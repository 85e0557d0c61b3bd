// AlexNet's small edition, run by ONNX Runtime: a picture in, every layer's maps and the probabilities out.
import { inputOf, squareOf } from "./photo_way.js"

/** @import { Files, Pixels, Runtime, Seen, Session, Way } from "./types.d.ts" */

export const NUMBERS = "alexnet-small.safetensors" // as the graph calls the file of its numbers

export class SmallEdition {
  /** @param {Runtime} runtime @param {Session} session @param {Way} way */
  constructor(runtime, session, way) {
    this.runtime = runtime
    this.session = session
    this.way = way
  }

  // From its files, which are not looked at here. Rejects if they are no program, no graph or no numbers.
  /** @param {Runtime} runtime @param {Omit<Files, "runtime">} files @param {Way} way */
  static async from(runtime, { wasm, graph, numbers }, way) {
    runtime.env.wasm.numThreads = 1 // more of them need a page that is isolated from other sites
    runtime.env.wasm.wasmBinary = wasm
    const session = await runtime.InferenceSession.create(graph, {
      executionProviders: ["wasm"],
      externalData: [{ path: NUMBERS, data: numbers }],
    })
    runtime.env.wasm.wasmBinary = undefined // it is compiled, and takes 14 MB
    return new SmallEdition(runtime, session, way)
  }

  /** @param {Pixels} picture @returns {Promise<Seen>} */
  async read(picture) {
    const square = squareOf(picture, this.way),
      { side } = square
    const image = new this.runtime.Tensor("float32", inputOf(square, this.way), [1, 3, side, side])
    const layers = Object.entries(await this.session.run({ image }))
    const maps = Object.fromEntries(layers.map(([name, { data }]) => [name, data]))
    return { square: square.values, maps, probabilities: softmax(maps.fc8) }
  }
}

/** @param {Float32Array} logits */
function softmax(logits) {
  const most = Math.max(...logits),
    powers = Float64Array.from(logits, (logit) => Math.exp(logit - most))
  const all = powers.reduce((sum, power) => sum + power, 0)
  return Float32Array.from(powers, (power) => power / all)
}
