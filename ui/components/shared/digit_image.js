// What stands on a pad as the image that the networks see, for other components of its page.
import { DigitProblem } from "../browser/ink.js"
import { toMnist } from "../browser/mnist_image.js"
import { unpack } from "../digit_pad/strokes.js"
import { whenDrawn } from "./drawn.js"
/** @import { PadImage } from "./types.d.ts" */
/** @import { Packed } from "../digit_pad/types.d.ts" */

// Calls `act` at once and after each change of the pad, until what this returns is called. Before anything
// has been drawn there, or where the page has no such pad, `sample` stands in for it.
/** @param {string} pad its name @param {Packed} sample @param {(found: PadImage) => void} act */
export function whenImage(pad, sample, act) {
  const stand = imageOf(unpack(sample))
  if (!window.digitPads?.get(pad)) act({ ...stand, pen: "up", known: false })
  return whenDrawn(pad, ({ strokes, pen, known }) => act({ ...(known ? imageOf(strokes) : stand), pen, known }))
}

// The image of a drawing, or what is the matter with it.
/** @param {(readonly [x: number, y: number])[][]} strokes @returns {Pick<PadImage, "image" | "problem">} */
export function imageOf(strokes) {
  try {
    return { image: toMnist(strokes), problem: null }
  } catch (problem) {
    if (problem instanceof DigitProblem) return { image: null, problem: problem.key }
    throw problem
  }
}
