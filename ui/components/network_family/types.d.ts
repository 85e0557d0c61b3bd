import type { Choice } from "../shared/types.d.ts"

/** Field, step and offset of a unit's window. */
export type Window = [field: number, step: number, offset: number]

/** A layer as it is drawn: `Layer` of __init__.py. */
export interface Layer {
  name: string
  short: string
  kind: string
  maps: number
  height: number
  width: number
  columns: number
  seen: number[]
  near: Window
  far: Window
  size: string
  lines: [what: string, count: string, sum: string][]
  shares: [what: string, share: number][]
  why: string
}

/** `Network` of __init__.py. */
export interface Network {
  id: string
  title: string
  year: string
  layers: Layer[]
}

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  networks: Network[]
  chosen: [network: string, layer: string]
  label: string
  lang: string
}

/** What it is told: the layer that is chosen. */
export interface Told {
  picked: [network: string, layer: string]
}

/** The numbers of a network and of one of its layers. */
export type Place = [row: number, at: number]

/** Where a layer stands, and from where to where it can be touched, in CSS pixels. */
export interface Stand {
  x: number
  y: number
  w: number
  h: number
  /** Between two maps, in units. */
  gap: number
  from: number
  to: number
}

export interface Zone {
  made: HTMLButtonElement
  svg: SVGElement
  places: Stand[]
  unit: number
  line: HTMLElement
}

export interface Board {
  root: HTMLElement
  data: Data
  observer: ResizeObserver
  /** Hears of no words any more. */
  deaf(): void
  width?: number
  chosen: Place
  /** The same as it is told. */
  told: Choice<string>
  panel: HTMLElement
  buttons: Zone[][]
  pick(network: string, layer: string): void
}
