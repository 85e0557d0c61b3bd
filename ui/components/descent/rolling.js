// The arithmetic of a ball that rolls down a loss curve by steps: slope, momentum, and how it ends.
/** @import { Curve, Ending, Place, Rule } from "./types.d.ts" */
export const MOST = 40 // steps of a roll
export const MOMENTUM = 0.9 // the part of the step before that is carried on
const STILL = 0.0005 // of the curve's width: a step as short as this is none
const JUMP = 0.01 // of the curve's width: a shorter step over the lowest place is no jump
const FLAT = 0.05 // a slope that would climb less than this part of the curve's height along its width

// Loss and slope at `w`: between two nodes the cubic that has their losses and slopes, as
// cnn.loss_curves has it.
/** @param {Pick<Curve, "first" | "last" | "losses" | "slopes">} curve @param {number} w */
export function lossAt({ first, last, losses, slopes }, w) {
  const width = (last - first) / (losses.length - 1),
    node = Math.min(Math.max(Math.floor((w - first) / width), 0), losses.length - 2),
    t = (w - first) / width - node
  const [a, b] = [losses[node], losses[node + 1]],
    [up, down] = [width * slopes[node], width * slopes[node + 1]]
  const square = 3 * (b - a) - 2 * up - down,
    cube = 2 * (a - b) + up + down
  return {
    loss: a + t * (up + t * (square + t * cube)),
    slope: (up + t * (2 * square + 3 * t * cube)) / width,
  }
}

// Where the ball lies before its first step.
/** @param {Curve} curve @param {number} w @returns {Place} */
export const begin = (curve, w) => ({ w, ...lossAt(curve, w), carried: 0 })

// The step that comes next, as torch.optim.SGD takes it: the carried sum of slopes, times the rate.
/** @param {Place} place @param {Rule} rule */
export function nextStep({ slope, carried }, { rate, momentum }) {
  const sum = (momentum ? MOMENTUM * carried : 0) + slope
  return { carried: sum, step: -rate * sum }
}

// The place after the next step. Beyond the curve's ends nobody has measured: there is no loss there.
/** @param {Curve} curve @param {Place} place @param {Rule} rule @returns {Place} */
export function stepped(curve, place, rule) {
  const { carried, step } = nextStep(place, rule),
    w = place.w + step
  if (w < curve.first || w > curve.last) return { w, loss: NaN, slope: NaN, carried }
  return { w, ...lossAt(curve, w), carried }
}

// How often a way has gone over the lowest place, from one side to the other, by steps that can be seen.
/** @param {Pick<Curve, "first" | "last" | "lowest">} curve @param {Pick<Place, "w">[]} way */
export function jumps({ first, last, lowest }, way) {
  const over = (/** @type {number} */ a, /** @type {number} */ b) =>
    (a - lowest) * (b - lowest) < 0 && Math.abs(a - b) > JUMP * (last - first)
  return way.filter(({ w }, i) => i > 0 && over(way[i - 1].w, w)).length
}

// How a way ends: out of the picture, at rest in the valley, or with the last step that is taken, perhaps
// on the flat; "going" if it does not end yet.
/** @param {Curve} curve @param {Place[]} way @returns {Ending} */
export function ending(curve, way) {
  const { w, slope } = way[way.length - 1],
    width = curve.last - curve.first,
    height = Math.max(...curve.losses) - lossAt(curve, curve.lowest).loss
  if (w < curve.first || w > curve.last) return "out"
  const isFlat = Math.abs(slope) * width < FLAT * height
  const isStill = way.length > 1 && Math.abs(w - way[way.length - 2].w) < STILL * width
  if (isFlat && isStill && Math.abs(w - curve.lowest) < width / 40) return "rest"
  if (way.length <= MOST) return "going"
  return isFlat && Math.abs(w - curve.lowest) >= width / 40 ? "flat" : "tired"
}
