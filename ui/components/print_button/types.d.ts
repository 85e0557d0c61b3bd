/** What Python sends: `mount` of __init__.py. */
export interface Data {
  label: string
}
