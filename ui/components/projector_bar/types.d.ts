/** What Python sends: `mount` of __init__.py. */
export interface Data {
  label: string
  place: string
  lang: string
  steps: Partial<Record<Way, [href: string, words: string]>>
}

export type Way = "before" | "after" | "out"

/** As much of a key press as decides where it leads. */
export interface Press {
  key: string
  defaultPrevented: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  shiftKey: boolean
}
