// Reads all test digits beside the page, by a network with parts taken out: a Worker. A new job ends the
// one before; between two reports it listens.
import { Hurt } from "../browser/lesions.js"
import { Network } from "../browser/network.js"
import { Count } from "./counting.js"

/** @import { Bench, Brought, Job, WorkerScope } from "./types.d.ts" */
const REPORT = 80 // ms of work between two reports

/** @param {WorkerScope} scope */
export default function (scope) {
  /** @type {Promise<Bench>} */
  let bench
  let current = 0
  scope.onmessage = async ({ data }) => {
    if ("images" in data) {
      bench = brought(data)
      await bench.catch((problem) => scope.postMessage({ problem: String(problem) }))
      return
    }
    current = data.job
    const ready = await bench.catch(() => null)
    if (ready && data.parts && current === data.job) begin(ready, data)
  }

  /** @param {Bench} bench @param {Job} job */
  function begin({ network, images, labels }, { job, parts, seed }) {
    const hurt = new Hurt(network, parts ?? {}),
      count = new Count(images, labels, seed)
    const on = () => {
      if (job !== current) return
      const end = performance.now() + REPORT
      while (!count.done && performance.now() < end) count.next(hurt)
      scope.postMessage({ job, seen: count.seen, wrong: count.wrong, done: count.done })
      if (!count.done) setTimeout(on)
    }
    on()
  }
}

/** @param {Brought} brought @returns {Promise<Bench>} */
async function brought({ manifest, numbers, images, labels }) {
  const [pixels, names] = await Promise.all([unzipped(images), unzipped(labels)])
  new Count(pixels, names, 0) // throws unless they belong together
  return { network: new Network(manifest, numbers), images: pixels, labels: names }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
async function unzipped(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
