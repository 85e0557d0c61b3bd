// F6, the code nearest to it, their squared differences; then all ten, as far as each is.
import { element } from "../shared/element.js"
import { paintMaps } from "../shared/maps.js"
import { say } from "../shared/say.js"
import { asSheet } from "./feature_maps.js"
import { picture } from "./picture.js"
import { filled } from "./words.js"

/** @import { Maps } from "../browser/types.d.ts" */
/** @import { Read, Words } from "./types.d.ts" */

/** @type {[height: number, width: number]} */
const CODE = [12, 7]
const UNITS = 84
const SQUARED = 4 // the largest squared difference that has a colour of its own
const TILES = /** @type {const} */ (["found", "wanted", "apart"])

export class CodePictures {
  /** @param {HTMLElement} host @param {Words} words */
  constructor(host, words) {
    this.words = words
    const tile = (/** @type {number} */ wide) => picture("", [CODE[1], CODE[0]], wide)
    const captioned = (/** @type {HTMLCanvasElement} */ canvas) => {
      const caption = element("figcaption")
      return { figure: element("figure", "", {}, [canvas, caption]), canvas, caption }
    }
    this.tiles = TILES.map(() => captioned(tile(14 * CODE[1])))
    this.every = Array.from({ length: 10 }, () => captioned(tile(7 * CODE[1])))
    this.box = element(
      "div",
      "codes",
      { "data-testid": "codes" },
      this.tiles.map(({ figure }) => figure),
    )
    const all = element(
      "div",
      "all-codes",
      {},
      this.every.map(({ figure }) => figure),
    )
    host.replaceChildren(this.box, all)
  }

  /** @param {Read} read */
  show({ reading, network, number }) {
    this.box.dataset.seq = String(number)
    if (!reading || !network) return
    const { labels } = this.words,
      { best, distances } = reading
    const codes = network.layers[network.layers.length - 1].weights
    const units = /** @type {Maps} */ (reading.layers.get("F6")).values
    /** @param {number} digit */
    const codeOf = (digit) => codes.subarray(digit * UNITS, (digit + 1) * UNITS)
    const wanted = codeOf(best),
      apart = units.map((unit, i) => (unit - wanted[i]) ** 2)
    const told = { digit: best, distance: distances[best].toFixed(1) }
    this.tiles.forEach(({ canvas, caption }, i) => {
      const name = TILES[i]
      this.paint(canvas, [units, wanted, apart][i], name === "apart" ? SQUARED : undefined)
      canvas.setAttribute("aria-label", filled(labels[`alt-${name}`], told))
      say(caption, filled(labels[`code-${name}`], told))
    })
    this.every.forEach(({ figure, canvas, caption }, digit) => {
      figure.className = digit === best ? "nearest" : "farther"
      this.paint(canvas, codeOf(digit))
      canvas.setAttribute("aria-label", filled(labels["alt-wanted"], { digit }))
      say(caption, `${digit}: ${distances[digit].toFixed(0)}`)
    })
  }

  /** @param {HTMLCanvasElement} canvas @param {Float32Array} values @param {number} [limit] */
  paint(canvas, values, limit) {
    const sheet = asSheet({ values, maps: UNITS, height: 1, width: 1 }, CODE)
    paintMaps(canvas, sheet, this.words.colours, { columns: 1, limit })
  }
}
