/** A loss over one number of a network: `LossCurve` of cnn.loss_curves, and where the ball begins. */
export interface Curve {
  name: string
  label: string
  first: number
  last: number
  lowest: number
  start: number
  losses: number[]
  slopes: number[]
}

/** What Python sends: `mount` of __init__.py. */
export interface Data {
  curves: Curve[]
  rates: number[]
  /** The rate that is chosen at first, and the last that needs no bet. */
  rate: number
  bet: boolean
  labels: Labels<Label>
  lang: string
}

type Label =
  | ("which" | "rate" | "momentum" | "ball" | "said" | "x" | "y" | "steps" | "trace" | "trace-alt")
  | ("step" | "roll" | "stop" | "back" | "locked" | "hint" | "sum" | "sum-carried" | "with-momentum")
  | ("going" | "rest" | "flat" | "tired" | "out" | "jumps" | "jump-one")
  | ("before-rest" | "before-flat" | "before-tired" | "before-out")

/** What it is told: that a ball has rolled until something ended it. */
export interface Told {
  rolled: true
}

/** How a step is taken. */
export interface Rule {
  rate: number
  momentum: boolean
}

/** Where the ball lies, and what it carries on from the steps before: NaN beyond the curve. */
export interface Place {
  w: number
  loss: number
  slope: number
  carried: number
}

export type Ending = "going" | "rest" | "flat" | "tired" | "out"

/** A way that was gone, from its start to its end. */
export interface Try extends Rule {
  curve: string
  way: Place[]
  ending: Exclude<Ending, "going">
}

/** A chart's frame, in CSS pixels, and what its sides stand for. */
export interface Frame {
  left: number
  right: number
  top: number
  bottom: number
  x: readonly [first: number, last: number]
  y: readonly [low: number, high: number]
}

export interface Descent {
  root: HTMLElement
  data: Data
  tell: Given<Data, Told>["setTriggerValue"]
  curve: Curve
  rule: Rule
  start: number
  way: Place[]
  /** The ways that have ended on this curve, the newest last. */
  tries: Try[]
  isRolling: boolean
  /** The frame that is asked for while the ball moves, else 0. */
  frame: number
  width: number
  observer: ResizeObserver
  valley: SVGSVGElement
  trace: SVGSVGElement
  /** The frame of the valley as it was drawn last. */
  box: Frame
}
