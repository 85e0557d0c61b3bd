// The ten distances, the nearest marked, with the probabilities beside them.
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"
import { filled } from "./words.js"

/** @import { Read, Words } from "./types.d.ts" */

const FULL_BAR = 150 // the distance whose bar has full length; unlike codes are 48 or more apart

export class Distances {
  /** @param {HTMLElement} host @param {Words} words */
  constructor(host, words) {
    const { labels } = (this.words = words)
    this.rows = Array.from({ length: 10 }, (_, digit) => {
      const bar = element("i")
      const [distance, chance] = [element("td", "number"), element("td", "number")]
      const head = element("th", "", { scope: "row" }, digit)
      return {
        row: element("tr", "", {}, [head, element("td", "bar", {}, bar), distance, chance]),
        bar,
        distance,
        chance,
      }
    })
    const head = element("tr", "", {}, [
      element("th", "", { scope: "col", colspan: 1 }, labels["column-digit"]),
      element("th", "bar", { scope: "col", colspan: 2 }, labels["column-distance"]),
      element("th", "number", { scope: "col", colspan: 1 }, labels["column-chance"]),
    ])
    const body = element(
      "tbody",
      "",
      {},
      this.rows.map(({ row }) => row),
    )
    const table = element("table", "", {}, [
      element("caption", "", {}, filled(labels.distances, {})),
      element("thead", "", {}, head),
      body,
    ])
    this.box = element("div", "answers", { "data-testid": "answers", "data-best": "" }, table)
    host.replaceChildren(this.box)
  }

  /** @param {Read} read */
  show({ reading, number }) {
    this.rows.forEach(({ row, bar, distance, chance }, digit) => {
      const far = reading?.distances[digit]
      row.className = reading ? (digit === reading.best ? "nearest" : "farther") : ""
      bar.style.width = far === undefined ? "" : `${Math.min((100 * far) / FULL_BAR, 100).toFixed(1)}%`
      say(distance, far === undefined ? "–" : far.toFixed(1))
      say(chance, reading?.probabilities ? `${(100 * reading.probabilities[digit]).toFixed(0)}%` : "–")
    })
    this.box.dataset.best = reading ? String(reading.best) : ""
    this.box.dataset.seq = String(number)
  }
}
