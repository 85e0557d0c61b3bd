/** A part of the map, or a step of the path to it: `Part` of __init__.py. */
export interface Part {
  id: string
  name: string
  count: number
  words: string
  marked: boolean
  inside: number[]
}

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  path: Part[]
  parts: Part[]
  selected: string
  labels: Labels<"map" | "path" | "up">
  lang: string
}

/** What it is told: the id of the part that is opened. */
export interface Told {
  opened: string
}

export interface Tree {
  root: HTMLElement
  data: Data
  observer: ResizeObserver
  open(id: string): void
  touched?: boolean
  map: HTMLElement
  said: HTMLElement
  buttons: HTMLButtonElement[]
  /** The number of the part that the Tab key comes to. */
  at: number
}

/** CSS pixels from the map's corner. */
export type Rectangle = [x: number, y: number, width: number, height: number]
