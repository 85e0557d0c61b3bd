// The walk: every layer's maps as buttons, one of them open. Python sends what the layers answered.
import { child } from "../shared/child.js"
import { choose, isNews } from "../shared/choice.js"
import { element } from "../shared/element.js"
import { ramp, signed } from "../shared/scale.js"
import { detail, name } from "./detail.js"
import { largest, limitOf, paint, plates, sight, spot } from "./plates.js"

/** @import { Board, Data, Layer, Scale, Told } from "./types.d.ts" */

const LARGEST = 84,
  SMALLEST = 34 // CSS pixels of a map's side
/** @type {Scale[]} */
const SCALES = ["one", "layer", "map"]
/** @type {WeakMap<ShadowRoot, Board>} */
const boards = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? /** @type {Board} */ ({ open: null })
  boards.set(parentElement, board)
  board.root = child(parentElement, ".walk")
  board.pick = (unit) => {
    board.unit = unit
    mark(board)
    choose(board.picked, unit)
    setTriggerValue("picked", unit)
  }
  board.take = (scale) => {
    rescale(board, scale)
    choose(board.scaled, scale)
    setTriggerValue("scaled", scale)
  }
  board.close = () => {
    const made = board.buttons.get(String(board.open))
    board.open = null
    arrange(board)
    made?.focus()
  }
  const rest = JSON.stringify({ ...data, unit: "", scale: "" })
  if (rest !== board.rest) {
    Object.assign(board, {
      rest,
      data,
      labels: data.labels,
      layers: plates(data),
      colour: ramp(data.colours),
      unit: data.unit,
      scale: data.scale,
      picked: { chosen: data.unit },
      scaled: { chosen: data.scale },
    })
    const { open } = board
    if (open && !board.layers.some((layer) => layer.name === open[0] && layer.plates[open[1]])) board.open = null
    draw(board)
  } else {
    // what was chosen comes back: where the focus is, it stays
    if (isNews(board.scaled, data.scale)) rescale(board, data.scale)
    if (isNews(board.picked, data.unit)) {
      board.unit = data.unit
      mark(board)
    }
  }
  return () => boards.delete(parentElement)
}

/** @param {Board} board */
function draw(board) {
  const { root, data, layers, labels } = board
  root.lang = data.lang
  board.buttons = new Map()
  board.blocks = layers.slice(0, -1).map((layer) => block(board, layer))
  root.replaceChildren(
    switches(board),
    weakest(board),
    ...board.blocks,
    outputs(board, layers[layers.length - 1], labels),
  )
  rescale(board, board.scale)
  mark(board)
}

/** @param {Board} board */
function switches(board) {
  const { labels } = board,
    group = element("div", "switches", { role: "radiogroup", "aria-label": labels.scale })
  board.scales = /** @type {Board["scales"]} */ (new Map())
  for (const scale of SCALES) {
    const made = element("button", "", { role: "radio" }, labels[scale])
    made.onclick = () => board.take(scale)
    board.scales.set(scale, made)
  }
  group.append(element("span", "", {}, labels.scale), ...board.scales.values())
  group.onkeydown = (press) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[press.key]
    if (!by || press.altKey || press.ctrlKey || press.metaKey) return
    press.preventDefault()
    board.take(SCALES[(SCALES.indexOf(board.scale) + by + SCALES.length) % SCALES.length])
    board.scales.get(board.scale).focus()
  }
  return group
}

/** @param {Board} board @param {Scale} scale */
function rescale(board, scale) {
  board.scale = scale
  for (const [name, made] of board.scales) {
    made.setAttribute("aria-checked", name === scale)
    made.tabIndex = name === scale ? 0 : -1
  }
  repaint(board)
  arrange(board)
}

/** @param {Board} board */
function weakest({ layers, labels }) {
  // the map that changes most when the scale is its own
  const all = layers.slice(1, -1).flatMap((layer) => layer.plates.map((plate) => ({ layer, plate })))
  const { layer, plate } = all.reduce((least, one) => (one.plate.top < least.plate.top ? one : least))
  const words = labels.weakest.replace("%l", layer.title).replace("%m", plate.map).replace("%v", plate.top.toFixed(2))
  return element("p", "weakest", {}, words)
}

