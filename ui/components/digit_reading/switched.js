// What the network saw and said with all steps, and without one.
import { DigitProblem } from "../browser/ink.js"
import { toMnist } from "../browser/mnist_image.js"
import { element } from "../shared/element.js"
import { paintInk } from "../shared/maps.js"
import { say } from "../shared/say.js"
import { picture } from "./picture.js"
import { filled } from "./words.js"

/** @import { Stroke } from "../digit_pad/types.d.ts" */
/** @import { Label, PlaceData, Read, Words } from "./types.d.ts" */

const [LARGE_PICTURE, PIXELS] = [168, 28] // CSS pixels, pixels
const SAMPLE_SCALE = 0.35 // the sample small and in a corner, where the steps matter
const SAMPLE_CORNER = 620 // of the pad's 1,024

export class Switched {
  /** @param {HTMLElement} host @param {Words} words @param {PlaceData} data */
  constructor(host, words, { without = [], name = "", why = "" }) {
    const { labels } = (this.words = words)
    const left = filled(labels["without-it"], { step: labels[/** @type {Label} */ (`without-${name}`)] ?? name })
    this.sides = [
      { name: "all", title: labels["with-all"], without: [] },
      { name, title: left, without },
    ].map((side) => {
      const canvas = picture(side.title, [PIXELS, PIXELS], LARGE_PICTURE)
      const [said, far] = [element("span"), element("small")]
      const caption = element("figcaption", "", {}, [element("b", "", {}, side.title), said, far])
      const figure = element("figure", "", { "data-testid": `without-${side.name}` }, [canvas, caption])
      return { ...side, canvas, said, far, figure }
    })
    const figures = this.sides.map(({ figure }) => figure)
    this.box = element("div", "compared", {}, [...figures, element("p", "", {}, why)])
    host.replaceChildren(this.box)
  }

  /** @param {Read} read */
  show({ number, strokes, network }) {
    const drawing = number ? strokes : strokes.map(inCorner)
    let whole = -1
    for (const { without, canvas, said, far, figure } of this.sides) {
      if (!network) return
      try {
        const image = toMnist(drawing, without)
        const { best, isDigit, distances } = network.read(image)
        if (whole < 0) whole = best
        paintInk(canvas, image, this.words.ink)
        figure.className = best === whole && isDigit ? "same" : "other"
        figure.dataset.best = String(best)
        say(said, filled(this.words.labels[isDigit ? "answer" : "doubted"], { digit: best }))
        say(far, filled(this.words.labels["at-distance"], { distance: Math.min(...distances).toFixed(1) }))
      } catch (problem) {
        if (!(problem instanceof DigitProblem)) throw problem // the reader says it
      }
    }
  }
}

/** @param {readonly (readonly [x: number, y: number])[]} stroke @returns {Stroke} */
const inCorner = (stroke) =>
  stroke.map(([x, y]) => [SAMPLE_SCALE * x + SAMPLE_CORNER, SAMPLE_SCALE * y + SAMPLE_CORNER])
