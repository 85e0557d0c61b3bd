/** What Python sends: `mount` of __init__.py. */
export interface Data {
  code: string
  known: boolean
  left: string
}

/** Who this browser is in a class, and until when, in milliseconds since 1970. */
export interface Kept {
  code: string
  pupil: string
  until: number
}

/** What it is told: a class, and the number of the pupil in it. */
export interface Told {
  member: { code: string; pupil: string }
}
