// The networks of the page, which networks.js has brought: each is fetched once, when it is first needed.
import { Network } from "./network.js"

/** @import { Manifest, SentNetwork } from "./types.d.ts" */

const BYTES = Float32Array.BYTES_PER_ELEMENT

// What a network is and its numbers; waits until the page has brought it. Rejects if the numbers cannot
// be fetched: the next who asks tries again.
/** @param {string} name @returns {Promise<{ manifest: Manifest, numbers: Uint8Array<ArrayBuffer> }>} */
export async function numbersOf(name) {
  const sent = await brought(name)
  sent.fetched ??= fetched(sent)
  try {
    return { manifest: sent.manifest, numbers: await sent.fetched }
  } catch (problem) {
    delete sent.fetched
    throw problem
  }
}

// The network, ready to read. Rejects as `numbersOf`, and if the numbers are not those of the manifest.
/** @param {string} name */
export async function networkOf(name) {
  const { manifest, numbers } = await numbersOf(name)
  return new Network(manifest, numbers)
}

/** @param {string} name @returns {Promise<SentNetwork>} */
function brought(name) {
  return new Promise((resolve) => {
    const look = () => {
      const sent = window.digitNetworks?.get(name)
      if (!sent) return
      window.removeEventListener("digit-networks", look)
      resolve(sent)
    }
    window.addEventListener("digit-networks", look)
    look()
  })
}

/** @param {SentNetwork} sent @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function fetched({ manifest, address, numbers }) {
  if (numbers) return inOrder(Uint8Array.from(atob(numbers), (letter) => letter.charCodeAt(0)))
  const answer = await fetch(new URL(address ?? "", document.baseURI))
  if (!answer.ok) throw new Error(`the numbers of ${manifest.name} did not come: ${answer.status}`)
  return inOrder(new Uint8Array(await answer.arrayBuffer()))
}

// The bytes of each number together. They come as all first ones, all second ones, and so on: the last
// ones, signs and sizes, are much alike, and pack better so.
/** @param {Uint8Array<ArrayBuffer>} planes */
function inOrder(planes) {
  const count = planes.length / BYTES
  return planes.map((_, i) => planes[(i % BYTES) * count + Math.floor(i / BYTES)])
}
