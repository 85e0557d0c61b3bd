/** What Python sends: nothing. */
export type Data = Record<string, never>
