/** 0 to 1023 both ways, from the upper left; whole numbers where a drawing has them. */
export type Point = [x: number, y: number]

export type Stroke = Point[]

/** A drawing as it travels; see message.py. */
export interface Packed {
  /** Points of each stroke. */
  n: number[]
  /** All points as base64 of little-endian uint16. */
  d: string
}

/** What the pad sends; see message.py. */
export interface Message extends Packed {
  seq: number
  token: string | null
}

/** What Python sends to the pad: `mount` of __init__.py. */
export interface Data {
  pad: string
  labels: Labels<Label>
  ghost: Packed | null
  lang: string
}

export type Label =
  | ("pad" | "tools" | "hint" | "pen" | "eraser" | "undo" | "redo" | "clear" | "keys" | "help")
  | ("pen_down" | "pen_up" | "place" | "undone" | "redone" | "cleared" | "full")

/** What it is told. */
export interface Told {
  drawing: Message
}

/** The last message that Python has answered, and drawings to take over: `_word` of __init__.py. */
export interface Word {
  pad: string
  ack: number
  restore: Packed | null
  put: (Packed & { token: string }) | null
}

export type Tool = "pen" | "eraser"

/** What the other buttons do. */
export type Act = "undo" | "redo" | "clear"

/** Where a cursor is painted, and what it looks like. */
export interface Cursor {
  at: Point
  tool: Tool
  down?: boolean
  keyboard?: boolean
}

/** What a line is drawn on: a canvas, or the text of an SVG path. */
export interface Path {
  moveTo(x: number, y: number): void
  lineTo(x: number, y: number): void
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void
}

/** What hands do to a pad; see pad.js. */
export interface Hands {
  tool: Tool
  down(x: number, y: number, rubber?: boolean, keyboard?: boolean): void
  move(x: number, y: number): void
  enter(x: number, y: number): void
  up(): void
  abandon(): void
  hover(x?: number, y?: number, kind?: string): void
  toggle(): void
  escape(): void
  undo(): void
  redo(): void
  clear(): void
  choose(tool: Tool): void
  walk(dx: number, dy: number): void
}

declare global {
  interface Window {
    /** The newest word to each pad, by its name. */
    digitPadWords?: Map<string, Word>
  }
  interface WindowEventMap {
    "digit-pad-word": CustomEvent<string>
  }
}
