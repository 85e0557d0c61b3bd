// A visitor's drawings with what they say that each is: which of them are held out, and how they are
// written to a file and to the tab's storage, and read again. What is read is trusted in nothing.
import { cleaned, DigitProblem } from "../browser/ink.js"
import { bound, CAPACITY, inside, total } from "../digit_pad/strokes.js"

/** @import { Drawing } from "./types.d.ts" */

const FORMAT = "how-cnns-began.digits"
export const LARGEST = 4_000_000 // characters of a file

/** Why a file is not taken; `key` names the sentence, `at` the drawing, counted from 1. */
export class FileProblem extends Error {
  /** @param {"file-json" | "file-form" | "file-digit" | "file-points" | "file-many" | "file-large"} key @param {number} [at] */
  constructor(key, at = 0) {
    super(key)
    this.key = key
    this.at = at
  }
}

// For each drawing whether it is held out: of each digit the third, the sixth and so on, if `every` is 3.
/** @param {readonly Pick<Drawing, "label">[]} drawings @param {number} every */
export function heldOut(drawings, every) {
  const counts = new Array(10).fill(0)
  return drawings.map(({ label }) => ++counts[label] % every === 0)
}

// Those that are learned from, and those that are held out and only asked about.
/** @template {{ held: boolean }} Digit @param {readonly Digit[]} digits */
export function parted(digits) {
  return {
    taught: digits.filter(({ held }) => !held),
    asked: digits.filter(({ held }) => held),
  }
}

/** @param {readonly Drawing[]} drawings */
export function written(drawings) {
  const digits = drawings.map(({ label, strokes }) => ({ label, strokes }))
  return JSON.stringify({ format: FORMAT, digits })
}

// The drawings in a text as `written` makes it. Throws FileProblem for any other, or for more than `most`.
/** @param {string} text @param {number} most @returns {Drawing[]} */
export function read(text, most) {
  if (text.length > LARGEST) throw new FileProblem("file-large")
  let found
  try {
    found = JSON.parse(text)
  } catch {
    throw new FileProblem("file-json")
  }
  const digits = found?.format === FORMAT ? found.digits : null
  if (!Array.isArray(digits)) throw new FileProblem("file-form")
  if (digits.length > most) throw new FileProblem("file-many")
  return digits.map((digit, i) => drawingIn(digit, i + 1))
}

/** @param {any} digit @param {number} at @returns {Drawing} */
function drawingIn(digit, at) {
  const { label, strokes } = digit ?? {}
  const whole = Number.isInteger(label) && label >= 0 && label <= 9
  if (!whole || !Array.isArray(strokes) || !strokes.every((stroke) => Array.isArray(stroke) && stroke.length))
    throw new FileProblem("file-digit", at)
  if (total(strokes) > CAPACITY) throw new FileProblem("file-points", at)
  if (!strokes.flat().every(isPoint)) throw new FileProblem("file-digit", at)
  const drawing = strokes.map((stroke) => stroke.map((/** @type {[number, number]} */ [x, y]) => [bound(x), bound(y)]))
  try {
    cleaned(drawing)
  } catch (problem) {
    throw problem instanceof DigitProblem ? new FileProblem("file-digit", at) : problem
  }
  return { label, strokes: drawing }
}

/** @param {unknown} point */
function isPoint(point) {
  return Array.isArray(point) && point.length === 2 && point.every(Number.isFinite) && inside(point[0], point[1])
}
