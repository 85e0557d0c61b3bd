import type { Seen, Sent, Way } from "../small_edition/types.d.ts"
import type { CameraProblem } from "../live_camera/types.d.ts"

/** Whose answers are features. */
export type Layer = "pixels" | "pool5" | "fc6" | "fc7"

export type Features = Partial<Record<Layer, Float32Array>>

/** A photo: 64×64 pixels, whether it is held out, of which group of the test, and what it is called. */
export interface Shown {
  pixels: Uint8Array
  held: boolean
  group: number
  title: string
  features: Features
}

/** What was learned: a photo's scores are (features - mean) / scale * weights + biases. */
export interface Taught {
  mean: Float64Array
  scale: number
  /** Of each name. */
  weights: Float64Array[]
  biases: number[]
}

/** What a feature adds to a name's score. */
export interface Term {
  at: number
  activation: number
  term: number
}

/** A photo that was held out, what it is, what was answered, and how likely each name is. */
export interface Tested {
  photo: Shown
  name: number
  answer: number
  chances: number[]
}

/** Photos that ship, in one file: all pixels, then fc7 of each. */
export interface ReadySet {
  address: string
  units: number
  names: string[]
  photos: { name: number; held: boolean; group: number; title: string }[]
}

export type Label =
  | ("name" | "unnamed" | "photos" | "none-yet" | "empty" | "held" | "remove" | "drop" | "add" | "own" | "samples")
  | ("choose" | "burst" | "bursting" | "camera" | "camera-off" | "load" | "loading" | "reading")
  | ("layer" | "score" | "unread" | "learned" | "few-names" | "no-test" | "confusion" | "is" | "answered")
  | ("tested" | "right" | "wrong" | "nearest" | "terms" | "for" | "against" | "unit" | "map" | "pixel")
  | ("red" | "green" | "blue" | "where" | "covering" | "heat" | "heat-all" | "view" | "ask")
  | ("asked" | "export" | "export-card" | "shared" | "not-photo" | "too-many")
  | ("old" | "served" | "missing-set" | "refused" | "missing" | "busy" | "insecure" | "lost")
  | ("layer-fc7" | "layer-fc6" | "layer-pool5" | "layer-pixels" | "failed")
  | ("ways" | "way-0" | "way-1" | "group-0" | "group-1" | "photo")

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  network: Sent | null
  way: Way
  set: ReadySet | null
  /** Whether the visitor's own things can be taught, or only what ships is shown. */
  isOwn: boolean
  /** The ways to learn from what ships: of each, for each name, the places of the photos. */
  ways: number[][][]
  strength: number
  every: number
  most: number
  names: number
  colours: string[]
  labels: Labels<Label>
  lang: string
}

/** What it is told: that the visitor has done something. Nothing of the photos. */
export interface Told {
  acted: string
}

/** What is written to a file. */
export interface Card {
  format: string
  names: string[]
  layer: Layer
  features: number
  photos: { learned: number; held: number }[]
  test: { right: number; of: number }
  made: string
  strength: number
  use: string
  notes: string[]
  mean: number[]
  scale: number
  weights: number[][]
  biases: number[]
}

export type { Seen }
