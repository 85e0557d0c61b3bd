import type { Choice } from "../shared/types.d.ts"

/** A layer as Python sends it. */
export interface SentLayer {
  name: string
  title: string
  caption: string
  shape: [n: number, h: number, w: number]
  columns: number
}

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  /** All maps of all layers, float32 in base64. */
  floats: string
  layers: SentLayer[]
  /** Of a layer in one before: what a unit sees, `Window` of cnn.inference.unit_trace. */
  windows: Record<string, Record<string, [field: number, step: number, offset: number]>>
  tables: Record<string, number[][]>
  limit: number
  colours: Ramp
  answer: number
  unit: string
  scale: Scale
  labels: Labels<Label>
  lang: string
}

type Label =
  | ("scale" | "one" | "layer" | "map" | "weakest" | "plate" | "units" | "range" | "value")
  | ("help" | "close" | "outputs")

/** One scale for all layers, one for each layer, one for each map. */
export type Scale = "one" | "layer" | "map"

/** What it is told: the unit that is picked, the scale that is chosen. */
export interface Told {
  picked: string
  scaled: Scale
}

/** What can be seen at once of a layer. */
export interface Plate {
  layer: string
  map: number
  rows: number
  columns: number
  values: Float32Array
  /** It is a sheet of all units of a layer that has no maps. */
  single: boolean
  /** The largest of its values, whatever their sign. */
  top: number
  canvas?: HTMLCanvasElement
  mark?: HTMLElement
}

export interface Layer extends SentLayer {
  n: number
  h: number
  w: number
  single: boolean
  plates: Plate[]
  top: number
  block?: HTMLElement
}

/** A unit's plate, and where on it the unit lies. */
export interface Spot {
  layer: Layer
  plate: Plate
  map: number
  row: number
  column: number
}

/** What a unit sees of a layer: maps, and their rows and columns from the first to behind the last. */
export interface Sight {
  maps: Set<number>
  rows: [number, number]
  columns: [number, number]
}

export interface Board {
  root: HTMLElement
  data: Data
  labels: Data["labels"]
  /** All data but unit and scale. */
  rest: string
  layers: Layer[]
  blocks: HTMLElement[]
  buttons: Map<string, HTMLButtonElement>
  scales: Index<Scale, HTMLButtonElement>
  /** The plate that is open: its layer and its number. */
  open: [layer: string, map: number] | null
  unit: string
  scale: Scale
  /** The unit and the scale that were told last. */
  picked: Choice<string>
  scaled: Choice<Scale>
  colour(value: number): Tone
  pick(unit: string): void
  take(scale: Scale): void
  close(): void
}
