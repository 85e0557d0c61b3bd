// A table of connections: columns are maps, rows the maps before them; narrow, the other way round.
import { child } from "../shared/child.js"
import { choose, isNews } from "../shared/choice.js"
import { element } from "../shared/element.js"

/** @import { Board, Data, Naming, Told } from "./types.d.ts" */
const NARROW = 560 // CSS pixels
/** @type {WeakMap<ShadowRoot, Board>} */
const boards = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? create(parentElement)
  boards.set(parentElement, board)
  board.data = data
  board.pick = (name) => setTriggerValue("picked", name)
  isNews(board, data.chosen)
  draw(board)
  board.observer.observe(board.root)
  return () => {
    board.observer.disconnect()
    boards.delete(parentElement)
  }
}

/** @param {ShadowRoot} parent */
function create(parent) {
  const board = /** @type {Board} */ ({ root: child(parent, ".connections") })
  board.observer = new ResizeObserver(() => {
    if (board.root.clientWidth < NARROW !== board.narrow) draw(board)
  })
  return board
}

/** @param {Board} board */
function draw(board) {
  const { root, data } = board,
    { labels, table, inputs } = data
  const focused = root.contains(root.getRootNode().activeElement)
  board.narrow = root.clientWidth < NARROW
  root.lang = data.lang
  root.style.setProperty("--png", `url(data:image/png;base64,${data.png})`)
  root.style.setProperty("--kernels", data.kernels)
  board.cells = new Map()
  /** @type {Map<string, number>} */
  const places = new Map()
  table.forEach((row, to) => row.forEach((seen) => places.set(`${to}.${seen}`, places.size)))
  const across = board.narrow ? inputs : table.length,
    down = board.narrow ? table.length : inputs
  const id = naming(board.narrow)
  const grid = element("table")
  grid.append(element("caption", "", {}, board.narrow ? labels.turned : labels.table))
  for (let j = -1; j < down; j++) {
    const line = element("tr")
    for (let i = -1; i < across; i++) {
      const cell = element(i < 0 || j < 0 ? "th" : "td")
      if (i < 0 && j < 0) cell.append(corner(board))
      else cell.append(content(board, id(i, j), places))
      line.append(cell)
    }
    grid.append(line)
  }
  grid.onkeydown = (press) => move(board, press, across, down, id)
  root.replaceChildren(grid)
  mark(board)
  if (focused) board.cells.get(board.chosen)?.focus({ preventScroll: true })
}

// Columns are maps and lines the maps before, or the other way round; the first of each are names.
/** @param {boolean} narrow @returns {Naming} */
export function naming(narrow) {
  /** @param {number} map @param {number} input */
  const name = (map, input) => (input < 0 ? `${map}` : map < 0 ? `.${input}` : `${map}.${input}`)
  return narrow ? (i, j) => name(j, i) : name
}

/** @param {Board} board */
function corner({ data, narrow }) {
  const [before, here] = data.names
  const made = element("span", "corner")
  made.append(
    element("small", "", {}, narrow ? `${before} →` : `${here} →`),
    element("small", "", {}, narrow ? `${here} ↓` : `${before} ↓`),
  )
  return made
}

/** @param {Board} board @param {string} name @param {Map<string, number>} places */
function content(board, name, places) {
  const { labels } = board.data,
    [map, input] = name.split("."),
    place = places.get(name)
  /** @param {string} words */
  const fill = (words) => words.replace("%m", map).replace("%i", input)
  if (map && input && place === undefined) {
    const none = element("span", "none")
    none.title = fill(labels.none)
    return none
  }
  const made = element("button", map && input ? "kernel" : "name", {}, map && input ? "" : map || input)
  made.setAttribute("aria-label", fill(map && input ? labels.kernel : map ? labels.map : labels.from))
  if (place !== undefined) {
    const last = board.data.kernels - 1,
      picture = element("i")
    picture.style.backgroundPosition = last ? `${(100 * place) / last}% 0` : "0 0"
    made.append(picture)
  }
  made.onclick = () => pick(board, name)
  board.cells.set(name, made)
  return made
}

/** @param {Board} board @param {string} name */
function pick(board, name) {
  choose(board, name)
  mark(board)
  board.pick(name)
}

/** @param {Board} board */
function mark(board) {
  // the one that is picked, and what belongs to it
  const [map, input] = board.chosen.split(".")
  for (const [name, made] of board.cells) {
    const [to, from] = name.split(".")
    const belongs = !map
      ? from === input
      : !input
        ? to === map
        : name === board.chosen || name === map || name === `.${input}`
    made.setAttribute("aria-pressed", name === board.chosen)
    made.classList.toggle("belongs", Boolean(belongs))
    made.tabIndex = name === board.chosen ? 0 : -1
  }
}

/**
 * @param {Board} board
 * @param {KeyboardEvent} press
 * @param {number} across
 * @param {number} down
 * @param {Naming} id
 */
function move(board, press, across, down, id) {
  // to the next connection in that direction
  const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[press.key]
  if (!step || press.altKey || press.ctrlKey || press.metaKey) return
  press.preventDefault()
  let [i, j] = [-1, -1]
  for (let x = -1; x < across; x++)
    for (let y = -1; y < down; y++) if (x + y > -2 && id(x, y) === board.chosen) [i, j] = [x, y]
  for (i += step[0], j += step[1]; i >= -1 && j >= -1 && i < across && j < down; i += step[0], j += step[1]) {
    const made = i + j > -2 && board.cells.get(id(i, j))
    if (made) {
      pick(board, id(i, j))
      made.focus({ preventScroll: true })
      return
    }
  }
}
