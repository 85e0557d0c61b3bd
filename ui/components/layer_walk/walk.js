// The walk: every layer's maps as buttons, one of them open. Python sends what the layers answered.
const LARGEST = 84, SMALLEST = 34 // CSS pixels of a map's side
const boards = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? { scale: "one", open: null }
  boards.set(parentElement, board)
  board.root = parentElement.querySelector(".walk")
  Object.assign(board, { data, labels: data.labels, layers: plates(data), colour: ramp(data.colours) })
  board.unit = data.unit
  if (board.open && !board.layers.some((layer) => layer.name === board.open[0] && layer.plates[board.open[1]])) board.open = null
  board.pick = (unit) => { board.unit = unit; mark(board); setTriggerValue("picked", unit) }
  board.close = () => { const made = board.buttons.get(String(board.open)); board.open = null; arrange(board); made?.focus() }
  draw(board)
  return () => boards.delete(parentElement)
}

function draw(board) {
  const { root, data, layers, labels } = board
  root.lang = data.lang
  board.buttons = new Map()
  board.blocks = layers.slice(0, -1).map((layer) => block(board, layer))
  root.replaceChildren(switches(board), weakest(board), ...board.blocks, outputs(board, layers.at(-1), labels))
  repaint(board)
  arrange(board)
  mark(board)
}

function switches(board) {
  const { labels } = board, group = element("div", "switches", { role: "radiogroup", "aria-label": labels.scale })
  group.append(element("span", "", {}, labels.scale))
  for (const scale of ["one", "layer", "map"]) {
    const made = element("button", "", { type: "button", role: "radio", "aria-checked": scale === board.scale }, labels[scale])
    made.onclick = () => {
      board.scale = scale
      group.querySelectorAll("button").forEach((other) => other.setAttribute("aria-checked", other === made))
      repaint(board)
      arrange(board)
    }
    group.append(made)
  }
  return group
}

function weakest({ layers, labels }) { // the map that changes most when the scale is its own
  const all = layers.slice(1, -1).flatMap((layer) => layer.plates.map((plate) => [layer, plate]))
  const [layer, plate] = all.reduce((least, one) => one[1].top < least[1].top ? one : least)
  const words = labels.weakest.replace("%l", layer.title).replace("%m", plate.map).replace("%v", plate.top.toFixed(2))
  return element("p", "weakest", {}, words)
}

function block(board, layer) {
  const made = element("section", "layer"), grid = element("div", layer.single ? "grid sheet" : "grid")
  const side = Math.max(SMALLEST, Math.min(LARGEST, layer.w * 3))
  made.style.setProperty("--side", `${layer.single ? layer.columns * 10 : side}px`)
  const title = element("h3", "", {}, layer.title)
  made.append(title, element("p", "caption", {}, layer.caption), grid)
  for (const plate of layer.plates) {
    const button = element("button", "plate", { type: "button", "aria-expanded": false,
      "aria-label": `${name(board, layer, plate)}, ${signed(Math.min(...plate.values))} … ${signed(Math.max(...plate.values))}` })
    plate.canvas = element("canvas", "", { "aria-hidden": "true" })
    plate.mark = element("i", "mark")
    button.append(element("span", "shown", {}, "", [plate.canvas, plate.mark]))
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

function outputs({ data }, layer, labels) {
  const made = element("section", "layer outputs"), list = element("ol")
  made.append(element("h3", "", {}, layer.title), element("p", "caption", {}, layer.caption))
  const values = layer.plates[0].values, top = largest(values), lowest = values.some((value) => value < 0) ? -data.limit : 0
  values.forEach((value, digit) => {
    const line = element("li", digit === data.answer ? "answer" : "")
    const bar = element("span", "bar", {}, "", [element("i", "", { style: `width:${100 * (value - lowest) / (top - lowest)}%` })])
    line.append(element("b", "", {}, String(digit)), bar, element("span", "number", {}, signed(value)))
    list.append(line)
  })
  list.setAttribute("aria-label", labels.outputs)
  made.append(list)
  return made
}

function repaint(board) {
  for (const layer of board.layers.slice(0, -1)) {
    for (const plate of layer.plates) paint(plate.canvas, plate, limitOf(board.scale, layer, plate, board.data.limit), board.colour)
  }
}

function arrange(board) { // the open map's detail stands below its layer; one at a time
  board.root.querySelector(".detail")?.remove()
  for (const [key, button] of board.buttons) button.setAttribute("aria-expanded", key === String(board.open))
  if (!board.open) return
  const layer = board.layers.find((one) => one.name === board.open[0])
  layer.block.append(detail(board, layer, layer.plates[board.open[1]]))
}

function mark(board) { // in every layer before the picked unit: what it sees
  const seen = sight(board.data, board.layers, board.unit), own = spot(board.layers, board.unit)
  for (const layer of board.layers.slice(0, -1)) {
    const part = seen.get(layer.name)
    for (const plate of layer.plates) {
      const mine = plate === own.plate
      plate.mark.className = mine ? "mark own" : "mark"
      plate.mark.hidden = !mine && !(part && (plate.single || part.maps.has(plate.map)))
      if (plate.mark.hidden) continue
      const rows = mine ? [own.row, own.row + 1] : plate.single ? [0, plate.rows] : part.rows
      const columns = mine ? [own.column, own.column + 1] : plate.single ? [0, plate.columns] : part.columns
      Object.assign(plate.mark.style, {
        top: `${100 * rows[0] / plate.rows}%`, height: `${100 * (rows[1] - rows[0]) / plate.rows}%`,
        left: `${100 * columns[0] / plate.columns}%`, width: `${100 * (columns[1] - columns[0]) / plate.columns}%`,
      })
    }
  }
}

function element(tag, className = "", attributes = {}, text = "", children = []) {
  const made = document.createElement(tag)
  if (className) made.className = className
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  if (text) made.textContent = text
  made.append(...children)
  return made
}
