/** What `mount` of __init__.py sends. */
export interface Data {
  labels: Labels<Label>
  lang: string
  everything: boolean // no section is folded
}

export type Label = "contents" | "close" | "top"

/** A section of the page, and its heading as it stands there. */
export interface Section {
  id: string
  words: string
  heading: Element
}
