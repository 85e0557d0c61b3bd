/** Maps, one after another, row by row. */
export interface Maps {
  values: Float32Array | Float64Array | number[]
  height: number
  width: number
}

/** Weights, side × side of them for each of the maps in `sees`. */
export interface Kernel {
  weights: Float32Array | number[]
  side: number
  sees: number[]
  bias: number
}

/** What one map adds to a sum. */
export interface Terms {
  map: number
  pixels: number[]
  weights: number[]
  products: number[]
  subtotal: number
}

/** What all four components get: `_common` of __init__.py. */
export interface Common {
  ramps: Record<"signed" | "ink", Record<"light" | "dark", Ramp>>
  labels: Labels
  lang: string
}

/** How values become colours. */
export interface Scales {
  signed(limit: number): Colour
  ink: Colour
  light: Colour
}

export type Colour = (value: number) => Tone

/** A canvas with a frame and a spot on it. */
export interface Picture {
  root: HTMLElement
  canvas: HTMLCanvasElement
  frame: Placed
  spot: Placed
}

/** Places a mark, in the canvas's pixels; without arguments it goes. */
export type Placed = (row?: number, column?: number, rows?: number, columns?: number) => void

/** What is called when a pixel is pointed at or chosen; see `listen` of pixels.js. */
export interface Hands {
  pin(row: number, column: number): void
  point?(row: number, column: number): void
  leave?(): void
  where?(): [row: number, column: number]
  keys?: Record<string, () => void>
}

/** See `messenger` of pixels.js. */
export interface Messenger<State> {
  send: ((state: State) => void) | null
  tell(state: State): void
  news<Name extends string>(data: Record<Name, State>, name: Name): { state: boolean; rest: boolean }
  stop(): void
}

export type Squash = "tanh" | "relu" | "none"

// ---- apart.js ------------------------------------------------------------------------

/** Maps as Python sends them: float32 in base64. */
export interface SentMaps {
  values: string
  maps: number
  height: number
  width: number
}

/** A kernel to choose: `Shelf` of __init__.py. */
export interface SentKernel {
  name: string
  label: string
  family: Family
  on: string
  side: number
  sees: number[]
  weights: string
  bias: number
}

export type Family = "classic" | "painted" | "C1" | "C3"

/** The value that is taken apart: `Apart` of __init__.py. */
export interface Value {
  kernel: string
  row: number
  column: number
  squash: Squash
}

export interface ApartData extends Common {
  inputs: Record<string, SentMaps>
  kernels: SentKernel[]
  chosen: Value
}

export interface Input extends Maps {
  values: Float32Array
  maps: number
}

export interface Shelf extends Omit<SentKernel, "weights"> {
  weights: Float32Array
}

export interface Apart {
  root: HTMLElement
  link: Messenger<Value>
  data: ApartData
  chosen: Value
  /** The place among the maps that are seen, of that whose products are shown. */
  open: number
  /** Values of the map from here on are not there yet. */
  until: number
  timer: ReturnType<typeof setTimeout> | 0
  /** Steps a second. */
  speed: number
  hovered: [row: number, column: number] | null
  scales: Scales
  inputs: Record<string, Input>
  kernels: Shelf[]
  family: Family
  kernel: Shelf
  input: Input
  sums: Maps & { values: Float64Array }
  answers: Maps & { values: Float64Array }
  limit: number
  shown: { sum: number; answer: number }
  cells: Record<"pixels" | "weights" | "products", HTMLElement[]>
  pictures: Picture[]
  playing?: HTMLButtonElement
  out: Picture
  families: HTMLElement
  strip: HTMLElement
  worn: HTMLCanvasElement
  maps: HTMLElement
  leftWords: HTMLElement
  rightWords: HTMLElement
  player: HTMLElement
  squashes: HTMLElement
  grids: HTMLElement
  subtotals: HTMLElement
  equation: HTMLElement
  said: HTMLElement
  hear(data: ApartData): void
  stop(): void
}

// ---- painter.js ----------------------------------------------------------------------

/** A picture for the painter, bytes in base64: `Source` of __init__.py. */
export interface SentPicture {
  name: string
  grey: "ink" | "light"
  levels: string
  height: number
  width: number
}

export interface PainterData extends Common {
  pictures: SentPicture[]
  /** Cells joined by _, with an n behind them if they are divided by their sum. */
  painted: string
  presets: [painted: string, name: string][]
}

export interface Painter {
  root: HTMLElement
  link: Messenger<string>
  data: PainterData
  cells: number[]
  normalised: boolean
  /** The value that is painted with. */
  brush: number
  erasing?: boolean
  /** The one that was asked for: in grey, or in colours with a sign. */
  view: "grey" | "signed" | null
  /** The cell that the Tab key comes to. */
  at: number
  scales: Scales
  pictures: (SentPicture & Maps)[]
  shown: { canvas: HTMLCanvasElement; scale: HTMLElement }[]
  presets: Holder<HTMLButtonElement>
  grid: Holder<HTMLButtonElement>
  brushed: HTMLElement
  tools: Holder<HTMLButtonElement>
  words: HTMLElement
  results: HTMLElement
  hear(data: PainterData): void
}

// ---- pooling.js ----------------------------------------------------------------------

/** The block that is halved: `Pooled` of __init__.py. */
export interface Block {
  map: number
  coefficient: number
  bias: number
  row: number
  column: number
}

export interface PoolingData extends Common {
  input: SentMaps
  learned: [coefficient: number, bias: number][]
  chosen: Block
}

/** What can be turned. */
export type Dial = "coefficient" | "bias"

/** The four values of a block, and what becomes of them. */
export interface Halved {
  block: number[]
  sum: number
  weighted: number
  subsampled: number
  largest: number
}

export interface Pooling {
  root: HTMLElement
  link: Messenger<Block>
  data: PoolingData
  chosen: Block
  hovered: [row: number, column: number] | null
  scales: Scales
  input: Input
  map: Input
  shown: Halved
  maps: Holder<HTMLButtonElement>
  figures: (Picture & { words: HTMLElement })[]
  dials: HTMLElement
  presets: Holder<HTMLButtonElement>
  lines: HTMLElement
  said: HTMLElement
  hear(data: PoolingData): void
}

// ---- field.js ------------------------------------------------------------------------

/** A layer: its size, and for each place of a unit what it sees of the levels before, either way. */
export interface Level {
  name: string
  title: string
  side: number
  sees: [first: number, last: number][][]
  values: string
}

/** The unit whose field is shown. */
export interface Unit {
  level: string
  row: number
  column: number
}

export interface FieldData extends Common {
  levels: Level[]
  chosen: Unit
}

export interface Field {
  root: HTMLElement
  link: Messenger<Unit>
  data: FieldData
  chosen: Unit
  hovered: Unit | null
  scales: Scales
  levels: HTMLElement
  words: HTMLElement
  figures: (Picture & { figure: HTMLElement; words: HTMLElement })[]
  hear(data: FieldData): void
}
