import type { Choice } from "../shared/types.d.ts"

/** What Python sends: `mount` of __init__.py; sizes in the pixels of the photo as it is shrunk. */
export interface Data {
  url: string
  width: number
  height: number
  side: number
  x: number
  y: number
  label: string
  alt: string
  lang: string
}

/** What it is told: where the square was left, 0 to 1 of the way either way. */
export interface Told {
  place: { x: number; y: number }
}

export interface Box {
  x: number
  y: number
  /** Which photo it lies on. */
  photo: string
  /** The place that was told last. */
  told: Choice<string>
  /** Tells Python the place now. */
  send(): void
  timer?: ReturnType<typeof setTimeout>
}
