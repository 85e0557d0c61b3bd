// Each step from strokes to pixels, and at last the values that enter C1.
import { mnistSteps } from "../browser/mnist_image.js"
import { element } from "../shared/element.js"
import { paintInk, paintMaps } from "../shared/maps.js"
import { picture } from "./picture.js"

/** @import { Grey } from "../browser/types.d.ts" */
/** @import { Read, Words } from "./types.d.ts" */

const LONGEST = 128 // CSS pixels of the longest side of a step's picture
const STEPS_SHOWN = /** @type {const} */ (["ink", "box", "fit", "centre", "input"])

export class DigitSteps {
  /** @param {HTMLElement} host @param {Words} words */
  constructor(host, words) {
    const { labels } = (this.words = words)
    this.pictures = STEPS_SHOWN.map((step) => picture(labels[`step-${step}`], [LONGEST, LONGEST], LONGEST))
    this.steps = element(
      "div",
      "steps",
      { "data-testid": "steps" },
      STEPS_SHOWN.map((step, i) =>
        element("div", "step", {}, [
          element("div", "shown", {}, this.pictures[i]),
          element("h3", "", {}, labels[`step-${step}`]),
          element("p", "", {}, labels[`step-${step}-why`]),
        ]),
      ),
    )
    host.replaceChildren(this.steps)
  }

  /** @param {Read} read */
  show({ reading, strokes, number }) {
    this.steps.dataset.seq = String(number)
    if (!reading) return
    const { colours, ink } = this.words
    const shown = Object.values(mnistSteps(strokes))
    shown.forEach((grey, i) => {
      paintInk(this.pictures[i], grey, ink)
      fit(this.pictures[i], grey)
    })
    paintMaps(this.pictures[4], reading.input, colours, { columns: 1 })
  }
}

/** @param {HTMLCanvasElement} canvas @param {Grey} grey */
function fit(canvas, { height, width }) {
  canvas.style.width = `${Math.round((LONGEST * width) / Math.max(height, width))}px`
}
