/** What Python sends: `mount` of __init__.py; errors in per cent. */
export interface Data {
  x: number[]
  known: number[]
  /** null as long as nobody may see it. */
  hidden: Hidden | null
  /** The code of the class in which it is asked, or "". */
  room: string
  epoch: number
  ticks: string[]
  labels: Labels<Label>
  lang: string
}

export type Hidden = [means: number[], least: number[], most: number[]]

type Label =
  | ("ask" | "known" | "yours" | "measured" | "x" | "y" | "point" | "bet" | "again")
  | ("score" | "close" | "better" | "worse")

/** What it is told: the guess that has been made. */
export interface Told {
  made: number[]
}

/** What this browser keeps of a guess. */
export interface Stored {
  epoch: number
  values: number[]
  /** Of a guess in a class, its code. */
  room?: string
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
  /** The class in which it is asked. */
  room: string
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
