// A value that a hand moves faster than Python answers. Python is told of a move at once, and of
// the next when it has answered; what it sends of an older move is not taken, so that nothing
// jumps back under a hand. `kept` has the value `at`, and lives as long as the element.
/** @import { Heard, Kept, TellMove } from "./types.d.ts" */
const PATIENCE = 700 // ms without an answer, then what was last moved to is told again,
const LONGEST = 10_000 // ever more rarely

/** @param {Kept} kept @param {Heard} data @param {TellMove} trigger */
export function hear(kept, data, trigger) {
  const afresh = kept.heard === undefined || data.heard < kept.heard // else another server answers
  if (afresh) Object.assign(kept, { moves: data.heard, told: data.heard })
  if (afresh || data.heard > kept.heard) kept.wait = PATIENCE
  Object.assign(kept, { heard: data.heard, trigger })
  if (kept.heard >= kept.moves) kept.at = data.at
  if (kept.heard < kept.told || !kept.timer) return
  forget(kept)
  next(kept)
}

/** @param {Kept} kept @param {number} at */
export function move(kept, at) {
  kept.at = at
  kept.moves += 1
  if (!kept.timer) next(kept)
}

/** @param {Kept} kept */
function next(kept) {
  kept.timer = null
  if (kept.heard >= kept.moves) return
  if (kept.told === kept.moves) kept.wait *= 2
  if (kept.wait > LONGEST) return
  kept.told = kept.moves
  kept.timer = setTimeout(next, kept.wait, kept)
  kept.trigger("move", { at: kept.at, moves: kept.moves })
}

// What Python has not been told is told at once: the hand leaves.
/** @param {Kept} kept */
export function hurry(kept) {
  if (kept.told === kept.moves) return
  forget(kept)
  next(kept)
}

/** @param {Kept} kept */
export function forget(kept) {
  clearTimeout(kept.timer ?? undefined)
}
