/** What `mount` of __init__.py sends: where the cards are, or they themselves. */
export interface Data {
  labels: Labels<Label>
  lang: string
  other: string
  address?: string
  held?: Held
}

export type Label = "close" | "all" | "where" | "also"

export interface Held {
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
