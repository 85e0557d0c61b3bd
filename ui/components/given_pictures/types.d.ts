/** What Python sends: `mount` of __init__.py. */
export interface Data {
  /** The class of the element that holds the uploader. */
  area: string
  /** The class of the element that shows what became of a picture; empty where none does. */
  answer: string
  /** How often files have been read in this visit. */
  arrived: number
  /** What is said while a file is dragged over the page. */
  hint: string
  lang: string
}
