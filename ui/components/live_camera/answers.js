// The five best answers, as bars.
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"

/** @import { AnswersView } from "./types.d.ts" */
const BEST = 5

/** @returns {AnswersView} */
export function answersView() {
  const rows = Array.from({ length: BEST }, () => {
    const [name, number, bar] = [element("span", "name"), element("span", "number"), element("i")]
    return { root: element("li", "", {}, [name, number, element("span", "bar", {}, [bar])]), name, number, bar }
  })
  return {
    root: element(
      "ol",
      "answers",
      {},
      rows.map(({ root }) => root),
    ),
    rows,
  }
}

/** @param {AnswersView} view @param {Float32Array} probabilities @param {string[]} classes */
export function showAnswers({ rows }, probabilities, classes) {
  for (const [i, place] of bestOf(probabilities, BEST).entries()) {
    const percent = 100 * probabilities[place]
    say(rows[i].name, classes[place])
    say(rows[i].number, `${percent.toFixed(1)}%`)
    rows[i].bar.style.width = `${percent.toFixed(1)}%`
  }
}

// The places of the largest values, the largest first; of equals the one that stands first.
/** @param {Float32Array} values @param {number} count */
export function bestOf(values, count) {
  return [...values.keys()].sort((a, b) => values[b] - values[a] || a - b).slice(0, count)
}
