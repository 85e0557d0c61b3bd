/** Where the visitor was last: in milliseconds, and "page" or "page.exhibit"; [0, ""] for nowhere. */
export type Place = [number, string]

/** Which exhibits and questions are done, since the visitor cleared them for the epoch-th time. */
export interface Progress {
  epoch: number
  done: string[]
  last: Place
}

/** What Python sends: `mount` of __init__.py. */
export interface Data extends Progress {
  known: string[]
  lessons: string[]
  quiet: boolean
  lang?: string
  theme?: string
}

/** What it is told: more progress than it knew, another theme. */
export interface Told {
  stored: Progress
  theme: string
}
