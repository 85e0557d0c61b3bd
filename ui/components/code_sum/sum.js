// Distances that add up cell by cell. Python sends the units and the codes; the sums are made here.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { ramp, signed } from "../shared/scale.js"

/** @import { Board, Data, Tile, Told } from "./types.d.ts" */

const PACE = 90,
  CALM = 900 // milliseconds a cell; a row, for those who ask for little motion
const still = matchMedia("(prefers-reduced-motion: reduce)")
/** @type {WeakMap<ShadowRoot, Board>} */
const boards = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? /** @type {Board} */ ({ timer: 0, told: false })
  boards.set(parentElement, board)
  board.root = child(parentElement, ".sum")
  const same = board.data && String(board.data.units) === String(data.units)
  Object.assign(board, { data, cells: data.units.length })
  board.gone = () => {
    if (!board.told) {
      board.told = true
      setTriggerValue("gone", true)
    }
  }
  board.best = data.distances.indexOf(Math.min(...data.distances))
  if (!same) {
    stop(board)
    board.digit = board.best
    board.count = board.cells
  }
  board.parts = data.codes.map((code) => apart(data.units, code))
  board.colour = ramp(data.colours)
  draw(board)
  return () => {
    stop(board)
    boards.delete(parentElement)
  }
}

// What each cell adds to the squared distance of the units from a code.
/** @param {number[]} units @param {string} code */
export function apart(units, code) {
  return [...code].map((sign, i) => (units[i] - (sign === "+" ? 1 : -1)) ** 2)
}

/** @param {Board} board */
function draw(board) {
  const { root, data } = board,
    { labels } = data
  root.lang = data.lang
  board.tiles = { units: tile(board), code: tile(board), apart: tile(board) }
  board.slider = element("input", "", { type: "range", min: 1, max: board.cells, "aria-label": labels.cells })
  board.slider.oninput = () => go(board, Number(board.slider.value))
  /** @param {number} by @param {string} sign @param {string} name */
  const step = (by, sign, name) => {
    const made = element("button", "", { "aria-label": name }, sign)
    made.onclick = () => go(board, Math.max(1, Math.min(board.cells, board.count + by)))
    return made
  }
  board.run = element("button", "run")
  board.run.onclick = () => (board.timer ? halt(board) : start(board))
  board.sentence = element("p", "sentence", { role: "status" })
  board.bars = element("div", "bars", { role: "group", "aria-label": labels.bars })
  board.lines = data.codes.map((_, digit) => {
    const bar = element("i"),
      number = element("span", "number"),
      whole = element("b", "whole")
    const made = element("button", "line", {}, [
      element("b", "", {}, String(digit)),
      " ",
      element("span", "bar", {}, [bar, whole]),
      number,
    ])
    made.onclick = () => {
      board.digit = digit
      show(board)
    }
    board.bars.append(made)
    return { made, bar, number, whole }
  })
  const tiles = element(
    "div",
    "tiles",
    {},
    Object.values(board.tiles).map((tile) => tile.figure),
  )
  const tools = element("div", "tools", {}, [
    step(-1, "◂", labels.back),
    board.run,
    step(1, "▸", labels.on),
    board.slider,
  ])
  root.replaceChildren(
    element("div", "left", {}, [tiles, tools, board.sentence]),
    element("div", "right", {}, [element("p", "quiet", {}, labels.bars), board.bars]),
  )
  show(board)
}

/** @param {Board} board @returns {Tile} */
function tile(board) {
  const { width } = board.data,
    height = board.cells / width,
    canvas = element("canvas", "", { width, height }),
    cursor = element("i"),
    frame = element("div", "frame", {}, [canvas, cursor]),
    caption = element("figcaption")
  frame.onclick = (event) => {
    const box = canvas.getBoundingClientRect()
    /** @param {number} size @param {number} from @param {number} extent @param {number} cells */
    const at = (size, from, extent, cells) =>
      Math.min(cells - 1, Math.max(0, Math.floor(((size - from) / extent) * cells)))
    go(
      board,
      at(event.clientY, box.top, box.height, height) * width + at(event.clientX, box.left, box.width, width) + 1,
    )
  }
  return { canvas, cursor, caption, figure: element("figure", "", {}, [frame, caption]) }
}

