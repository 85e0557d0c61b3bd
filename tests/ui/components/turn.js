// Turns lines before filters that come as JSON: [{ filters, line }, ...] -> [{ curves, widths, selectivity, tuned }, ...]
import { text } from "node:stream/consumers"
import {
  ANGLES,
  halfWidth,
  selectivityOf,
  sortedByAngle,
  sweptAnswers,
  tunedOnes,
} from "../../../ui/components/turning_bar/turning.js"

/** @import { Line } from "../../../ui/components/turning_bar/types.d.ts" */

/** @type {{ filters: { values: number[], biases: number[], side: number }, line: Line }[]} */
const cases = JSON.parse(await text(process.stdin))
const found = cases.map(({ filters, line }) => {
  const { curves } = sweptAnswers({ ...filters, values: Float64Array.from(filters.values) }, line)
  const each = filters.biases.map((_, i) => curves.subarray(i * ANGLES, (i + 1) * ANGLES))
  const { tuned } = tunedOnes(curves, 0.1, 30)
  return {
    curves: each.map((curve) => [...curve]),
    widths: each.map(halfWidth),
    selectivity: each.map(selectivityOf),
    tuned,
    order: sortedByAngle(curves, tuned),
  }
})
process.stdout.write(JSON.stringify(found))
