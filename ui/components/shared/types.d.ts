import type { Grey } from "../browser/types.d.ts"

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

/** What was chosen last, by hand or by Python, and when by hand; see choice.js. */
export interface Choice<Value> {
  chosen?: Value
  since?: number
}

/** What `ui.components.moves.mount_steps` sends: where Python says that it stands, after how many moves. */
export interface Heard {
  at: number | null
  heard: number
}

/** Tells Python of a move. */
export type TellMove = (name: "move", value: { at: number | null; moves: number }) => void

/** What stands on a digit pad. */
export interface OnPad {
  strokes: (readonly [x: number, y: number])[][]
  pen: "up" | "down"
  /** Whether the visitor has drawn or cleared anything: before that, a sample stands in for it. */
  known: boolean
  /** Grows with each change. */
  number: number
}

/** What stands on a pad as the networks see it, or what is the matter with it; see digit_image.js. */
export interface PadImage {
  image: Grey | null
  problem: "digit-empty" | "digit-dot" | null
  pen: "up" | "down"
  /** Whether it is the visitor's, no sample. */
  known: boolean
}

/** The part of a picture that is lit up, or none, and whether it is to be brought into view. */
export interface Lit {
  part: string | null
  show: boolean
}

declare global {
  interface Window {
    /** What stands on each pad of the page, by its name; see drawn.js. */
    digitPads?: Map<string, OnPad>
  }
  interface WindowEventMap {
    "digit-pad-drawn": CustomEvent<string>
    "part-lit": CustomEvent<Lit>
    "part-pointed": CustomEvent<string | null>
  }
}