/** @param {Board} board @param {number} count */
function go(board, count) {
  stop(board)
  board.count = count
  show(board)
  if (count < board.cells) board.gone()
}

/** @param {Board} board */
function start(board) {
  if (board.count === board.cells) board.count = 0
  const step = still.matches ? board.data.width : 1
  board.timer = setInterval(
    () => {
      board.count = Math.min(board.cells, board.count + step)
      if (board.count === board.cells) {
        stop(board)
        board.gone()
      }
      show(board)
    },
    still.matches ? CALM : PACE,
  )
  show(board)
}

/** @param {Board} board */
function stop(board) {
  clearInterval(board.timer)
  board.timer = 0
}

/** @param {Board} board */
function halt(board) {
  stop(board)
  show(board)
}

/** @param {Board} board */
function show(board) {
  const { data, digit, count, parts, colour, tiles } = board,
    { labels, units, limit, width } = data
  const at = Math.max(0, count - 1),
    sums = parts.map((part) => part.slice(0, count).reduce((sum, one) => sum + one, 0))
  const code = [...data.codes[digit]].map((sign) => (sign === "+" ? 1 : -1))
  paint(
    tiles.units.canvas,
    units.map((value) => colour(value / limit)),
  )
  paint(
    tiles.code.canvas,
    code.map((value) => colour(value / limit)),
  )
  paint(
    tiles.apart.canvas,
    parts[digit].map((part, i) => (i < count ? colour(part / 4) : null)),
  )
  for (const { cursor } of Object.values(tiles)) {
    const height = board.cells / width
    Object.assign(cursor.style, {
      left: `${(100 * (at % width)) / width}%`,
      top: `${(100 * Math.floor(at / width)) / height}%`,
      width: `${100 / width}%`,
      height: `${100 / height}%`,
    })
  }
  tiles.units.caption.textContent = labels.units
  tiles.code.caption.textContent = labels.code.replace("%d", digit)
  tiles.apart.caption.textContent = labels.apart
  board.slider.value = String(count)
  board.slider.setAttribute("aria-valuetext", `${count} / ${board.cells}`)
  board.run.textContent = board.timer ? labels.pause : labels.play
  board.sentence.setAttribute("aria-live", board.timer ? "off" : "polite") // it would be read out at every cell
  const term = labels.cell
    .replace("%n", count)
    .replace("%u", signed(units[at]))
    .replace("%w", code[at] > 0 ? "1" : "(−1)")
    .replace("%s", parts[digit][at].toFixed(3))
  const total = (count < board.cells ? labels.so_far : labels.whole)
    .replace("%d", digit)
    .replace("%t", sums[digit].toFixed(2))
    .replace("%y", data.distances[digit].toFixed(2))
  board.sentence.replaceChildren(element("span", "", {}, term), element("strong", "", {}, total))
  const top = Math.max(...data.distances)
  board.lines.forEach(({ made, bar, number, whole }, i) => {
    bar.style.width = `${(100 * sums[i]) / top}%`
    whole.style.left = `${(100 * data.distances[i]) / top}%`
    number.textContent = sums[i].toFixed(1)
    const done = count === board.cells && i === board.best
    made.className = done ? "line best" : "line"
    made.setAttribute("aria-pressed", i === digit)
    made.setAttribute("aria-label", `${i}: ${sums[i].toFixed(1)}${done ? `, ${labels.answer}` : ""}`)
  })
}

/** @param {HTMLCanvasElement} canvas @param {(Tone | null)[]} colours */
function paint(canvas, colours) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    image = context.createImageData(canvas.width, canvas.height)
  colours.forEach((colour, i) => {
    if (colour) image.data.set([...colour, 255], 4 * i)
  })
  context.putImageData(image, 0, 0)
}
