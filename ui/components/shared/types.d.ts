/** A value that a hand moves; see moves.js. It lives as long as its element. */
export interface Kept {
  at: number | null
  heard: number
  moves: number
  told: number
  wait: number
  timer: ReturnType<typeof setTimeout> | null
  trigger: TellMove
}

/** What `ui.components.moves.mount_steps` sends: where Python says that it stands, after how many moves. */
export interface Heard {
  at: number | null
  heard: number
}

/** Tells Python of a move. */
export type TellMove = (name: "move", value: { at: number | null; moves: number }) => void
