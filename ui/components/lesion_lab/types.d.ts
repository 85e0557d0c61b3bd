import type { Hurt } from "../browser/lesions.js"
import type { Network } from "../browser/network.js"
import type { LayerRow, Manifest, Parts } from "../browser/types.d.ts"
import type { Packed } from "../digit_pad/types.d.ts"
import type { OnPad } from "../shared/types.d.ts"
import type { Counter } from "./counter.js"
import type { Selection } from "./selection.js"

export type Label =
  | ("layer-maps" | "layer-units" | "map" | "unit" | "connection" | "table" | "legend")
  | ("swap" | "swap-of" | "biases" | "biases-of" | "back" | "nothing" | "out")
  | ("out-all" | "out-but" | "out-maps" | "out-connections" | "out-biases")
  | ("whole" | "hurt" | "input" | "sure" | "refused" | "now-refused" | "now-other" | "now-same")
  | ("ten" | "digit" | "distance" | "misread" | "progress" | "bet-first" | "unread" | "fetching")
  | ("sample" | "all" | "failed" | "read" | "read-again" | "stop" | "missing" | "again")

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  /** The name of the network, which `mount_networks` brings. */
  network: string
  /** The name of the pad, and what stands in until something is drawn there. */
  pad: string
  sample: Packed
  colours: Ramp
  ink: Ramp
  /** Of each digit, how many test digits there are and how many the whole network misreads. */
  whole: { digits: number[]; wrong: number[] }
  /** Of the test digits, as they come. */
  bytes: number
  /** Whether the visitor has guessed: before that no errors are shown. */
  bet: boolean
  /** The worker's script: where it is, or all of it. */
  worker: { address?: string; text?: string }
  problems: Record<"digit-empty" | "digit-dot", string>
  labels: Labels<Label>
  lang: string
}

/** What is out of a layer, for a sentence: all, all but these, these; connections; biases. */
export interface Out {
  kind: "all" | "but" | "maps" | "connections" | "biases"
  layer: string
  which: (number | string)[]
}

// ---- The worker ----------------------------------------------------------------------

/** What a worker gets first: a network, and MNIST's two files as they are packed. */
export interface Brought {
  manifest: Manifest
  numbers: Uint8Array<ArrayBuffer>
  images: Uint8Array<ArrayBuffer>
  labels: Uint8Array<ArrayBuffer>
}

/** What it has made of that. */
export interface Bench {
  network: Network
  images: Uint8Array
  labels: Uint8Array
}

/** What it is to do; without parts, nothing more. */
export interface Job {
  job: number
  parts?: Partial<Parts>
  seed: number
}

/** What it tells: of each digit how many were read and misread so far, or why it cannot work. */
export type Told = { job: number; seen: number[]; wrong: number[]; done: boolean } | { problem: string }

/** As much of a worker's own scope as it needs. */
export interface WorkerScope {
  onmessage: ((event: { data: Brought | Job }) => void) | null
  postMessage(told: Told): void
}

/** How far the counting is, and of each digit what was read and misread. */
export interface Worked {
  phase: "idle" | "fetching" | "counting" | "done" | "stopped" | "failed"
  seen: number[]
  wrong: number[]
}

/** What the counter needs of the page. */
export interface Tools {
  bring(): Promise<Brought>
  hire(): Worker
  seed(): number
  show(now: Worked): void
}

// ---- What is on the page -------------------------------------------------------------

export interface MapView {
  button: HTMLButtonElement
  /** Whole and injured; none of a single unit. */
  canvases?: HTMLCanvasElement[]
}

export interface LayerView {
  row: LayerRow
  root: HTMLElement
  group: HTMLElement
  title: HTMLElement
  swap: HTMLButtonElement
  biases: HTMLButtonElement
  maps: MapView[]
}

export interface CellView {
  button: HTMLButtonElement
  map: number
  seen: number
}

export interface TableView {
  name: string
  below: string
  root: HTMLElement
  title: HTMLElement
  grid: HTMLElement
  cells: CellView[]
}

export interface Card {
  root: HTMLElement
  title: HTMLElement
  digit: HTMLElement
  words: HTMLElement
}

export interface ResultView {
  root: HTMLElement
  whole: Card
  hurt: Card
  picture: HTMLCanvasElement
  changed: HTMLElement
  heads: HTMLElement
  rows: { row: HTMLElement; cells: HTMLElement[] }[]
  table: HTMLElement
  error: HTMLElement
  progress: HTMLProgressElement
  button: HTMLButtonElement
}

export interface Lab {
  root: HTMLElement
  data: Data
  network: Network | null
  hurt: Hurt | null
  selection: Selection
  counter: Counter
  drawn?: OnPad
  /** Of requestAnimationFrame, 0 if none is asked for. */
  frame: number
  /** Whether Python knows that a part was taken out. */
  known?: boolean
  result: ResultView
  parts: HTMLElement
  views: LayerView[]
  table: TableView
  legend: HTMLElement
  /** Both answers, where the parts stand below them. */
  short: HTMLElement
  out: HTMLElement
  back: HTMLButtonElement
  tell(name: "asked" | "cut", value: boolean): void
  leave(): void
}
