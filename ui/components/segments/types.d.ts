import type { Heard, Kept, TellMove } from "../shared/types.d.ts"

/** What Python sends: `_choice` of __init__.py. */
export interface Data extends Heard {
  look: "joined" | "pills" | "listed"
  label: string
  words: string[]
}

/** What it is told: see moves.js. */
export interface Told {
  move: Parameters<TellMove>[1]
}

export interface Group extends Kept {
  /** The options that the radio buttons were made for. */
  news?: string
  radios: HTMLInputElement[]
}
