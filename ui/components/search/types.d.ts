/** What `mount` of __init__.py sends. */
export interface Data {
  labels: Labels<Label>
  lang: Language
  files: SentFiles | null
}

/** What Python can be told: that the files are wanted. */
export interface Told {
  asked: boolean
}

export type Language = "en" | "ko"

export type Label = "open" | "slash" | "fetching" | "failed"

/** Labels that come with the index; %n is a count, %q what was asked. */
export type Found = "ask" | "close" | "hint" | "nothing" | "found" | "long" | Kind

/** What an entry of the index is. */
export type Kind = "page" | "section" | "exhibit" | "event" | "term" | "note"

/** MiniSearch, find.js and the index, each by its address below the app's root or as it is. */
export interface SentFiles {
  library: SentFile
  find: SentFile
  index: SentFile
}

export type SentFile = { address: string } | { text: string }

/** `packed` of ui/page/search_index.py. */
export interface Index {
  labels: Record<Language, Labels<Found>>
  pages: Record<string, Page>
  entries: Entry[]
}

/** A page: its address below the app's root, and what it is called. */
export type Page = { address: string } & Record<Language, string>

/** `Found` of ui/page/search_index.py. */
export type Entry = {
  kind: Kind
  page: string
  section?: string
  more?: string
  also?: string[]
} & Record<Language, Words>

export interface Words {
  title: string
  text?: string
  does?: string
}

/** An entry that was found. `words`: what to mark in it. */
export interface Hit {
  entry: Entry
  /** The language in which it was found; the other one only if it was not found in the visitor's. */
  lang: Language
  words: string[]
}

/** A word that is searched: as it stands in the index, with its parts, each of which may be there alone. */
export interface Word {
  /** How it may be written in the index; of Hangul in single letters, without particles. */
  forms: string[]
  /** What stands in the index in its place, all of it: the parts of lenet-5, the bigrams of Hangul. */
  parts: string[]
  /** What is marked where it is found. */
  seen: string
}

/** As much of MiniSearch as is used. */
export interface Library {
  addAll(entries: { id: number }[]): void
  search(query: Query, options: object): { id: number; match: Record<string, string[]>; queryTerms: string[] }[]
}

export type Query =
  | string
  | {
      queries: Query[]
      combineWith?: "AND" | "OR"
      prefix?: boolean | ((term: string) => boolean)
      fuzzy?: false | ((term: string) => number | false)
    }

export type LibraryClass = new (options: object) => Library

/** The elements of the dialog in which one searches. */
export interface Parts {
  dialog: HTMLDialogElement
  input: HTMLInputElement
  said: HTMLElement
}

/** What find.js does in the dialog. */
export interface Finder {
  /** Looks for what stands in the field, for a visitor who reads this language. */
  ask(lang: Language): void
}

/** What `export default` of find.js is called with. */
export interface Brought {
  Library: LibraryClass
  index: Index
  style: string
  parts: Parts
}
