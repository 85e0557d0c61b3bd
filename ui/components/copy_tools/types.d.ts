/** What Python sends: `mount` of __init__.py. */
export interface Data {
  title: string
  link: string
  alone: string
  note: string
  labels: Labels<"group" | "alone" | "link" | "frame" | "copied" | "refused" | "field">
  lang: string
}
