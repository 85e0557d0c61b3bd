// What the networks see of a digit of 28×28: cnn/data/digits/network_inputs.py and `to_input` of
// preprocess.py. LeNet-5 sees it with paper around; those of 1989 and 1990 see its box in 16×16.
import { areas } from "./areas.js"
import { IMAGE } from "./mnist_image.js"

/** @import { Grey, InputRow, Maps } from "./types.d.ts" */

const FAINT = 25 // of 255: fainter pixels do not count for the box

/** @param {Grey} image @param {InputRow} row @returns {Maps} */
export function networkInput(image, { side, frame, paper, ink }) {
  const levels = side === IMAGE ? image.values : boxIn(image, side),
    whole = side + 2 * frame
  const values = new Float32Array(whole * whole).fill(paper)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      values[(y + frame) * whole + x + frame] = paper + ((ink - paper) / 255) * levels[y * side + x]
  return { values, maps: 1, height: whole, width: whole }
}

// The ink's box, its aspect kept, so that its longer side is `side`: each pixel the mean of what it covers.
/** @param {Grey} image @param {number} side */
function boxIn({ values }, side) {
  /** @param {(line: number, i: number) => number} at */
  const extent = (at) => {
    const marked = Array.from({ length: IMAGE }, (_, line) => {
      for (let i = 0; i < IMAGE; i++) if (values[at(line, i)] > FAINT) return true
      return false
    })
    return marked.includes(true) ? [marked.indexOf(true), marked.lastIndexOf(true) + 1] : [0, IMAGE]
  }
  const rows = extent((line, i) => line * IMAGE + i),
    columns = extent((line, i) => i * IMAGE + line)
  const longer = Math.max(rows[1] - rows[0], columns[1] - columns[0])
  const down = areas((rows[0] + rows[1] - longer) / 2, longer / side, side, IMAGE),
    across = areas((columns[0] + columns[1] - longer) / 2, longer / side, side, IMAGE)
  const found = new Float64Array(side * side)
  for (let y = 0; y < side; y++)
    for (const [row, tall] of down[y])
      for (let x = 0; x < side; x++)
        for (const [column, wide] of across[x]) found[y * side + x] += tall * wide * values[row * IMAGE + column]
  return found
}
