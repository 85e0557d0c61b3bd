// The map that is held: large, with its strongest unit, what that unit sees of the picture, how strongly
// it has answered lately, and the patch that has moved it most since it is held.
import { element } from "../shared/element.js"
import { paintMaps } from "../shared/maps.js"
import { say } from "../shared/say.js"

/** @import { Seen } from "../small_edition/types.d.ts" */
/** @import { Box, Data, Held, HeldView, LayerRow, Peak } from "./types.d.ts" */
const KEPT = 150 // answers in the curve

/** @returns {HeldView} */
export function heldView() {
  const canvas = element("canvas", "map"),
    peak = element("i", "peak", { hidden: "" })
  const patch = element("canvas", "patch", { width: 1, height: 1, role: "img" })
  const [name, now, most] = [element("b"), element("p", "now"), element("p", "most")]
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"),
    curve = document.createElementNS("http://www.w3.org/2000/svg", "polyline")
  svg.setAttribute("viewBox", `0 0 ${KEPT - 1} 30`)
  svg.setAttribute("preserveAspectRatio", "none")
  svg.setAttribute("aria-hidden", "true")
  svg.append(curve)
  const large = element("div", "large", { role: "img" }, [canvas, peak])
  const beside = element("div", "lately", {}, [now, svg, element("div", "best", {}, [patch, most])])
  return {
    large,
    root: element("div", "held", {}, [name, beside]),
    canvas,
    peak,
    patch,
    name,
    now,
    most,
    curve,
    answers: [],
    best: 0,
  }
}

// Another map: what was remembered of the one before is forgotten.
/** @param {HeldView} view */
export function begin(view) {
  view.answers = []
  view.best = 0
  Object.assign(view.patch, { width: 1, height: 1 })
}

/** @param {HeldView} view @param {Seen} seen @param {Held} held @param {Data} data @returns {Box | null} what
 * its strongest unit sees of the square */
export function showHeld(view, { maps, square }, { layer, map }, data) {
  const row = data.layers[layer],
    units = row.side ** 2
  const values = maps[row.name].subarray(map * units, (map + 1) * units)
  paintMaps(view.canvas, { values, maps: 1, height: row.side, width: row.side }, data.colours, {
    columns: 1,
    limit: row.limit,
  })
  const peak = peakOf(values, row.side),
    isSilent = peak.value <= 0
  const box = isSilent ? null : boxOf(row, peak, data.side)
  view.peak.hidden = isSilent
  framed(view.peak, { left: peak.column, top: peak.row, right: peak.column + 1, bottom: peak.row + 1 }, row.side)
  view.answers.push(Math.min(1, peak.value / row.limit))
  if (view.answers.length > KEPT) view.answers.shift()
  view.curve.setAttribute("points", view.answers.map((part, i) => `${i},${(29 - 28 * part).toFixed(1)}`).join(" "))
  if (box && peak.value > view.best) {
    view.best = peak.value
    paintPatch(view.patch, square, box, data.side)
  }
  dressHeld(view, row, map, data, peak.value)
  return box
}

/** @param {HeldView} view @param {LayerRow} row @param {number} map @param {Data} data @param {number} value */
function dressHeld({ name, now, most, large, best }, row, map, { labels }, value) {
  const title = labels.map.replace("%l", row.name).replace("%m", map)
  say(name, title)
  if (large.getAttribute("aria-label") !== title) large.setAttribute("aria-label", title)
  say(now, value > 0 ? labels.strongest.replace("%v", value.toFixed(2)) : labels.silent)
  say(most, best > 0 ? labels.most.replace("%v", best.toFixed(2)) : labels.none)
}

/** @param {Float32Array} values @param {number} side @returns {Peak} */
export function peakOf(values, side) {
  let at = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[at]) at = i
  return { value: values[at], row: Math.floor(at / side), column: at % side }
}

// What a unit sees of the square, in its pixels: ReceptiveField.box of Python.
/** @param {LayerRow} row @param {Peak} peak @param {number} side @returns {Box} */
export function boxOf({ sees: { size, step, first } }, peak, side) {
  const [left, top] = [peak.column, peak.row].map((unit) => first + step * unit)
  return {
    left: Math.max(left, 0),
    top: Math.max(top, 0),
    right: Math.min(left + size, side),
    bottom: Math.min(top + size, side),
  }
}

// Puts a frame over a box of something `side` wide.
/** @param {HTMLElement} frame @param {Box} box @param {number} side */
export function framed({ style }, { left, top, right, bottom }, side) {
  style.left = `${(100 * left) / side}%`
  style.top = `${(100 * top) / side}%`
  style.width = `${(100 * (right - left)) / side}%`
  style.height = `${(100 * (bottom - top)) / side}%`
}

/** @param {HTMLCanvasElement} canvas @param {Seen["square"]} square @param {Box} box @param {number} side */
function paintPatch(canvas, square, { left, top, right, bottom }, side) {
  const picture = new ImageData(right - left, bottom - top)
  let to = 0
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const at = 3 * (y * side + x)
      picture.data.set([square[at], square[at + 1], square[at + 2], 255], to)
      to += 4
    }
  Object.assign(canvas, { width: picture.width, height: picture.height })
  canvas.getContext("2d")?.putImageData(picture, 0, 0)
}

// The loudest map of a layer.
/** @param {Seen} seen @param {LayerRow} row */
export function loudestOf({ maps }, row) {
  const units = row.side ** 2,
    values = maps[row.name]
  let at = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[at]) at = i
  return Math.floor(at / units)
}
