// The small edition beside the page: a Worker. First it is told where the files are, then it gets frames,
// one after the other, and is asked for the last of them as a file.
import { sha256 } from "../browser/sha256.js"
import { SmallEdition } from "./network.js"

/** @import { Address, Asked, Brought, WorkerScope } from "./types.d.ts" */
const REPORT = 2 ** 18 // bytes between two words about how much has come

/** @param {WorkerScope} scope */
export default function (scope) {
  /** @type {SmallEdition} */
  let network
  const canvas = new OffscreenCanvas(1, 1),
    brush = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }))
  let kept = false // whether the canvas holds a frame
  let turn = Promise.resolve() // one thing after the other: the file that is asked for is of the frame last told
  scope.onmessage = ({ data }) => {
    turn = turn.then(() => act(data)).catch((problem) => scope.postMessage({ problem: String(problem) }))
  }

  /** @param {Asked} asked */
  async function act(asked) {
    if ("files" in asked) network = await opened(scope, asked)
    else if ("frame" in asked) await read(asked)
    else await still()
  }

  /** @param {Extract<Asked, { frame: ImageBitmap }>} asked */
  async function read({ frame }) {
    const { width, height } = frame
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    brush.drawImage(frame, 0, 0)
    frame.close()
    kept = true
    const seen = await network.read(brush.getImageData(0, 0, width, height))
    const buffers = [seen.square, seen.probabilities, ...Object.values(seen.maps)].map(({ buffer }) => buffer)
    scope.postMessage({ seen }, [...new Set(buffers)])
  }

  async function still() {
    scope.postMessage({ still: kept ? await canvas.convertToBlob({ type: "image/png" }) : null })
  }
}

/** @param {WorkerScope} scope @param {Brought} brought */
async function opened(scope, { files, way }) {
  const total = Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0)
  let come = 0,
    told = 0
  /** @param {number} more */
  const tell = (more) => {
    come += more
    if (come - told >= REPORT || come === total) scope.postMessage({ part: (told = come) / total })
  }
  const { runtime, ...others } = files
  const [, wasm, graph, numbers] = await Promise.all(
    [runtime, others.wasm, others.graph, others.numbers].map((file) => fetched(file, tell)),
  )
  const network = await SmallEdition.from(await import(runtime.address), { wasm, graph, numbers }, way)
  scope.postMessage({ ready: true })
  return network
}

// A file, its hash found right. Rejects if it cannot be had, or is another.
/** @param {Address} file @param {(more: number) => void} tell @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function fetched({ address, bytes, sha256: hash }, tell) {
  const answer = await fetch(address)
  if (!answer.ok || !answer.body) throw new Error(`${address}: ${answer.status}`)
  const body = new Uint8Array(bytes),
    reader = answer.body.getReader()
  let at = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (at + value.length > bytes) throw new Error(`${address} is too long`)
    body.set(value, at)
    at += value.length
    tell(value.length)
  }
  if ((await hashOf(body)) !== hash) throw new Error(`${address} is not the file that ships`)
  return body
}

// The browser's own is many times faster, and is there for pages by https or of this computer.
/** @param {Uint8Array<ArrayBuffer>} body */
async function hashOf(body) {
  if (!globalThis.crypto.subtle) return sha256(body)
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("")
}
