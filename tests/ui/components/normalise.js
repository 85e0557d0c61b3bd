// Normalises what comes as JSON: [{ answers, constants }, ...] -> [{ after, least, most, added, falls }, ...]
import { text } from "node:stream/consumers"
import { normalised } from "../../../ui/components/normalised_maps/normalising.js"

/** @import { Answers, Constants } from "../../../ui/components/normalised_maps/types.d.ts" */

/** @type {{ answers: Answers, constants: Constants }[]} */
const cases = JSON.parse(await text(process.stdin))
const found = cases.map(({ answers, constants }) => {
  const { after, divisor, added, falls } = normalised(
    { ...answers, values: Float32Array.from(answers.values) },
    constants,
  )
  return { after: [...after], ...divisor, added, falls }
})
process.stdout.write(JSON.stringify(found))
