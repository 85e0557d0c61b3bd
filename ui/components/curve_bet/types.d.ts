/** What Python sends: `mount` of __init__.py; errors in per cent. */
export interface Data {
  x: number[]
  known: number[]
  hidden: [means: number[], least: number[], most: number[]]
  epoch: number
  ticks: string[]
  labels: Labels<Label>
  lang: string
}

type Label =
  | ("ask" | "known" | "yours" | "measured" | "x" | "y" | "point" | "bet" | "again")
  | ("score" | "close" | "better" | "worse")

/** What it is told: that the guess has been made. */
export interface Told {
  made: true
}

/** What this browser keeps of a guess. */
export interface Stored {
  epoch: number
  values: number[]
}

/** What the scales need: data and the chart's frame in CSS pixels. */
export interface Scaled {
  data: Pick<Data, "x">
  box: { left: number; right: number; top: number; bottom: number }
}

export interface Bet extends Scaled {
  root: HTMLElement
  data: Data
  observer: ResizeObserver
  values: number[]
  /** The epoch in which the guess was made. */
  since?: number
  made: boolean
  touched: boolean
  tell: Given<Data, Told>["setTriggerValue"]
  width: number
  chart: SVGSVGElement
  line: SVGElement
  handles: SVGElement[]
}
