// Years as a picture: lanes on a common scale of time where there is room, a list where there is
// not. Python sends the events (see __init__.py); choosing one needs no server.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { shape } from "../shared/shape.js"

/** @import { Board, Data, Entry, Taken, Told } from "./types.d.ts" */

const FIRST = 1957,
  LAST = 2027,
  DECADES = [1960, 1970, 1980, 1990, 2000, 2010, 2020]
const WIDE = 580,
  ROW = 30,
  HEAD = 24,
  DOT = 11 // CSS pixels; DOT: a button's edge to its dot's centre
const ENOUGH = 3 // events opened until the timeline counts as read
/** @type {WeakMap<ShadowRoot, Board>} */
const boards = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? create(parentElement)
  boards.set(parentElement, board)
  if (data.selected !== board.asked || !board.current) {
    // a new deep link, or the first time
    board.current = data.selected
    board.asked = data.selected
  }
  board.explored = () => setTriggerValue("explored", true)
  draw(board, data)
  if (board.chosen) remember(board.current) // a switch of language has rewritten the address
  board.observer.observe(board.root)
  return () => {
    board.observer.disconnect()
    boards.delete(parentElement)
  }
}

/** @param {ShadowRoot} parent */
function create(parent) {
  const board = /** @type {Board} */ ({ root: child(parent, ".timeline"), asked: null })
  board.opened = new Set()
  board.observer = new ResizeObserver(() => arrange(board))
  return board
}

/** @param {Board} board @param {Data} data */
function draw(board, data) {
  const { root } = board
  board.data = data
  board.events = [...data.events].sort((a, b) => a.year - b.year)
  board.byId = /** @type {Board["byId"]} */ (new Map(board.events.map((event) => [event.id, event])))
  root.lang = data.lang
  const chart = element("div", "chart", { role: "group", "aria-label": data.labels.instructions })
  board.curves = shape("svg", { "aria-hidden": "true" })
  board.scale = element("div", "scale", { "aria-hidden": "true" })
  board.lanes = data.lanes.map((lane) => element("div", "lane", {}, [element("span", "", {}, [lane.title])]))
  board.buttons = /** @type {Board["buttons"]} */ (new Map())
  for (const event of board.events) board.buttons.set(event.id, button(board, event))
  board.panel = element("section", "panel", { "aria-live": "polite", id: "panel" })
  chart.append(...board.lanes, board.scale, board.curves, ...board.buttons.values())
  chart.onkeydown = (press) => move(board, press)
  board.chart = chart
  root.replaceChildren(chart, board.panel)
  show(board)
  arrange(board)
}

/** @param {Board} board @param {Entry} event */
function button(board, event) {
  const parts = [element("i"), element("b", "", {}, [String(event.year)]), element("span", "", {}, [event.title])]
  const made = element("button", "event", { "aria-controls": "panel" }, parts)
  made.onclick = () => choose(board, event.id)
  made.onpointerenter = () => trace(board, event.id)
  made.onpointerleave = () => trace(board, board.current)
  return made
}

/** @param {Board} board @param {string} id */
function choose(board, id) {
  board.current = id
  board.chosen = true
  board.opened.add(id)
  remember(id)
  show(board)
  arrange(board)
  if (board.opened.size === ENOUGH) board.explored()
}

/** @param {string} id */
function remember(id) {
  // the address leads back to this event; Streamlit's own history stays intact
  const url = new URL(location.href)
  url.searchParams.set("event", id)
  if (url.href !== location.href) history.replaceState(history.state, "", url)
}

