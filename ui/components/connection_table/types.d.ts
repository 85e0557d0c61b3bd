import type { Choice } from "../shared/types.d.ts"

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  /** For each map the maps before that it sees. */
  table: number[][]
  inputs: number
  png: string
  kernels: number
  chosen: string
  names: [before: string, here: string]
  labels: Labels<"table" | "turned" | "map" | "from" | "kernel" | "none">
  lang: string
}

/** What it is told: "4", ".1" or "4.1". */
export interface Told {
  picked: string
}

export interface Board extends Choice<string> {
  root: HTMLElement
  data: Data
  observer: ResizeObserver
  narrow?: boolean
  chosen: string
  cells: Map<string, HTMLButtonElement>
  pick(name: string): void
}

/** The name of the cell in column i and line j, -1 for the names of columns and lines. */
export type Naming = (i: number, j: number) => string
