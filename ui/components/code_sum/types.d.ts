/** What Python sends: `mount` of __init__.py. */
export interface Data {
  units: number[]
  /** A sign, + or -, for each unit. */
  codes: string[]
  distances: number[]
  width: number
  limit: number
  colours: Ramp
  labels: Labels<Label>
  lang: string
}

type Label =
  | ("units" | "code" | "apart" | "cells" | "play" | "pause" | "back" | "on" | "cell" | "so_far" | "whole")
  | ("bars" | "answer")

/** What it is told: that somebody has gone through the cells. */
export interface Told {
  gone: true
}

export interface Board {
  root: HTMLElement
  data: Data
  timer: ReturnType<typeof setInterval> | 0
  digit: number
  told: boolean
  cells: number
  /** So many cells have been added up. */
  count: number
  /** The digit with the least distance. */
  best: number
  /** For each digit what each cell adds to its distance. */
  parts: number[][]
  colour(value: number): Tone
  gone(): void
  tiles: Record<"units" | "code" | "apart", Tile>
  slider: HTMLInputElement
  run: HTMLButtonElement
  sentence: HTMLElement
  bars: HTMLElement
  lines: { made: HTMLButtonElement; bar: HTMLElement; number: HTMLElement; whole: HTMLElement }[]
}

export interface Tile {
  canvas: HTMLCanvasElement
  cursor: HTMLElement
  caption: HTMLElement
  figure: HTMLElement
}
