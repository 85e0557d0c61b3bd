// The family side by side. Python sends the networks and the words; pointing needs no server.
import { child } from "../shared/child.js"
import { choose, isNews } from "../shared/choice.js"
import { element } from "../shared/element.js"
import { hearPart, tellPart } from "../shared/lit.js"
import { shape } from "../shared/shape.js"
import { drawLayer, drawSight, plan, unitSize } from "./picture.js"

/** @import { Board, Data, Layer, Network, Place, Told, Zone } from "./types.d.ts" */
/** @import { Lit } from "../shared/types.d.ts" */

const WIDE = 700 // CSS pixels from which the panel stands beside the picture
/** @type {WeakMap<ShadowRoot, Board>} */
const boards = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? create(parentElement)
  boards.set(parentElement, board)
  board.data = data
  board.pick = (network, layer) => setTriggerValue("picked", [network, layer])
  if (isNews(board.told, String(data.chosen))) board.chosen = find(data, data.chosen) ?? [0, 1]
  draw(board)
  board.observer.observe(board.root)
  return () => {
    board.observer.disconnect()
    board.deaf()
    boards.delete(parentElement)
  }
}

/** @param {ShadowRoot} parent */
function create(parent) {
  const board = /** @type {Board} */ ({ root: child(parent, ".family"), told: {} })
  board.observer = new ResizeObserver(() => {
    if (board.root.clientWidth !== board.width) draw(board)
  })
  board.deaf = hearPart((lit) => light(board, lit))
  return board
}

// A word elsewhere points at a layer, or at none any more.
/** @param {Board} board @param {Lit} lit */
function light(board, { part, show: come }) {
  if (!board.buttons) return
  const [id, name] = (part ?? "").split("."),
    spot = find(board.data, [id, name])
  board.root.classList.toggle("pointed", Boolean(spot))
  show(board, spot ?? board.chosen)
  if (spot && come) button(board, spot).scrollIntoView({ block: "nearest" })
}

/** @param {Data} data @param {Data["chosen"]} layer @returns {Place | null} */
function find({ networks }, [id, name]) {
  const row = networks.findIndex((network) => network.id === id)
  const at = networks[row]?.layers.findIndex((layer) => layer.name === name)
  return at > 0 ? [row, at] : null
}

/** @param {Board} board */
function draw(board) {
  const { root, data } = board,
    hadFocus = root.contains(root.getRootNode().activeElement)
  board.width = root.clientWidth
  if (!board.width) return
  const wide = board.width >= WIDE
  root.lang = data.lang
  root.className = wide ? "family wide" : "family"
  board.panel = element("section", "panel", { id: "panel" })
  const chart = element("div", "chart", { role: "group", "aria-label": data.label })
  root.replaceChildren(chart, ...(wide ? [board.panel] : []))
  const room = wide ? chart.clientWidth : board.width
  const unit = unitSize(data.networks, room)
  board.buttons = data.networks.map((network, row) => drawNetwork(board, chart, network, row, unit, room))
  chart.onkeydown = (press) => move(board, press)
  chart.onpointerleave = () => {
    show(board, board.chosen)
    tellPart(null)
  }
  show(board, board.chosen)
  if (hadFocus) button(board, board.chosen).focus({ preventScroll: true })
}

/**
 * @param {Board} board
 * @param {HTMLElement} chart
 * @param {Network} network
 * @param {number} row
 * @param {number} unit
 * @param {number} room
 * @returns {Zone[]}
 */
function drawNetwork(board, chart, network, row, unit, room) {
  const { layers } = network,
    { places, height, width } = plan(network, unit, room)
  const title = element("h3")
  title.append(network.title, element("small", "", {}, network.year))
  const frame = element("div", "frame", { style: `width:${width}px;height:${height}px` })
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" })
  svg.append(...layers.map((layer, i) => drawLayer(layer, places[i], unit)))
  frame.append(svg)
  const line = element("div", "network")
  line.append(title, frame)
  chart.append(line)
  return layers.map((layer, at) => {
    const { from, to } = places[at]
    const made = element("button", "zone", {
      "aria-controls": "panel",
      "aria-label": `${network.title}, ${layer.name}: ${layer.size}`,
      style: `left:${from}px;width:${to - from}px`,
    })
    if (at === 0) made.disabled = true
    // not on entering: a mouse at rest enters whatever is drawn anew under it
    made.onpointermove = (event) => {
      if (event.pointerType === "mouse" && at && !made.classList.contains("shown")) {
        show(board, [row, at])
        tellPart(`${network.id}.${layer.name}`)
      }
    }
    made.onclick = () => take(board, [row, at])
    frame.append(made)
    return { made, svg, places, unit, line }
  })
}

/** @param {Board} board @param {Place} place */
function button(board, [row, at]) {
  return board.buttons[row][at].made
}

/** @param {Board} board @param {Place} spot */
function take(board, spot) {
  board.chosen = spot
  show(board, spot, "polite")
  const { id, layers } = board.data.networks[spot[0]],
    { name } = layers[spot[1]]
  choose(board.told, String([id, name]))
  board.pick(id, name)
}

/** @param {Board} board @param {KeyboardEvent} press */
function move(board, press) {
  if (press.altKey || press.ctrlKey || press.metaKey) return
  const [row, at] = board.chosen,
    rows = board.data.networks
  const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[press.key]
  if (!step || !rows[row + step[0]]) return
  press.preventDefault()
  /** @type {Place} */
  const next = [row + step[0], Math.min(at + step[1], rows[row + step[0]].layers.length - 1)]
  if (next[1] < 1) return
  take(board, next)
  button(board, next).focus({ preventScroll: true })
}

/** @param {Board} board @param {Place} spot @param {"polite" | "off"} [live] */
function show(board, spot, live = "off") {
  // marks a layer, draws what its middle unit sees, and tells of it; aloud only when it is chosen
  const [row, at] = spot,
    { places, unit, svg, line } = board.buttons[row][at]
  board.buttons.forEach((layers, i) =>
    layers.forEach(({ made }, j) => {
      made.setAttribute("aria-pressed", i === board.chosen[0] && j === board.chosen[1])
      made.classList.toggle("shown", i === row && j === at)
      made.tabIndex = i === board.chosen[0] && j === board.chosen[1] ? 0 : -1
    }),
  )
  board.root.querySelectorAll(".sight").forEach((old) => old.remove())
  svg.append(drawSight(board.data.networks[row].layers, places, at, unit))
  const network = board.data.networks[row]
  board.panel.setAttribute("aria-live", live)
  board.panel.replaceChildren(...words(network, network.layers[at]))
  if (!board.root.classList.contains("wide")) line.after(board.panel)
}

/** @param {Network} network @param {Layer} layer */
function words(network, layer) {
  const title = element("h3", "", {}, `${network.title}: ${layer.name}`)
  const list = element("dl")
  for (const [what, count, sum] of layer.lines) {
    const value = element("dd")
    value.append(element("b", "", {}, count))
    if (sum) value.append(element("code", "", {}, sum))
    list.append(element("dt", "", {}, what), value)
  }
  const shares = element("div", "shares")
  for (const [what, share] of layer.shares) {
    const bar = element("div", "bar")
    bar.append(element("i", "", { style: `width:${100 * share}%` }))
    shares.append(element("span", "", {}, `${what}: ${(100 * share).toFixed(1)}%`), bar)
  }
  return [title, element("p", "size", {}, layer.size), list, shares, element("p", "", {}, layer.why)]
}
