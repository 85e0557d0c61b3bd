// The small edition, asked for the features of one picture after the other.
import { Reader } from "../small_edition/reader.js"

/** @import { Seen, Sent } from "../small_edition/types.d.ts" */

export class FeatureReader {
  /** @type {Reader | null} */
  reader = null
  /** @type {{ picture: () => Promise<ImageBitmap>, resolve: (seen: Seen) => void, reject: (why: Error) => void }[]} */
  asked = []
  part = 0
  isTaking = false // whether a picture is being made of what was asked for

  /** @param {Sent} sent @param {() => void} changed called when it is ready, or more of it has come
   * @param {() => void} failed called when it cannot be had, or is lost */
  constructor(sent, changed, failed) {
    this.sent = sent
    this.changed = changed
    this.failed = failed
  }

  get isReady() {
    return this.reader?.isReady ?? false
  }

  get isIdle() {
    return this.isReady && !this.asked.length
  }

  open() {
    if (this.reader) return
    this.part = 0
    this.reader = Reader.opened(this.sent, {
      part: (part) => {
        this.part = part
        this.changed()
      },
      ready: () => {
        this.changed()
        this.next()
      },
      seen: (seen) => {
        this.asked.shift()?.resolve(seen)
        this.next()
      },
      failed: () => {
        this.close()
        this.failed()
      },
    })
  }

  // Rejects if the network is not to be had, or is lost.
  /** @param {() => Promise<ImageBitmap>} picture @returns {Promise<Seen>} */
  read(picture) {
    this.open()
    return new Promise((resolve, reject) => {
      this.asked.push({ picture, resolve, reject })
      if (this.asked.length === 1) this.next()
    })
  }

  async next() {
    const { reader } = this,
      [first] = this.asked
    if (!first || this.isTaking || !reader?.isReady || reader.isBusy) return
    this.isTaking = true
    /** @type {ImageBitmap | null} */
    const frame = await first.picture().catch(() => null)
    this.isTaking = false
    const isWanted = this.asked[0] === first && this.reader === reader
    if (frame && isWanted && reader.read(frame)) return
    if (this.asked[0] === first) {
      this.asked.shift() // the picture is gone: a camera that was closed
      first.reject(new Error("no picture"))
    }
    this.next()
  }

  close() {
    this.reader?.end()
    this.reader = null
    for (const { reject } of this.asked.splice(0)) reject(new Error("the network is lost"))
  }
}
