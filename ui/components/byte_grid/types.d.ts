/** What Python sends: `mount` of __init__.py. */
export interface Data {
  header: number[]
  data: number[]
  begins: number
  inked: boolean
  selected: number
  fields: [word: string, length: number][]
  label: string
  /** %h, %a, %v: a byte as it is printed, its offset, its value. */
  cell: string
  lang: string
}

/** What it is told: the offset of the byte that was picked. */
export interface Told {
  picked: number
}
