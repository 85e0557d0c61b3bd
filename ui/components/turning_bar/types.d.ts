import type { Messenger, Picture } from "../convolution/types.d.ts"

export type Line = "light" | "dark" | "edge"

/** Grey filters, one after the other, row by row. */
export interface Filters {
  values: Float64Array
  biases: number[]
  side: number
}

/** Of each filter and angle: its answer, and the line that it answered to so. */
export interface Swept {
  curves: Float64Array
  places: { degrees: number; offset: number }[]
}

/** What the visitor chose: the place of the angle, the filter, the line, and the wall's order. */
export interface Turned {
  angle: number
  filter: number
  line: Line
  sorted: boolean
}

export type Label =
  | ("light" | "dark" | "edge" | "line" | "angle" | "degrees" | "field" | "filter" | "cell")
  | ("sorted" | "numbered" | "wall" | "curve" | "tuned" | "broad" | "quiet" | "count")

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  /** Base64 of whole numbers of 16 bits, -32767 to 32767, which stand for -limit to limit. */
  levels: string
  limit: number
  side: number
  biases: number[]
  /** All filters in colour, as a PNG's data address, and how many stand in a row. */
  picture: string
  across: number
  chosen: Turned
  quiet: number
  narrow: number
  labels: Labels<Label>
  lang: string
}

/** What stands on the page. */
export interface Shown {
  root: HTMLElement
  link: Messenger<Turned>
  data: Data
  chosen: Turned
  filters: Filters
  swept: Record<string, Swept>
  lines: { root: HTMLElement; each: Record<Line, HTMLButtonElement> }
  order: HTMLButtonElement
  stage: Picture
  stageWords: HTMLElement
  dial: { words: HTMLElement; output: HTMLElement; input: HTMLInputElement }
  wall: HTMLElement
  wallWords: HTMLElement
  cells: HTMLButtonElement[]
  chart: {
    root: SVGElement
    area: SVGElement
    curve: SVGElement
    half: SVGElement
    mark: SVGElement
    words: HTMLElement
    one: HTMLElement
  }
  words: HTMLElement
}
