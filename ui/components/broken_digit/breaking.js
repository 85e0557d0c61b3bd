// Where a network breaks along a change: what is asked, in which order, and what the answers come to.
/** @import { Curve, Run, Said, Span } from "./types.d.ts" */
/** @import { Reading } from "../browser/types.d.ts" */

// The values that a curve is asked at, from the lowest to the highest.
/** @param {Span} span */
export function valuesOf({ lowest, highest, coarse }) {
  const count = Math.round((highest - lowest) / coarse)
  return Array.from({ length: count + 1 }, (_, i) => Number((lowest + i * coarse).toFixed(4)))
}

// A curve of which nothing is known: it will be asked from where nothing is changed to both ends.
/** @param {Curve["change"]} change @param {Span} span @param {Iterable<string>} names @returns {Curve} */
export function newCurve(change, span, names) {
  const values = valuesOf(span),
    rest = values.indexOf(span.rest)
  const places = values.map((_, place) => place).sort((a, b) => Math.abs(b - rest) - Math.abs(a - rest))
  const every = [...names]
  return {
    ...{ change, values, rest },
    said: new Map(every.map((name) => [name, values.map(() => undefined)])),
    left: places.flatMap((place) => every.map((name) => ({ name, place }))),
  }
}

// What a network says, and how much there is left of the digit that it said first.
/** @param {Reading} reading @param {number} first @returns {Said} */
export function saidOf({ best, probabilities }, first) {
  return { best, share: probabilities ? probabilities[first] : Number(best === first) }
}

// Answers side by side that are the same; where nobody has asked there is none.
/** @param {(Said | undefined)[]} said */
export function runsOf(said) {
  /** @type {Run[]} */
  const runs = []
  said.forEach((here, place) => {
    const last = runs[runs.length - 1]
    if (!here) return
    if (last?.to === place && last.best === here.best) last.to = place + 1
    else runs.push({ best: here.best, from: place, to: place + 1 })
  })
  return runs
}

// From which place to which the first answer holds without a gap around `rest`; null if not even there, or
// while nobody has asked there.
/** @param {(Said | undefined)[]} said @param {number} first @param {number} rest */
export function heldRange(said, first, rest) {
  const run = runsOf(said).find(({ best, from, to }) => best === first && from <= rest && rest < to)
  return run ? [run.from, run.to - 1] : null
}
