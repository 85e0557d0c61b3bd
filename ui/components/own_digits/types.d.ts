import type { Grey, Layer, Manifest } from "../browser/types.d.ts"
import type { Data as PadData, Stroke } from "../digit_pad/types.d.ts"

/** A drawing and the digit that its visitor says it is. */
export interface Drawing {
  label: number
  strokes: Stroke[]
}

/** A drawing with what the networks see of it. */
export interface OwnDigit extends Drawing {
  image: Grey
  /** Never learned from: the network is asked about it. */
  held: boolean
  /** What the shipped network reads; undefined until that has come. */
  before?: number
  /** What the network reads that has learned from the drawings as they are now. */
  after?: number
}

/** Images as MNIST stores them, one after the other, and what they are. */
export interface Digits {
  images: Uint8Array
  labels: Uint8Array
}

/** Bytes, packed by gzip, or a script: at an address, or with the message, bytes as base64. */
export interface Source {
  address?: string
  content?: string
}

/** What is sent only once it is needed. */
export interface Sources {
  /** The script of the worker. */
  worker: Source
  /** A sample of MNIST's test digits. */
  test: Source
  /** Training digits of MNIST to be mixed in. */
  replay: Source
}

/** How is learned. */
export interface Rule {
  /** Of the steps. */
  rate: number
  /** Passes over all drawings. */
  passes: number
  /** Digits of MNIST beside each drawing, if they are mixed in. */
  mix: number
  /** Of each digit, every so-many-th drawing is held out. */
  every: number
  /** The most drawings. */
  most: number
  /** How many digits the sample of MNIST's test digits has. */
  sample: number
}

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  name: string
  network: string
  rule: Rule
  /** Null until they are asked for, where this process does not serve them. */
  sources: Sources | null
  /** Paper and ink. */
  colours: string[]
  labels: Labels<Label>
  pad: PadData["labels"]
  lang: string
}

export type Label =
  | ("keep" | "reads" | "reads-now" | "nothing" | "kept" | "kept-back" | "empty-pad" | "dot" | "full")
  | ("title" | "none" | "digit" | "learns" | "back" | "picture" | "remove" | "removed" | "right" | "wrong")
  | ("layers" | "last" | "all" | "mix" | "alone" | "mixed" | "rule" | "learn" | "stop")
  | ("save" | "load" | "loaded" | "forget" | "forgotten-all")
  | ("too-few" | "one-digit" | "fetching" | "working" | "stopped" | "done")
  | ("no-network" | "crashed" | "silent" | "storage")
  | ("file-json" | "file-form" | "file-digit" | "file-points" | "file-many" | "file-large")
  | ("results" | "misread" | "before" | "after" | "yours-back" | "yours-learned" | "sample" | "chance")
  | ("chart-yours" | "chart-sample" | "chart-alt" | "passes")
  | ("lost" | "lost-none" | "lost-one" | "moved")

/** What it is told: that something is needed; that a network has learned. Nothing of the drawings. */
export interface Told {
  asked: true
  learned: true
}

/** What the worker is asked. */
export interface Asked {
  manifest: Manifest
  numbers: Uint8Array<ArrayBuffer>
  /** The first layer that learns. */
  first: string
  learn: { image: Grey; label: number }[]
  held: { image: Grey; label: number }[]
  test: Digits
  /** Digits to be mixed in, none if empty. */
  replay: Digits
  rate: number
  passes: number
  mix: number
}

/** Where the learning stands, after so many passes. */
export interface Pass {
  pass: number
  /** What the network reads. */
  learn: number[]
  held: number[]
  /** Of the sample of MNIST's test digits; not after every pass. */
  test: Uint8Array | null
}

/** What the worker tells after each pass; the layers once it has learned, with what they have learned. */
export type Report = Pass & { layers: Layer[] }

/** How many of so many were misread. */
export interface Misread {
  wrong: number
  of: number
}

declare global {
  interface Window {
    /** The drawings as a file holds them, by the exhibit's name: they live as long as the page. */
    ownDigits?: Map<string, string>
  }
}
