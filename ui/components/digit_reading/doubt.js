// One bar of probability: the best digit, the other digits, and none of them.
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"
import { filled } from "./words.js"

/** @import { Read, Words } from "./types.d.ts" */

const KINDS = /** @type {const} */ (["best", "others", "none"])

export class Doubt {
  /** @param {HTMLElement} host @param {Words} words */
  constructor(host, words) {
    this.words = words
    this.bars = KINDS.map((kind) => element("i", kind))
    this.lines = KINDS.map((kind) => element("li", kind))
    this.box = element("div", "doubt", { "data-testid": "doubt" }, [
      element("div", "whole", { "aria-hidden": "true" }, this.bars),
      element("ul", "", {}, this.lines),
    ])
    host.replaceChildren(this.box)
  }

  /** @param {Read} read */
  show({ reading, number }) {
    this.box.dataset.seq = String(number)
    if (!reading?.probabilities) return
    const { probabilities, best } = reading
    const first = probabilities[best],
      others = Math.max(probabilities.reduce((sum, each) => sum + each, 0) - first, 0)
    const parts = [first, others, Math.max(1 - first - others, 0)]
    parts.forEach((part, i) => {
      const percent = (100 * part).toFixed(1)
      this.bars[i].style.width = `${percent}%`
      say(this.lines[i], filled(this.words.labels[`doubt-${KINDS[i]}`], { digit: best, percent }))
    })
  }
}
