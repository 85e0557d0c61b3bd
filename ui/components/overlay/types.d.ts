/** What Python sends: `mount` of __init__.py. */
export interface Data {
  photo: string
  alt: string
  caption: string
  layers: Layer[]
  label: string
  lang: string
}

/** A map over the photo: `Layer` of __init__.py. The photo alone has neither address nor text. */
export interface Layer {
  url?: string
  alt?: string
  caption: string
  scale?: string
  ends?: [low: string, high: string]
}