/** @param {Board} board @param {KeyboardEvent} press */
function move(board, press) {
  const ids = board.events.map((event) => event.id),
    at = ids.indexOf(board.current)
  const to =
    { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[press.key] ??
    (press.key === "ArrowDown" ? neighbour(board, 1) : press.key === "ArrowUp" ? neighbour(board, -1) : null)
  if (to === null || press.altKey || press.ctrlKey || press.metaKey) return
  press.preventDefault()
  if (ids[to] === undefined) return
  choose(board, ids[to])
  board.buttons.get(ids[to]).focus()
}

/** @param {Board} board @param {number} step */
function neighbour(board, step) {
  // up and down: the nearest event of the next lane; in a list, the next row
  const { year, lane } = board.byId.get(board.current),
    order = board.data.lanes.map(({ id }) => id)
  if (!board.wide) return board.events.findIndex(({ id }) => id === board.current) + step
  for (let i = order.indexOf(lane) + step; i in order; i += step) {
    const near = board.events
      .filter((event) => event.lane === order[i])
      .sort((a, b) => Math.abs(a.year - year) - Math.abs(b.year - year))[0]
    if (near) return board.events.indexOf(near)
  }
  return null
}

/** @param {Board} board */
function show(board) {
  for (const [id, made] of board.buttons) {
    const current = id === board.current
    made.setAttribute("aria-expanded", current)
    made.tabIndex = current ? 0 : -1 // one stop for the Tab key, arrows inside
  }
  const { data, byId } = board,
    event = byId.get(board.current)
  const later = board.events.filter((other) => other.from.includes(event.id))
  const lane = data.lanes.find(({ id }) => id === event.lane)?.title ?? ""
  board.panel.replaceChildren(
    element("div", "when", {}, [element("b", "", {}, [String(event.year)]), element("span", "", {}, [lane])]),
    element("div", "what", {}, [
      element("h3", "", {}, [event.title]),
      ...event.text.map((paragraph) => element("p", "", {}, [paragraph])),
      element("p", "felt", {}, [event.felt]),
      element("p", "see", {}, [element("a", "", { href: event.see }, [event.exhibit])]),
      element("p", "source", {}, [`${data.labels.source}: ${event.source}`]),
      related(
        board,
        data.labels.before,
        event.from.map((id) => byId.get(id)),
      ),
      related(board, data.labels.after, later),
    ]),
  )
}

/** @param {Board} board @param {string} label @param {Entry[]} events */
function related(board, label, events) {
  const links = events.map((event) => {
    const made = element("button", "link", {}, event.title)
    made.onclick = () => {
      choose(board, event.id)
      board.buttons.get(event.id).focus({ preventScroll: board.wide })
    }
    return made
  })
  return events.length ? element("p", "related", {}, [`${label}: `, ...links]) : ""
}

/** @param {Board} board */
function arrange(board) {
  const width = board.root.clientWidth
  board.wide = width >= WIDE
  board.root.classList.toggle("wide", board.wide)
  if (board.wide) {
    board.chart.after(board.panel)
    place(board, width)
  } else if (width) board.buttons.get(board.current).after(board.panel)
}

/** @param {Board} board @param {number} width */
function place(board, width) {
  /** @param {number} year */
  const x = (year) => ((year - FIRST) / (LAST - FIRST)) * width
  board.dots = /** @type {Board["dots"]} */ (new Map())
  let top = HEAD
  board.data.lanes.forEach((lane, i) => {
    /** @type {Taken[][]} */
    const rows = [[[0, child(board.lanes[i], "span").offsetWidth + 12]]] // the lane's name stands in its first row
    for (const event of board.events.filter((one) => one.lane === lane.id)) {
      const made = board.buttons.get(event.id),
        spot = fit(rows, x(event.year), made.offsetWidth, width)
      made.classList.toggle("leftward", spot.leftward)
      made.style.left = `${spot.left}px`
      made.style.top = `${top + 6 + spot.row * ROW}px`
      board.dots.set(event.id, [x(event.year), top + 6 + spot.row * ROW + ROW / 2])
    }
    const height = rows.length * ROW + 12
    Object.assign(board.lanes[i].style, { top: `${top}px`, height: `${height}px` })
    top += height
  })
  board.chart.style.height = `${top}px`
  board.curves.setAttribute("viewBox", `0 0 ${width} ${top}`)
  board.scale.replaceChildren(
    ...DECADES.map((year) => element("span", "", { style: `left:${x(year)}px` }, [String(year)])),
  )
  trace(board, board.current)
}

/** @param {Taken[][]} rows @param {number} at @param {number} wide @param {number} limit */
export function fit(rows, at, wide, limit) {
  // the first row with room beside the dot, to its right or else its left; a button that is too wide
  // for either goes to its right, over the edge
  const right = { left: at - DOT, leftward: false },
    left = { left: at + DOT - wide, leftward: true }
  const sides = (at > limit * 0.8 ? [left, right] : [right, left]).filter(
    (side) => side.left >= 0 && side.left + wide <= limit,
  )
  for (let row = 0; ; row++) {
    rows[row] ??= []
    for (const side of sides.length ? sides : [right]) {
      const end = side.left + wide
      if (!rows[row].every(([from, to]) => end < from || side.left > to)) continue
      rows[row].push([side.left, end])
      return { row, ...side }
    }
  }
}

/** @param {Board} board @param {string} id */
function trace(board, id) {
  // what led to this event and what followed from it
  if (!board.wide) return
  /** @param {string} from @param {string} to */
  const curve = (from, to) => {
    const [[x1, y1], [x2, y2]] = [board.dots.get(from), board.dots.get(to)],
      bend = (x1 + x2) / 2
    const path = shape("path", { d: `M${x1} ${y1}C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}` })
    path.classList.toggle("lit", from === id || to === id)
    return path
  }
  const paths = board.events.flatMap((event) => event.from.map((before) => curve(before, event.id)))
  board.curves.replaceChildren(
    ...paths.sort((a, b) => Number(a.classList.contains("lit")) - Number(b.classList.contains("lit"))),
  )
}
