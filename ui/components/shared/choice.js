// What a hand has chosen among several. It stays until Python has answered it: what comes meanwhile
// is the answer to an older choice, and would jump back under the hand.
/** @import { Choice } from "./types.d.ts" */
const PATIENCE = 5000 // ms until a choice that was told counts as lost

/** @template Value @param {Choice<Value>} kept @param {Value} value */
export function choose(kept, value) {
  kept.chosen = value
  kept.since = performance.now()
}

// Whether this is Python's own choice, which is taken over, and no answer to a hand's.
/** @template Value @param {Choice<Value>} kept @param {Value} value */
export function isNews(kept, value) {
  const answered = value === kept.chosen
  if (!answered && performance.now() - (kept.since ?? -Infinity) < PATIENCE) return false
  Object.assign(kept, { chosen: value, since: -Infinity })
  return !answered
}
