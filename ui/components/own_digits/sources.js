// What a lesson needs besides the drawings: MNIST's digits and the worker's script, fetched when first needed.
import { digitsFrom } from "./digits.js"

/** @import { Digits, Source } from "./types.d.ts" */

/** @type {Map<string, Promise<Digits>>} */
const fetchedDigits = new Map()

// Rejects if they cannot be had; the next who asks tries again.
/** @param {Source} source */
export function digitsOf(source) {
  const name = source.address ?? (source.content ?? "").slice(0, 99)
  const found = fetchedDigits.get(name) ?? unpacked(source)
  fetchedDigits.set(name, found)
  found.catch(() => fetchedDigits.delete(name))
  return found
}

/** @param {Source} source */
async function unpacked({ address, content }) {
  const packed = content
    ? new Blob([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))])
    : await (await answered(address ?? "")).blob()
  const plain = packed.stream().pipeThrough(new DecompressionStream("gzip"))
  return digitsFrom(new Uint8Array(await new Response(plain).arrayBuffer()))
}

/** @param {string} address */
async function answered(address) {
  const answer = await fetch(new URL(address, document.baseURI))
  if (!answer.ok) throw new Error(`${address} did not come: ${answer.status}`)
  return answer
}

// A worker that runs this script.
/** @param {Source} source */
export function workerOf({ address, content }) {
  if (address) return new Worker(new URL(address, document.baseURI), { type: "module" })
  const url = URL.createObjectURL(new Blob([content ?? ""], { type: "text/javascript" }))
  const worker = new Worker(url, { type: "module" })
  worker.addEventListener("message", () => URL.revokeObjectURL(url), { once: true })
  return worker
}
