// The test digits read one after the other in a random order, and what was misread of each digit: so that
// the first few hundred are a fair sample of all.
/** @import { Grey, Reading } from "../browser/types.d.ts" */
const SIDE = 28
const HEADERS = { images: 16, labels: 8 } // bytes of an IDX file before its data

export class Count {
  // `images` and `labels`: the bytes of MNIST's two files. Throws RangeError if they are not of as many digits.
  /** @param {Uint8Array} images @param {Uint8Array} labels @param {number} seed */
  constructor(images, labels, seed) {
    this.pixels = images.subarray(HEADERS.images)
    this.labels = labels.subarray(HEADERS.labels)
    const digits = this.labels.length
    if (!digits || this.pixels.length !== digits * SIDE * SIDE) throw new RangeError("these are not MNIST's digits")
    this.order = shuffled(digits, seed)
    this.read = 0
    /** @type {number[]} */
    this.seen = new Array(10).fill(0)
    /** @type {number[]} */
    this.wrong = new Array(10).fill(0)
  }

  get done() {
    return this.read === this.order.length
  }

  // The next digit, by a network.
  /** @param {{ read: (image: Grey) => Pick<Reading, "best"> }} network */
  next(network) {
    const at = this.order[this.read++],
      label = this.labels[at],
      values = this.pixels.subarray(at * SIDE * SIDE, (at + 1) * SIDE * SIDE)
    this.seen[label]++
    if (network.read({ values, height: SIDE, width: SIDE }).best !== label) this.wrong[label]++
  }
}

// 0 ... count - 1 in a random order, the same for the same seed (Fisher, Yates; numbers by mulberry32).
/** @param {number} count @param {number} seed */
export function shuffled(count, seed) {
  let state = seed >>> 0
  const below = (/** @type {number} */ limit) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const other = below(i + 1)
    ;[order[i], order[other]] = [order[other], order[i]]
  }
  return order
}
