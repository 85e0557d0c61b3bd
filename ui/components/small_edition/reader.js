// What a widget asks the Worker: one frame at a time. A frame that comes while another is read is late,
// and is dropped: what is on the screen is always of the newest frame that could be read.
/** @import { Asked, Ears, Sent, Told } from "./types.d.ts" */
const SILENT = 30_000 // ms; a worker that has been asked and says nothing for so long is lost

export class Reader {
  isReady = false
  isBusy = false
  /** @type {((still: Blob | null) => void)[]} */
  waiting = []
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  watch

  /** @param {Worker} worker @param {Ears} ears */
  constructor(worker, ears) {
    this.worker = worker
    this.ears = ears
    worker.onmessage = ({ data }) => this.hear(data)
    worker.onerror = () => this.fail()
  }

  // A reader with a Worker of its own, which begins to load the network.
  /** @param {Sent} sent @param {Ears} ears */
  static opened({ worker, files, way }, ears) {
    /** @param {string} address */
    const whole = (address) => new URL(address, document.baseURI).href
    const reader = new Reader(new Worker(whole(worker)), ears)
    const places = Object.entries(files).map(([name, file]) => [name, { ...file, address: whole(file.address) }])
    reader.ask({ files: Object.fromEntries(places), way })
    return reader
  }

  // Whether the frame was taken; one that was not is closed.
  /** @param {ImageBitmap} frame */
  read(frame) {
    if (!this.isReady || this.isBusy) {
      frame.close()
      return false
    }
    this.isBusy = true
    this.ask({ frame }, [frame])
    return true
  }

  // The last frame that was read, as a PNG; null before the first, or if the worker is lost.
  /** @returns {Promise<Blob | null>} */
  still() {
    if (!this.isReady) return Promise.resolve(null)
    return new Promise((resolve) => {
      this.waiting.push(resolve)
      this.ask({ still: true })
    })
  }

  end() {
    clearTimeout(this.watch)
    this.worker.terminate()
    this.isReady = false
    for (const resolve of this.waiting.splice(0)) resolve(null)
  }

  /** @param {Asked} asked @param {Transferable[]} [given] */
  ask(asked, given = []) {
    this.listen()
    this.worker.postMessage(asked, given)
  }

  /** @param {Told} told */
  hear(told) {
    clearTimeout(this.watch)
    if ("problem" in told) {
      console.warn(told.problem)
      this.fail()
    } else if ("part" in told) {
      this.listen()
      this.ears.part(told.part)
    } else if ("ready" in told) {
      this.isReady = true
      this.ears.ready()
    } else if ("still" in told) this.waiting.shift()?.(told.still)
    else {
      this.isBusy = false
      this.ears.seen(told.seen)
    }
  }

  listen() {
    clearTimeout(this.watch)
    this.watch = setTimeout(() => this.fail(), SILENT)
  }

  fail() {
    this.end()
    this.ears.failed()
  }
}
