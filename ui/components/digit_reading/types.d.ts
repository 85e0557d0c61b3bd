import type { Grey, Reading, Switch } from "../browser/types.d.ts"
import type { Network } from "../browser/network.js"
import type { OnPad } from "../shared/types.d.ts"
import type { Packed } from "../digit_pad/types.d.ts"

/** What `mount` of __init__.py sends. */
export interface Data {
  pad: string
  network: string
  /** Read until something is drawn. */
  sample: Packed
  labels: Labels<Label>
  lang: string
  /** The diverging scale. */
  colours: string[]
  /** Paper and ink. */
  ink: string[]
}

/** The words, of which `LABELS` of __init__.py names each. */
export type Label =
  | ("answer" | "second" | "refused" | "refused-more" | "sample-read" | "sample-more" | "nothing")
  | ("digit-empty" | "digit-dot" | "away" | "doubted" | "at-distance" | "with-all" | "without-it")
  | ("distances" | "column-digit" | "column-distance" | "column-chance" | "layer-input" | "alt-input")
  | ("alt-maps" | "alt-scale" | "scale-low" | "scale-high" | "scale-zero" | "doubt-best" | "doubt-others")
  | ("doubt-none" | "code-found" | "code-wanted" | "code-apart" | "alt-found" | "alt-wanted")
  | ("alt-apart" | "shape-C1" | "shape-S2" | "shape-C3" | "shape-S4" | "shape-C5" | "shape-F6")
  | ("layer-C1" | "layer-S2" | "layer-C3" | "layer-S4" | "layer-C5" | "layer-F6" | "step-ink")
  | ("step-ink-why" | "step-box" | "step-box-why" | "step-fit" | "step-fit-why" | "step-centre")
  | ("step-centre-why" | "step-input" | "step-input-why" | "without-box" | "without-aspect")
  | ("without-grey" | "without-centre" | "without-everything")

/** The same, ready to be used. */
export interface Words extends Omit<Data, "sample"> {
  sample: OnPad["strokes"]
}

export type Part = "verdict" | "answers" | "maps" | "steps" | "all-maps" | "codes" | "doubt" | "switched"

/** What `place` of __init__.py sends; the steps that are left out, of the part that shows it. */
export interface PlaceData {
  part: Part
  name?: string
  without?: Switch[]
  why?: string
}

/** Where a part stands. */
export interface Placed {
  host: HTMLElement
  data: PlaceData
}

/** One drawing, read; `number` 0 is the sample. Nothing is read while the network is on its way. */
export interface Read {
  number: number
  strokes: OnPad["strokes"]
  pen: "up" | "down"
  network?: Network
  image?: Grey
  reading?: Reading
  problem?: "digit-empty" | "digit-dot" | "away"
}

/** Shows one part. */
export interface View {
  words: Words
  show(read: Read): void
}

declare global {
  interface Window {
    /** By their parts; see part.js. */
    readingPlaces?: Map<Part, Placed>
  }
  interface WindowEventMap {
    "reading-place": CustomEvent<Part>
  }
}
