/** Points, the map's name and its length, as bytes: `mount` and `pack` of __init__.py. */
export type Data = Uint8Array

/** What it is told: the number of the point that is pointed at. */
export interface Told {
  pointed: number
}

/** What changes on a map: `told` of `mount`. */
export interface News {
  map: string
  chosen: number
  marks: [x: number, y: number, words: string][]
  labels: Labels<"map" | "closer" | "farther" | "whole" | "every">
  lang: string
}

/** Places from 0 to 1, classes, and where to look points up. */
export interface Points {
  count: number
  x: Float32Array
  y: Float32Array
  /** The numbers of the points in each cell of a grid. */
  cells: Map<number, number[]>
  kind: Uint8Array
  middles: number[][]
}

/** What is seen of the map: its corner, and how many times it is enlarged. */
export interface View {
  x: number
  y: number
  zoom: number
}

/** A colour for each class, and those of the rest. */
export type Colours = string[] & { text: string; paper: string; accent: string; font: string }

export interface DigitMap {
  root: ShadowRoot
  canvas: HTMLCanvasElement
  name: string
  bytes: Data
  points: Points | null
  news: News | null
  /** The one class that is shown, or all. */
  only: number | null
  view: View
  told: number
  frame?: number
  near?: boolean
  cross?: [number, number]
  timer?: ReturnType<typeof setTimeout>
  resized: ResizeObserver
  watch: IntersectionObserver
  /** Whether the system is dark; its listener would keep the map alive. */
  scheme: MediaQueryList
  hear(): void
  draw(): void
  send(number: number): void
}

declare global {
  interface Window {
    digitMapNews?: Map<string, News>
  }
}
