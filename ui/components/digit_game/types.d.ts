/** What Python sends: `mount` of __init__.py. */
export interface Data {
  number: number
  /** While it is held, label and network are -1. */
  turns: [png: string, label: number, network: number][]
  /** The code of the class in which it is played, or "". */
  room: string
  /** Nobody may see yet what is right. */
  held: boolean
  labels: Labels<Label>
  lang: string
}

type Label =
  | ("ask" | "place" | "yours" | "network" | "label" | "next" | "finish" | "again" | "other")
  | ("right" | "wrong" | "won" | "lost" | "even" | "score" | "kept" | "picture" | "look")

/** What it is told: all that was answered; that another round is wanted. */
export interface Told {
  finished: number[]
  another: true
}

export interface Game {
  root: HTMLElement
  data: Data
  number: number
  room: string
  /** The reader's answers so far. */
  given: number[]
  /** The answer to the last one is shown. */
  shown: boolean
  tell: Given<Data, Told>["setTriggerValue"]
}
