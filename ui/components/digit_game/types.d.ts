/** What Python sends: `mount` of __init__.py. */
export interface Data {
  number: number
  turns: [png: string, label: number, network: number][]
  labels: Labels<Label>
  lang: string
}

type Label =
  | ("ask" | "place" | "yours" | "network" | "label" | "next" | "finish" | "again" | "other")
  | ("right" | "wrong" | "won" | "lost" | "even" | "score" | "kept" | "picture" | "look")

/** What it is told: that all are answered; that another round is wanted. */
export interface Told {
  finished: true
  another: true
}

export interface Game {
  root: HTMLElement
  data: Data
  number: number
  /** The reader's answers so far. */
  given: number[]
  /** The answer to the last one is shown. */
  shown: boolean
  tell: Given<Data, Told>["setTriggerValue"]
}
