import type { Heard, TellMove } from "../shared/types.d.ts"

/** What Python sends of a number: steps from `first` on, of which 10 ** `digits` are a whole one. */
export interface Numbers {
  first: number
  digits: number
  unit: string
}

/** What Python sends: `choice`, with a word for each step, or `number` of __init__.py. */
export type Data = Heard & {
  at: number
  label: string
  last: number
} & (({ words: string[] } & { disabled?: undefined }) | (Numbers & { words?: undefined; disabled: boolean }))

/** What it is told: see moves.js. */
export interface Told {
  move: Parameters<TellMove>[1]
}
