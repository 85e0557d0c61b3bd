/** What Python sends: Streamlit's words as a regular expression, ours, and ours about a single file. */
export interface Data {
  words: [theirs: string, ours: string, one?: string][]
}

/** What is said instead of a text; undefined where it may stay. */
export type Said = (text: string) => string | undefined
