// A network learns from a visitor's drawings, pass after pass, and is asked after each. The same
// drawings in the same order make the same lesson: its chance begins alike each time.
import { Learner } from "../browser/learning.js"
import { digitsIn } from "./digits.js"

/** @import { Network } from "../browser/network.js" */
/** @import { Example } from "../browser/types.d.ts" */
/** @import { Asked, Report } from "./types.d.ts" */

const TESTED = [0, 1, 2, 5, 10] // after so many passes, and the last, the test digits are read, too

// A report before the first pass and after each.
/** @param {Network} network @param {Omit<Asked, "manifest" | "numbers">} asked @returns {Generator<Report>} */
export function* lesson(network, { first, learn, held, test, replay, rate, passes, mix }) {
  const learner = new Learner(network, first),
    below = chance(1998)
  /** @param {Asked["learn"]} digits @returns {Example[]} */
  const examples = (digits) => digits.map(({ image, label }) => ({ label, seen: learner.seen(image) }))
  const [own, asked, tested, mixed] = [learn, held, digitsIn(test), digitsIn(replay)].map(examples)
  /** @param {Example[]} some */
  const answers = (some) => some.map(({ seen }) => bestOf(learner.distances(seen)))

  for (let pass = 0; pass <= passes; pass++) {
    if (pass)
      for (const one of shuffled(own, below)) {
        const beside = mixed.length ? Array.from({ length: mix }, () => mixed[below(mixed.length)]) : []
        learner.step([one, ...beside], rate)
      }
    const isTested = TESTED.includes(pass) || pass === passes
    yield {
      pass,
      learn: answers(own),
      held: answers(asked),
      test: isTested ? Uint8Array.from(answers(tested)) : null,
      layers: learner.network.layers,
    }
  }
}

/** @param {Float64Array} distances */
function bestOf(distances) {
  return distances.reduce((best, distance, digit) => (distance < distances[best] ? digit : best), 0)
}

/** @template Item @param {readonly Item[]} items @param {(bound: number) => number} below */
function shuffled(items, below) {
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = below(last + 1)
    ;[order[last], order[other]] = [order[other], order[last]]
  }
  return order
}

// Whole numbers below a bound, the same ones for the same seed (mulberry32).
/** @param {number} seed */
function chance(seed) {
  let state = seed
  return (/** @type {number} */ bound) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }
}
