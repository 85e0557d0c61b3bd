import type { Reader } from "../small_edition/reader.js"
import type { Seen, Sent } from "../small_edition/types.d.ts"
import type { Camera } from "./camera.js"
import type { Pace } from "./pace.js"

export type Label =
  | ("start" | "stop" | "other" | "keep" | "kept" | "unkept" | "loudest" | "again")
  | ("loading" | "asking" | "on" | "paused" | "off")
  | ("refused" | "missing" | "busy" | "insecure" | "lost" | "old" | "failed" | "served")
  | ("view" | "answers" | "maps" | "wall" | "map" | "pace" | "file")
  | ("strongest" | "silent" | "most" | "none" | "patch" | "held")

export type CameraProblem = "refused" | "missing" | "busy" | "insecure"

/** A layer of maps, and where its scale ends. */
export interface LayerRow {
  name: string
  maps: number
  side: number
  limit: number
  /** cnn.analysis.receptive_field.ReceptiveField. */
  sees: { size: number; step: number; first: number }
}

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  /** The network; null where it cannot be had. */
  network: Sent | null
  layers: LayerRow[]
  /** The side of the square that the network sees. */
  side: number
  classes: string[]
  colours: Ramp
  /** The class of the element that holds the uploader. */
  area: string
  labels: Labels<Label>
  lang: string
}

export interface Told {
  /** The camera has been read for the first time. */
  ran: boolean
}

/** The map that is held: the number of its layer among those of the data, and its own. */
export interface Held {
  layer: number
  map: number
}

/** A square of the picture in pixels; right and bottom are the first beyond it. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** A map's strongest unit. */
export interface Peak {
  value: number
  row: number
  column: number
}

export interface Wall {
  row: LayerRow
  root: HTMLElement
  title: HTMLElement
  face: HTMLElement
  canvas: HTMLCanvasElement
  chosen: HTMLElement
  columns: number
  /** The map that was held last. */
  map: number
}

export interface HeldView {
  large: HTMLElement
  root: HTMLElement
  canvas: HTMLCanvasElement
  peak: HTMLElement
  patch: HTMLCanvasElement
  name: HTMLElement
  now: HTMLElement
  most: HTMLElement
  curve: SVGElement
  /** Its strongest answers of late, as parts of the scale, and the strongest since it is held. */
  answers: number[]
  best: number
}

export interface AnswersView {
  root: HTMLElement
  rows: { root: HTMLElement; name: HTMLElement; number: HTMLElement; bar: HTMLElement }[]
}

/** What the camera does; "hidden": it is off until the page is seen again. */
export type Phase = "off" | "starting" | "on" | "hidden"

export interface Live {
  data: Data
  root: HTMLElement
  video: HTMLVideoElement
  view: HTMLElement
  field: HTMLElement
  tools: Record<"start" | "stop" | "other" | "keep" | "loudest", HTMLButtonElement>
  state: HTMLElement
  problem: HTMLElement
  pace: HTMLElement
  answers: AnswersView
  held: HeldView
  walls: Wall[]
  phase: Phase
  /** What is said instead of the phase: that a picture was kept, or what is the matter. */
  word: Label | ""
  wrong: Label | ""
  camera: Camera
  reader: Reader | null
  /** How much of the network has come, 0 to 1. */
  part: number
  rates: Pace
  chosen: Held | null
  seen: Seen | null
  /** Whether a frame is being taken from the video, and when that frame was. */
  isTaking: boolean
  time: number
  frame: number
  isInView: boolean
  hasRun: boolean
  kept: number
  tell(name: "ran", value: boolean): void
  end(): void
}
