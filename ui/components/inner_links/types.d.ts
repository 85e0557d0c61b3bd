/** What Python sends: `mount` of __init__.py. */
export interface Data {
  addresses: string[]
  labels: Labels<"sidebar" | "open" | "close" | "skip">
}
