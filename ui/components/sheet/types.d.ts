/** A square: its name, what stands below it, whether it is marked. */
export type Cell = [name: string, caption: string, marked: boolean]

/** What Python sends: `mount_picture` of __init__.py. */
export interface Data {
  url: string
  across: number
  down: number
  cells: Cell[]
  selected: number | null
  label: string
  lang: string
  width: number
  look: string
}

/** What it is told: the number of the square that is picked. */
export interface Told {
  picked: number
}
