/** What `mount` of __init__.py sends: where the module of the cards is; it may hold it itself. */
export interface Data {
  address: string
}

/** What that module makes. */
export interface Shown {
  turn(mention: HTMLAnchorElement): void
  end(): void
}

export type Label = "close" | "all" | "where" | "also"

/** What the cards of a language say. */
export interface Said {
  labels: Labels<Label>
  lang: string
  other: string
  style: string
  cards: Record<string, Card>
}

export interface Card {
  name: string
  other: string
  also: string
  about: string
  where: string
  place: string
  picture: string
}

export interface Box {
  left: number
  top: number
  bottom: number
}

export interface Size {
  width: number
  height: number
}