/** @param {Board} board @param {Layer} layer */
function block(board, layer) {
  const made = element("section", "layer"),
    grid = element("div", layer.single ? "grid sheet" : "grid")
  const side = Math.max(SMALLEST, Math.min(LARGEST, layer.w * 3))
  made.style.setProperty("--side", `${layer.single ? layer.columns * 10 : side}px`)
  const title = element("h3", "", {}, layer.title)
  made.append(title, element("p", "caption", {}, layer.caption), grid)
  for (const plate of layer.plates) {
    const button = element("button", "plate", {
      "aria-expanded": false,
      "aria-label": `${name(board, layer, plate)}, ${signed(Math.min(...plate.values))} … ${signed(Math.max(...plate.values))}`,
    })
    plate.canvas = element("canvas", "", { "aria-hidden": "true" })
    plate.mark = element("i", "mark")
    button.append(element("span", "shown", {}, [plate.canvas, plate.mark]))
    if (!plate.single && layer.plates.length > 1) button.append(element("small", "", {}, String(plate.map)))
    button.onclick = () => {
      const same = String(board.open) === String([layer.name, plate.map])
      board.open = same ? null : [layer.name, plate.map]
      arrange(board)
    }
    board.buttons.set(String([layer.name, plate.map]), button)
    grid.append(button)
  }
  layer.block = made
  return made
}

/** @param {Board} board @param {Layer} layer @param {Data["labels"]} labels */
function outputs({ data }, layer, labels) {
  const made = element("section", "layer outputs"),
    list = element("ol")
  made.append(element("h3", "", {}, layer.title), element("p", "caption", {}, layer.caption))
  const values = layer.plates[0].values,
    top = largest(values),
    lowest = values.some((value) => value < 0) ? -data.limit : 0
  values.forEach((value, digit) => {
    const line = element("li", digit === data.answer ? "answer" : "")
    const bar = element("span", "bar", {}, [
      element("i", "", { style: `width:${(100 * (value - lowest)) / (top - lowest)}%` }),
    ])
    line.append(element("b", "", {}, String(digit)), bar, element("span", "number", {}, signed(value)))
    list.append(line)
  })
  list.setAttribute("aria-label", labels.outputs)
  made.append(list)
  return made
}

/** @param {Board} board */
function repaint(board) {
  for (const layer of board.layers.slice(0, -1)) {
    for (const plate of layer.plates) {
      const limit = limitOf(board.scale, layer, plate, board.data.limit)
      if (plate.canvas) paint(plate.canvas, plate, limit, board.colour)
    }
  }
}

/** @param {Board} board */
function arrange(board) {
  // the open map's detail stands below its layer; one at a time
  board.root.querySelector(".detail")?.remove()
  for (const [key, button] of board.buttons) button.setAttribute("aria-expanded", key === String(board.open))
  if (!board.open) return
  const [name, map] = board.open
  const layer = board.layers.find((one) => one.name === name)
  layer?.block?.append(detail(board, layer, layer.plates[map]))
}

/** @param {Board} board */
function mark(board) {
  // in every layer before the picked unit: what it sees
  const seen = sight(board.data, board.layers, board.unit),
    own = spot(board.layers, board.unit)
  for (const layer of board.layers.slice(0, -1)) {
    const part = seen.get(layer.name)
    for (const plate of layer.plates) {
      const mine = plate === own.plate,
        { mark } = plate
      if (!mark) continue
      mark.className = mine ? "mark own" : "mark"
      mark.hidden = !mine && !(part && (plate.single || part.maps.has(plate.map)))
      if (mark.hidden) continue
      const all = plate.single || !part
      const rows = mine ? [own.row, own.row + 1] : all ? [0, plate.rows] : part.rows
      const columns = mine ? [own.column, own.column + 1] : all ? [0, plate.columns] : part.columns
      Object.assign(mark.style, {
        top: `${(100 * rows[0]) / plate.rows}%`,
        height: `${(100 * (rows[1] - rows[0])) / plate.rows}%`,
        left: `${(100 * columns[0]) / plate.columns}%`,
        width: `${(100 * (columns[1] - columns[0])) / plate.columns}%`,
      })
    }
  }
}
