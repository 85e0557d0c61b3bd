/** Points of a pen, any scale and place; x right, y down. */
export type Line = readonly (readonly [x: number, y: number])[]

/** A rectangle in the units of what it frames. */
export interface Rect {
  left: number
  top: number
  width: number
  height: number
}

/** Grey levels, row by row: 0 is paper, 255 ink. */
export interface Grey {
  values: Uint8Array
  height: number
  width: number
}

/** What may be left out on the way from a drawing to MNIST's image. */
export type Switch = "box" | "aspect" | "grey" | "centre"

/** Feature maps of one size, one after the other, each row by row; a vector is maps of 1×1. */
export interface Maps {
  values: Float32Array
  maps: number
  height: number
  width: number
}

export type Kind = "Convolution" | "StridedConvolution" | "Subsampling" | "FullyConnected" | "RBF"

export type Activation = "scaled tanh" | "relu" | "sigmoid" | "linear"

/** A layer as `cnn.export` describes it; where its numbers begin, in counts of numbers. */
export interface LayerRow {
  name: string
  kind: Kind
  /** Of the maps, or units, that come out. */
  maps: number
  height: number
  width: number
  activation: Activation
  /** Of a convolution: the maps below that each map sees; null if each sees all. */
  table?: number[][] | null
  kernel?: number
  weight: number
  bias?: number
}

/** How a digit of 28×28 becomes what the network sees. */
export interface InputRow {
  /** The digit's box is scaled to this; 28 leaves the image as it is. */
  side: number
  /** Pixels of paper around it. */
  frame: number
  paper: number
  ink: number
}

/** A network as `cnn.export.manifest` describes it. */
export interface Manifest {
  name: string
  model: string
  sha256: string
  input: InputRow
  layers: LayerRow[]
  /** Of LeNet-5: `cnn.inference.confidence`. */
  confidence: { temperature: number; rubbish: number } | null
}

/** A layer with its numbers, ready to work. */
export interface Layer extends LayerRow {
  weights: Float32Array
  biases: Float32Array
}

/** Changes the maps of the layer `name` in place, before the next one sees them. */
export type Lesion = (name: string, maps: Maps) => void

/** What a network makes of one image. */
export interface Reading {
  input: Maps
  /** Of each layer by the paper's name, from the image on. */
  layers: Map<string, Maps>
  /** To the code of each digit, the smallest for the best. */
  distances: Float64Array
  best: number
  second: number
  /** Their sum is the probability of being a digit at all; none of a network without a confidence. */
  probabilities: Float64Array | null
  isDigit: boolean
}

/** How a loss changes with what lies below a layer, and with its own numbers. */
export interface Slopes {
  below: Float64Array
  weights: Float64Array
  biases: Float64Array
}

/** Parts of a network, by the names of its layers. */
export interface Parts {
  /** Numbers of maps, or of units. */
  maps: Record<string, number[]>
  connections: Record<string, [map: number, seen: number][]>
  /** Layers. */
  biases: string[]
}

/** A network as `mount_networks` of __init__.py sends it: where its numbers are, or all of them as base64. */
export interface SentNetwork {
  manifest: Manifest
  address?: string
  numbers?: string
  /** Once somebody has asked for them: store.js. */
  fetched?: Promise<Uint8Array<ArrayBuffer>>
}

/** What `mount_networks` sends. */
export interface Brought {
  networks: SentNetwork[]
}

declare global {
  interface Window {
    /** By their names; see networks.js. */
    digitNetworks?: Map<string, SentNetwork>
  }
  interface WindowEventMap {
    "digit-networks": Event
  }
}
