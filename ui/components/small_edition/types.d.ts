/** How the network wants its pictures: cnn.data.photos.crops.PhotoTransform. */
export interface Way {
  /** The shorter side after reducing, and the side of the square cut out. */
  short: number
  side: number
  /** Of each colour, from 0 to 1. */
  mean: number[]
  deviation: number[]
}

/** A picture as a canvas gives it: red, green, blue and opacity of each pixel, row by row. */
export interface Pixels {
  data: Uint8ClampedArray<ArrayBuffer> | Uint8Array<ArrayBuffer>
  width: number
  height: number
}

/** What the network sees: red, green and blue of each pixel, row by row. */
export interface Square {
  values: Plane["data"]
  side: number
}

/** A picture on its way, `step` bytes a pixel. */
export interface Plane {
  data: Uint8ClampedArray<ArrayBuffer> | Uint8Array<ArrayBuffer>
  width: number
  height: number
  step: number
}

/** The pixels that one of a reduced line sees, from `from` on, and their weights in 2^-22. */
export interface Taps {
  from: number
  weights: Int32Array
}

/** What the network made of a picture. */
export interface Seen {
  /** Its square. */
  square: Plane["data"]
  /** What each layer gives, by its name: map after map, each row by row. */
  maps: Record<string, Float32Array<ArrayBuffer>>
  probabilities: Float32Array<ArrayBuffer>
}

/** A file: its address, how long it is, and its hash. */
export interface Address {
  address: string
  bytes: number
  sha256: string
}

/** ONNX Runtime's script and program, the network's graph and its numbers. */
export type Places = Record<keyof Files, Address>

export interface Files {
  runtime: Uint8Array<ArrayBuffer>
  wasm: Uint8Array<ArrayBuffer>
  graph: Uint8Array<ArrayBuffer>
  numbers: Uint8Array<ArrayBuffer>
}

/** What `sent` of __init__.py sends: addresses below the app's root. */
export interface Sent {
  worker: string
  files: Places
  way: Way
}

// ---- The worker ----------------------------------------------------------------------

/** What it gets first; addresses are whole here. */
export interface Brought {
  files: Places
  way: Way
}

/** What it is asked: to read a frame, or for the last one as a file. */
export type Asked = Brought | { frame: ImageBitmap } | { still: true }

/** What it tells: how much has come, 0 to 1; that it is ready; what it saw; the file; what went wrong. */
export type Told =
  | { part: number }
  | { ready: true }
  | { seen: Seen }
  | { still: Blob | null }
  | { problem: string }

/** What a reader tells its widget: as `Told`, and that the worker is lost or could not begin. */
export interface Ears {
  part(part: number): void
  ready(): void
  seen(seen: Seen): void
  failed(): void
}

/** As much of a worker's own scope as it needs. */
export interface WorkerScope {
  onmessage: ((event: { data: Asked }) => void) | null
  postMessage(told: Told, transfer?: ArrayBuffer[]): void
}

// ---- As much of ONNX Runtime as is used ----------------------------------------------

export interface Tensor {
  data: Float32Array<ArrayBuffer>
}

export interface Session {
  run(inputs: { image: Tensor }): Promise<Record<string, Tensor>>
}

export interface Runtime {
  env: { wasm: { numThreads: number; wasmBinary?: Uint8Array<ArrayBuffer> } }
  InferenceSession: {
    create(
      graph: Uint8Array<ArrayBuffer>,
      options: {
        executionProviders: string[]
        externalData: { path: string; data: Uint8Array<ArrayBuffer> }[]
      },
    ): Promise<Session>
  }
  Tensor: new (type: "float32", data: Float32Array, dims: number[]) => Tensor
}
