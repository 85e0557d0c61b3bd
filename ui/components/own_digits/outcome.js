// What a lesson has changed: errors before and after, how sure they are, what was forgotten.
/** @import { Layer } from "../browser/types.d.ts" */
/** @import { Misread } from "./types.d.ts" */

/** @param {ArrayLike<number>} answers @param {ArrayLike<number>} labels @returns {Misread} */
export function misread(answers, labels) {
  return { wrong: Array.from(answers).filter((answer, i) => answer !== labels[i]).length, of: answers.length }
}

// Where the rate lies of which a sample shows so much, 95 % sure: Wilson's interval, parts of 1.
/** @param {Misread} sample @returns {[least: number, most: number]} */
export function interval({ wrong, of }) {
  const z = 1.96,
    part = wrong / of,
    middle = (part + (z * z) / (2 * of)) / (1 + (z * z) / of),
    half = (z / (1 + (z * z) / of)) * Math.sqrt((part * (1 - part)) / of + (z * z) / (4 * of * of))
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}

// The places of what was read right before, and is not any more.
/** @param {ArrayLike<number>} before @param {ArrayLike<number>} after @param {ArrayLike<number>} labels */
export function lost(before, after, labels) {
  return [...Array(labels.length).keys()].filter((i) => before[i] === labels[i] && after[i] !== labels[i])
}

// How far the numbers of each layer that can learn have moved: the length of the change as a part of theirs.
/** @param {readonly Layer[]} before @param {readonly Layer[]} after */
export function moved(before, after) {
  return before
    .map(({ name, kind, weights, biases }, i) => {
      let [change, length] = [0, 0]
      for (const [old, now] of [
        [weights, after[i].weights],
        [biases, after[i].biases],
      ])
        old.forEach((number, j) => {
          change += (now[j] - number) ** 2
          length += number ** 2
        })
      return { name, kind, part: Math.sqrt(change / (length || 1)) }
    })
    .filter(({ kind }) => kind !== "RBF")
}
