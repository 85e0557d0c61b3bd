// One plate, large: its values under the pointer, its own scale, arrow keys from unit to unit.
import { element } from "../shared/element.js"
import { signed } from "../shared/scale.js"
import { address, limitOf, paint, spot } from "./plates.js"

/** @import { Board, Layer, Plate } from "./types.d.ts" */

const CELL = 22 // CSS pixels from which a unit has room for its number

/** @param {Board} board @param {Layer} layer @param {Plate} plate */
export function detail(board, layer, plate) {
  const { data, labels } = board,
    panel = element("section", "detail", { "aria-label": name(board, layer, plate) })
  const head = element("div", "head")
  const close = element("button", "close", { "aria-label": labels.close }, "×")
  close.onclick = () => board.close()
  head.append(element("h4", "", {}, name(board, layer, plate)), close)
  const stage = element("div", "stage", { tabindex: 0, role: "application", "aria-label": labels.help })
  const canvas = element("canvas", "large"),
    cursor = element("i", "cursor")
  const side = Math.min(board.root.clientWidth - 40, 392)
  const cell = Math.max(1, Math.min(34, Math.floor(side / plate.columns)))
  stage.style.width = `${cell * plate.columns}px`
  stage.style.height = `${cell * plate.rows}px`
  const limit = limitOf(board.scale, layer, plate, data.limit)
  paint(canvas, plate, limit, board.colour)
  stage.append(canvas, cursor)
  if (cell >= CELL) stage.append(numbers(plate, cell, limit, board.colour))
  const told = element("p", "told")
  const scale = element("div", "scale"),
    strip = element("canvas")
  paint(
    strip,
    { rows: 1, columns: 101, values: Float32Array.from({ length: 101 }, (_, i) => i / 50 - 1) },
    1,
    board.colour,
  )
  scale.append(element("span", "", {}, `−${limit.toFixed(2)}`), strip, element("span", "", {}, `+${limit.toFixed(2)}`))
  const range = labels.range
    .replace("%a", signed(Math.min(...plate.values)))
    .replace("%b", signed(Math.max(...plate.values)))
  panel.append(
    head,
    element("div", "sides", {}, [
      stage,
      element("div", "words", {}, [told, scale, element("p", "", {}, range), element("p", "quiet", {}, labels.help)]),
    ]),
  )
  const at = spot(board.layers, board.unit)
  /** @type {[row: number, column: number]} */
  const here = at.plate === plate ? [at.row, at.column] : [Math.floor(plate.rows / 2), Math.floor(plate.columns / 2)]
  /** @param {[row: number, column: number]} place @param {boolean} pick */
  const point = ([row, column], pick) => {
    const value = plate.values[row * plate.columns + column]
    if (value === undefined) return
    Object.assign(cursor.style, {
      left: `${column * cell}px`,
      top: `${row * cell}px`,
      width: `${cell}px`,
      height: `${cell}px`,
    })
    told.textContent = labels.value.replace("%r", row).replace("%c", column).replace("%v", signed(value))
    if (pick) {
      here.splice(0, 2, row, column)
      board.pick(address(plate, row, column))
    }
  }
  /** @param {MouseEvent} event @returns {[row: number, column: number]} */
  const under = (event) => {
    const box = stage.getBoundingClientRect()
    return [
      Math.min(plate.rows - 1, Math.max(0, Math.floor((event.clientY - box.top) / cell))),
      Math.min(plate.columns - 1, Math.max(0, Math.floor((event.clientX - box.left) / cell))),
    ]
  }
  const picks = layer.name !== board.layers[0].name
  /** @param {"polite" | "off"} live */
  const speak = (live) => told.setAttribute("aria-live", live) // not of every unit that a mouse passes
  stage.onpointermove = (event) => {
    if (event.pointerType !== "mouse") return
    speak("off")
    point(under(event), false)
  }
  stage.onpointerleave = () => {
    speak("off")
    point(here, false)
  }
  if (picks)
    stage.onclick = (event) => {
      speak("polite")
      point(under(event), true)
    }
  stage.onkeydown = (press) => {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[press.key]
    if (!step || press.altKey || press.ctrlKey || press.metaKey) return
    press.preventDefault()
    /** @type {[row: number, column: number]} */
    const to = [here[0] + step[0], here[1] + step[1]]
    if (to[0] < 0 || to[1] < 0 || to[0] >= plate.rows || to[1] >= plate.columns) return
    speak("polite")
    point(to, picks)
  }
  point(here, false)
  return panel
}

/** @param {Plate} plate @param {number} cell @param {number} limit @param {(value: number) => Tone} colour */
function numbers(plate, cell, limit, colour) {
  const layer = element("div", "numbers", {
    "aria-hidden": "true",
    style: `grid-template-columns:repeat(${plate.columns},${cell}px);grid-auto-rows:${cell}px`,
  })
  for (const value of plate.values) {
    const [red, green, blue] = colour(limit ? value / limit : 0)
    const light = 0.299 * red + 0.587 * green + 0.114 * blue > 140
    layer.append(element("span", light ? "on-light" : "on-dark", {}, signed(value, 1)))
  }
  return layer
}

/** @param {Board} board @param {Layer} layer @param {Plate} plate */
export function name({ labels }, layer, plate) {
  return plate.single
    ? labels.units.replace("%l", layer.title)
    : labels.plate.replace("%l", layer.title).replace("%m", plate.map)
}
