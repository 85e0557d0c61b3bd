/** What Python sends: `mount` of __init__.py. */
export interface Data {
  /** The class of the element that holds the uploader. */
  area: string
}
