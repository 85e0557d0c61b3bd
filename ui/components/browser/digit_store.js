// MNIST's test digits, as test_digits.js has brought them: fetched when somebody asks.
/** @import { SentDigits, SentFile } from "./types.d.ts" */

// The bytes of the two files, gzip as MNIST's makers packed them; waits until the page has brought them.
// Rejects if they cannot be fetched.
/** @returns {Promise<{ images: Uint8Array<ArrayBuffer>, labels: Uint8Array<ArrayBuffer> }>} */
export async function testDigits() {
  const sent = await broughtDigits()
  const [images, labels] = await Promise.all([bytesOf(sent.images), bytesOf(sent.labels)])
  return { images, labels }
}

/** @returns {Promise<SentDigits>} */
function broughtDigits() {
  return new Promise((resolve) => {
    const look = () => {
      if (!window.testDigits) return
      window.removeEventListener("test-digits", look)
      resolve(window.testDigits)
    }
    window.addEventListener("test-digits", look)
    look()
  })
}

/** @param {SentFile} sent @returns {Promise<Uint8Array<ArrayBuffer>>} */
async function bytesOf({ address, bytes }) {
  if (bytes) return Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
  const answer = await fetch(new URL(address ?? "", document.baseURI))
  if (!answer.ok) throw new Error(`the test digits did not come: ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}
