/** What Python sends: `mount` of __init__.py. */
export interface Data {
  name: string
  token: string
  forget: boolean
}

/** What it is told: the token that was kept. */
export interface Told {
  token: string
}
