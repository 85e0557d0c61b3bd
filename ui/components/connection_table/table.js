// A table of connections: columns are maps, rows the maps before them; narrow, the other way round.
const NARROW = 560 // CSS pixels
const boards = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  let board = boards.get(parentElement)
  if (!board) {
    board = { root: parentElement.querySelector(".connections") }
    board.observer = new ResizeObserver(() => {
      if (board.root.clientWidth < NARROW !== board.narrow) draw(board)
    })
    boards.set(parentElement, board)
  }
  Object.assign(board, { data, pick: (cell) => setTriggerValue("picked", cell) })
  board.chosen = data.chosen
  draw(board)
  board.observer.observe(board.root)
  return () => {
    board.observer.disconnect()
    boards.delete(parentElement)
  }
}

function draw(board) {
  const { root, data } = board,
    { labels, table, inputs } = data
  const focused = root.contains(root.getRootNode().activeElement)
  board.narrow = root.clientWidth < NARROW
  root.lang = data.lang
  root.style.setProperty("--png", `url(data:image/png;base64,${data.png})`)
  root.style.setProperty("--kernels", data.kernels)
  board.cells = new Map()
  const places = new Map()
  table.forEach((row, to) => row.forEach((seen) => places.set(`${to}.${seen}`, places.size)))
  const across = board.narrow ? inputs : table.length,
    down = board.narrow ? table.length : inputs
  const id = (i, j) =>
    board.narrow ? (j < 0 ? `.${i}` : i < 0 ? `${j}` : `${j}.${i}`) : j < 0 ? `${i}` : i < 0 ? `.${j}` : `${i}.${j}`
  const grid = element("table")
  grid.append(element("caption", "", board.narrow ? labels.turned : labels.table))
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
  board.spots = { id, across, down }
  root.replaceChildren(grid)
  mark(board)
  if (focused) board.cells.get(board.chosen)?.focus({ preventScroll: true })
}

function corner({ data, narrow }) {
  const [before, here] = data.names
  const made = element("span", "corner")
  made.append(
    element("small", "", narrow ? `${before} →` : `${here} →`),
    element("small", "", narrow ? `${here} ↓` : `${before} ↓`),
  )
  return made
}

function content(board, name, places) {
  const { labels } = board.data,
    [map, input] = name.split(".")
  const fill = (words) => words.replace("%m", map).replace("%i", input)
  if (map && input && !places.has(name)) {
    const none = element("span", "none")
    none.title = fill(labels.none)
    return none
  }
  const made = element("button", map && input ? "kernel" : "name", map && input ? "" : map || input)
  made.type = "button"
  made.setAttribute("aria-label", fill(map && input ? labels.kernel : map ? labels.map : labels.from))
  if (map && input) {
    const last = board.data.kernels - 1,
      picture = element("i")
    picture.style.backgroundPosition = last ? `${(100 * places.get(name)) / last}% 0` : "0 0"
    made.append(picture)
  }
  made.onclick = () => choose(board, name)
  board.cells.set(name, made)
  return made
}

function choose(board, name) {
  board.chosen = name
  mark(board)
  board.pick(name)
}

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
      choose(board, id(i, j))
      made.focus({ preventScroll: true })
      return
    }
  }
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text) made.textContent = text
  return made
}
