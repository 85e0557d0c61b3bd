import type { Messenger, Picture } from "../convolution/types.d.ts"

/** The constants of local response normalisation; alpha is divided by n. */
export interface Constants {
  k: number
  n: number
  alpha: number
  beta: number
}

export type Dial = keyof Constants

/** Answers of maps, one map after another, row by row; none is below 0. */
export interface Answers {
  values: Float32Array
  maps: number
  height: number
  width: number
}

/** What normalisation makes of them; see `normalised`. */
export interface Found {
  after: Float32Array
  divisor: { least: number; most: number }
  added: number
  falls: { mean: number; most: number } | null
}

/** A photo and its maps as Python sends them: a byte for each answer, then the photo's. */
export interface SentAnswers {
  name: string
  maps: number
  height: number
  width: number
  /** The answer that 255 stands for. */
  loudest: number
  /** Height and width of the photo. */
  photo: number[]
  address?: string
  bytes?: string
}

export type Label =
  | "k"
  | "n"
  | "alpha"
  | "beta"
  | "strong"
  | "published"
  | "photo"
  | "keys"
  | "before"
  | "after"
  | "divided"
  | "change"
  | "same"
  | "zero"
  | "wide"
  | "bars"
  | "failed"

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  maps: SentAnswers
  shown: number[]
  chosen: Constants
  steps: { k: number[]; alpha: number[]; beta: number[] }
  most: number
  presets: { strong: Constants; published: Constants }
  ramps: Record<"light" | "dark", Ramp>
  labels: Record<Label, string>
  lang: string
}

/** One photo with its maps, fetched. */
export interface Seen extends Answers {
  name: string
  photo: { pixels: Uint8Array; height: number; width: number }
}

/** What stands on the page. */
export interface Shown {
  root: HTMLElement
  link: Messenger<Constants>
  data: Data
  chosen: Constants
  seen: Seen | null
  asked: string
  place: number
  photo: Picture
  pixels: HTMLCanvasElement
  sheets: { words: HTMLElement; canvas: HTMLCanvasElement }[]
  dials: Record<Dial, { words: HTMLElement; output: HTMLElement; input: HTMLInputElement }>
  presets: { strong: HTMLButtonElement; published: HTMLButtonElement }
  where: HTMLElement
  words: HTMLElement
  bars: { words: HTMLElement; before: SVGElement; after: SVGElement; root: SVGElement }
  timer: ReturnType<typeof setTimeout> | undefined
}
