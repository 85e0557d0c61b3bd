/** One run's curves: `Line` of __init__.py. */
export interface Line {
  name: string
  /** Digits seen, loss, error in per cent. */
  curve: number[][]
  /** Digits seen, error in per cent. */
  test: number[][]
}

/** What Python sends: `message` of __init__.py. */
export interface Data {
  key: string
  line: number
  digit: number | null
  lines: Line[]
  /** Step, digits seen, seconds, test error in per cent. */
  moments: number[][]
  weights: string
  weightsScale: number[]
  weightsShape: Shape
  maps: string
  mapsScale: number[]
  mapsShape: Shape
  mapsLimit: number
  distances: number[][]
  confusions: string
  live: boolean
  colours: Ramp
  labels: Labels<Label>
  lang: string
}

export type Shape = [count: number, height: number, width: number]

type Label =
  | ("loss" | "error" | "play" | "stop" | "moment" | "place" | "step" | "untrained")
  | ("answer" | "right" | "wrong" | "weights" | "maps" | "confusion" | "confusion-axes")

/** What it is told: that somebody has moved through the run. */
export interface Told {
  rewound: true
}

export interface Film {
  root: HTMLElement
  key: string | null
  data: Data
  at: number
  last: number
  /** It stays with the newest moment of a run that goes on. */
  follow: boolean
  timer: ReturnType<typeof setInterval> | 0
  told: boolean
  tell(): void
  left: AbortController
  hand?: EventTarget | null
  weights: Int8Array
  maps: Int8Array
  confusions: Uint8Array
  ramp: Tone[]
}

/** What a chart shows, and how: `column` of the curves, `ticks` with the least value of the scale. */
export interface Chart {
  column: number
  test: boolean
  ticks: { least: number; values: number[] }
  unit: string
  alt: string
  at: number | null
  colours: string[]
  lang: string
}
