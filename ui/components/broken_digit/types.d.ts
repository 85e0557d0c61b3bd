import type { Network } from "../browser/network.js"
import type { Grey } from "../browser/types.d.ts"
import type { Packed } from "../digit_pad/types.d.ts"

/** How far a digit is changed: `Bend` of cnn/data/mnist/perturbations.py. */
export interface Bend {
  right: number
  down: number
  turn: number
  scale: number
  slant: number
  thickness: number
  noise: number
}

export type Change = keyof Bend

/** The ends of a change, where it changes nothing, the step of its slider and that of its curve. */
export interface Span {
  lowest: number
  highest: number
  rest: number
  step: number
  coarse: number
}

export type Label =
  | "as-drawn"
  | "again"
  | "drawn"
  | "bent"
  | "network"
  | "answer"
  | "along"
  | "holds"
  | "range"
  | "gone"
  | "share"
  | "track"
  | "legend"
  | "failed"
  | "digit-empty"
  | "digit-dot"

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  pad: string
  sample: Packed
  spans: Record<Change, Span>
  /** Along which the curves run at first. */
  change: Change
  /** The title of each network by its name. */
  networks: Record<string, string>
  /** What each slider changes, and its value with %v. */
  titles: Record<Change, string>
  units: Record<Change, string>
  colours: [paper: string, ink: string]
  labels: Labels<Label>
  lang: string
}

/** What it is told: what was moved, once it has come to rest. */
export interface Told {
  moved: Change
}

/** What a network says at one place of a curve. */
export interface Said {
  best: number
  /** How probable the first digit is there; without a confidence 1 if it is the answer, else 0. */
  share: number
}

/** Places side by side with one answer; `to` is behind the last. */
export interface Run {
  best: number
  from: number
  to: number
}

/** The answers along one change: by network, undefined where nobody has asked yet. */
export interface Curve {
  change: Change
  values: number[]
  said: Map<string, (Said | undefined)[]>
  /** Numbers of places that are to be asked, the next one last. */
  left: { name: string; place: number }[]
  /** The place where nothing is changed. */
  rest: number
}

export interface Row {
  answer: HTMLElement
  share: HTMLElement
  holds: HTMLElement
  track: HTMLElement
  now: HTMLElement
}

export interface Board {
  root: HTMLElement
  data: Data
  bend: Bend
  change: Change
  image: Grey | null
  problem: "digit-empty" | "digit-dot" | null
  pen: "up" | "down"
  networks: Map<string, Network>
  /** Whether the numbers have been asked for, and whether some did not come. */
  asked: boolean
  failed: boolean
  /** The changed picture, and who is still to be asked of it. */
  now: Grey | null
  due: string[]
  /** What each network says of the digit as it was drawn. */
  first: Map<string, number>
  curve: Curve | null
  /** Whether the picture and the answers are to be made again, and when the curves were last drawn. */
  stale: boolean
  drawnAt: number
  sliders: Map<Change, HTMLInputElement>
  outputs: Map<Change, HTMLElement>
  rows: Map<string, Row>
  told: Change | null
  tell(change: Change): void
  /** The frames in which the work is done. */
  frames: { ask(): void; end(): void }
  /** Nothing more is heard of the pad. */
  forget(): void
}
