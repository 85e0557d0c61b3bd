/** What Python sends: `mount` of __init__.py. */
export interface Data {
  href: string
  words: string
  pointed: number
}
