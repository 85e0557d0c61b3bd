// A value that a hand moves faster than Python answers. Python is told of a move at once, and of
// the next when it has answered; what it sends of an older move is not taken, so that nothing
// jumps back under a hand. `kept` has the value `at`, and lives as long as the element.
const PATIENCE = 700 // ms without an answer, then the next move is sent nevertheless

function hear(kept, data, trigger) {
  kept.moves ??= kept.told ??= data.heard
  kept.trigger = trigger
  if (data.heard >= kept.moves) kept.at = data.at
  if (data.heard < kept.told || !kept.timer) return
  forget(kept)
  next(kept)
}

function move(kept, at) {
  kept.at = at
  kept.moves += 1
  if (!kept.timer) next(kept)
}

function next(kept) {
  kept.timer = null
  if (kept.told === kept.moves) return
  kept.told = kept.moves
  kept.timer = setTimeout(next, PATIENCE, kept)
  kept.trigger("move", { at: kept.at, moves: kept.moves })
}

function forget(kept) {
  clearTimeout(kept.timer)
}
