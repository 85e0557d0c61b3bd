/** What Python sends: Streamlit's words as a regular expression, and ours. */
export interface Data {
  words: [theirs: string, ours: string][]
}

/** What is said instead of a text; undefined where it may stay. */
export type Said = (text: string) => string | undefined
