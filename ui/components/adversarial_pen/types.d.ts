import type { Network } from "../browser/network.js"
import type { Grey } from "../browser/types.d.ts"
import type { Packed } from "../digit_pad/types.d.ts"
import type { PadImage } from "../shared/types.d.ts"

/** Two ways to change every pixel by the same size: along the gradient's signs, or along random ones. */
export type Way = "signs" | "noise"

/** In per cent, for each of the steps. */
export type Errors = Record<Way, number[]>

export type Label =
  | ("network" | "digit" | "pad" | "epsilon" | "dice" | "again" | "failed" | "digit-empty" | "digit-dot")
  | ("yours" | "signs" | "noise" | "added" | "seen" | "same" | "other" | "refused")
  | ("turns" | "never" | "own" | "measured" | "hidden" | "x" | "legend-signs" | "legend-noise")
  | ("told-own" | "told-measured" | "scale")

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  pad: string
  /** Drawings by their names. */
  samples: Record<string, Packed>
  /** The name of the one that stands there until something is drawn. */
  sample: string
  /** The title of each network by its name; the first is chosen at first. */
  networks: Record<string, string>
  /** The largest step. */
  largest: number
  /** What was measured; null until the visitor has guessed. */
  measured: { steps: number[]; errors: Record<string, Errors> } | null
  ink: [paper: string, ink: string]
  diverging: Ramp
  labels: Labels<Label>
  lang: string
}

/** What it is told: that the slider was moved, once it has come to rest. */
export interface Told {
  moved: true
}

/** How probable the first answer is and which answer is given, for steps of growing size. */
export interface Path {
  shares: number[]
  bests: number[]
}

export interface Place {
  added: HTMLCanvasElement
  changed: HTMLCanvasElement
  said: HTMLElement
  turns: HTMLElement
}

export interface Panel {
  svg: SVGSVGElement
  told: HTMLElement
}

export interface Board {
  root: HTMLElement
  data: Data
  name: string
  /** What is shown: a sample by its name, or what is on the pad. */
  source: string
  /** What is on the pad, or stands in for it. */
  onPad: PadImage
  epsilon: number
  seed: number
  image: Grey | null
  problem: "digit-empty" | "digit-dot" | null
  pen: "up" | "down"
  networks: Map<string, Network>
  /** Whether its numbers have been asked for, and whether they did not come. */
  asked: boolean
  failed: boolean
  /** The digit that the network reads where nothing is changed; null where it has not been asked. */
  first: number | null
  /** Along which each pixel goes, by way. */
  slopes: Record<Way, ArrayLike<number>> | null
  paths: Record<Way, Path>
  stale: boolean
  places: Record<Way, Place> | null
  slider: HTMLInputElement
  output: HTMLElement
  own: Panel
  measured: Panel
  told: boolean
  tell(): void
  frames: { ask(): void; end(): void }
  forget(): void
}
