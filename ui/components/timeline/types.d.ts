/** One point: `Event` of __init__.py, whose `built_on` is called `from` here. */
export interface Entry {
  id: string
  year: number
  lane: string
  title: string
  text: string[]
  felt: string
  source: string
  see: string
  exhibit: string
  from: string[]
}

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  lanes: { id: string; title: string }[]
  events: Entry[]
  selected: string
  lang: string
  labels: Labels<"instructions" | "source" | "before" | "after">
}

/** What it is told: that some events have been opened. */
export interface Told {
  explored: true
}

export interface Board {
  root: HTMLElement
  data: Data
  observer: ResizeObserver
  opened: Set<string>
  /** What the address asked for. */
  asked: string | null
  current: string
  /** The visitor has chosen one. */
  chosen?: boolean
  wide: boolean
  events: Entry[]
  byId: Index<string, Entry>
  chart: HTMLElement
  curves: SVGElement
  scale: HTMLElement
  lanes: HTMLElement[]
  buttons: Index<string, HTMLButtonElement>
  panel: HTMLElement
  /** The middles of the dots by their events, in CSS pixels. */
  dots: Index<string, [x: number, y: number]>
  explored(): void
}

/** From where to where a row is taken, in CSS pixels. */
export type Taken = [from: number, to: number]
