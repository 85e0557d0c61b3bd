// What the units of each layer answer: small under the pen, and all of them.
import { element } from "../shared/element.js"
import { paintMaps, SQUASHED } from "../shared/maps.js"
import { gridPicture, picture } from "./picture.js"
import { filled } from "./words.js"

/** @import { Maps } from "../browser/types.d.ts" */
/** @import { Label, Read, Words } from "./types.d.ts" */

const SEEN = 32 // pixels of the image that LeNet-5 sees
const CODE_WIDTH = 7 // of F6's units in rows
/** @type {Record<string, { maps: number, side: number, columns: number, unit: number }>} */
const SMALL = {
  C1: { maps: 6, side: 28, columns: 6, unit: 2 },
  S2: { maps: 6, side: 14, columns: 6, unit: 4 },
}
/** @type {Record<string, { maps: number, side: number, columns: number, unit: number }>} */
const LARGE = {
  C1: { maps: 6, side: 28, columns: 6, unit: 3 },
  S2: { maps: 6, side: 14, columns: 6, unit: 6 },
  C3: { maps: 16, side: 10, columns: 8, unit: 5 },
  S4: { maps: 16, side: 5, columns: 8, unit: 10 },
}
/** @type {Record<string, [height: number, width: number]>} */
const SHEETS = { C5: [8, 15], F6: [12, CODE_WIDTH] }

// A vector of units as one sheet of rows.
/** @param {Maps} units @param {[height: number, width: number]} size @returns {Maps} */
export const asSheet = ({ values }, [height, width]) => ({ values, maps: 1, height, width })

export class LiveMaps {
  /** @param {HTMLElement} host @param {Words} words */
  constructor(host, words) {
    const { labels } = (this.words = words)
    this.input = picture(labels["alt-input"], [SEEN, SEEN], 96)
    this.grids = gridsOf(SMALL, words)
    const shown = [
      [labels["layer-input"], this.input],
      ...Object.entries(this.grids).map(([name, grid]) => [name, grid]),
    ]
    this.box = element(
      "div",
      "live-maps",
      { "data-testid": "maps" },
      shown.map(([name, grid]) => element("div", "", {}, [element("b", "", {}, name), grid])),
    )
    host.replaceChildren(this.box)
  }

  /** @param {Read} read */
  show({ reading, number }) {
    this.box.dataset.seq = String(number)
    if (!reading) return
    paintMaps(this.input, reading.input, this.words.colours, { columns: 1 })
    paintGrids(this.grids, SMALL, reading.layers, this.words)
  }
}

export class LayerMaps {
  /** @param {HTMLElement} host @param {Words} words */
  constructor(host, words) {
    const { labels } = (this.words = words)
    this.grids = gridsOf(LARGE, words)
    for (const [name, [height, width]] of Object.entries(SHEETS))
      this.grids[name] = gridPicture(filled(labels["alt-maps"], { name }), { maps: 1, height, width }, 1, 12)
    const cards = Object.entries(this.grids).map(([name, grid]) =>
      element("div", "layer", { "data-part": `draw.${name}` }, [
        element("h3", "", {}, [`${name} `, element("small", "", {}, labels[/** @type {Label} */ (`shape-${name}`)])]),
        element("div", "shown", {}, grid),
        element("p", "", {}, labels[/** @type {Label} */ (`layer-${name}`)]),
      ]),
    )
    this.box = element("div", "layers", { "data-testid": "all-maps" }, cards)
    host.replaceChildren(this.box, legend(words))
  }

  /** @param {Read} read */
  show({ reading, number }) {
    this.box.dataset.seq = String(number)
    if (!reading) return
    const { layers } = reading,
      { colours } = this.words
    paintGrids(this.grids, LARGE, layers, this.words)
    for (const [name, size] of Object.entries(SHEETS))
      paintMaps(this.grids[name], asSheet(/** @type {Maps} */ (layers.get(name)), size), colours, { columns: 1 })
  }
}

/** @param {typeof SMALL} shapes @param {Words} words */
function gridsOf(shapes, { labels }) {
  /** @type {Record<string, HTMLCanvasElement>} */
  const grids = {}
  for (const [name, { maps, side, columns, unit }] of Object.entries(shapes)) {
    const shape = { maps, height: side, width: side }
    grids[name] = gridPicture(filled(labels["alt-maps"], { name }), shape, columns, unit)
  }
  return grids
}

/** @param {Record<string, HTMLCanvasElement>} grids @param {typeof SMALL} shapes
 * @param {Map<string, Maps>} layers @param {Words} words */
function paintGrids(grids, shapes, layers, { colours }) {
  for (const [name, { columns }] of Object.entries(shapes))
    paintMaps(grids[name], /** @type {Maps} */ (layers.get(name)), colours, { columns })
}

// The scale that all maps share.
/** @param {Words} words */
function legend({ labels, colours }) {
  const scale = picture(labels["alt-scale"], [160, 10], 160)
  const values = Float32Array.from({ length: 1600 }, (_, i) => (SQUASHED * ((i % 160) - 79.5)) / 79.5)
  paintMaps(scale, { values, maps: 1, height: 10, width: 160 }, colours, { columns: 1 })
  const ends = [element("span", "", {}, labels["scale-low"]), scale, element("span", "", {}, labels["scale-high"])]
  return element("div", "scale", {}, [element("div", "", {}, ends), element("p", "", {}, labels["scale-zero"])])
}
