// A curve to be guessed: drawn with the pointer or by arrow keys, then compared with the measured
// one. The guess stays in this browser's localStorage; one in a class beside it, for that class alone.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { shape } from "../shared/shape.js"

/** @import { Bet, Data, Hidden, Scaled, Stored, Told } from "./types.d.ts" */
const CURVES = /** @type {const} */ (["known", "yours", "measured"])
const KEY = "how-cnns-began.bet",
  IN_CLASS = `${KEY}.class`
const TOP = 60,
  BOTTOM = 0.5 // per cent, the ends of the scale
const TICKS = [0.5, 1, 2, 5, 10, 20, 50]
const STEP = Math.log(TOP / BOTTOM) / 60 // of an arrow key, five times as much with Page keys
const NARROW = 520 // CSS pixels
/** @type {WeakMap<ShadowRoot, Bet>} */
const bets = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const before = bets.get(parentElement),
    known = before?.room === data.room ? before : undefined,
    bet = known ?? create(data)
  if (!known) before?.observer.disconnect()
  bets.set(parentElement, bet)
  if (!known && bet.made) setTriggerValue("made", rounded(bet.values))
  Object.assign(bet, { data, root: child(parentElement, ".bet"), tell: setTriggerValue })
  bet.root.lang = data.lang
  if (bet.made && bet.since !== undefined && bet.since < data.epoch) restart(bet) // the visitor's progress was cleared
  draw(bet)
  bet.observer.observe(bet.root)
  return () => {
    bet.observer.disconnect()
    bets.delete(parentElement)
  }
}

/** @param {Data} data */
function create(data) {
  const kept = stored(data),
    made = Boolean(kept)
  const values = kept?.values ?? [...data.known]
  const bet = /** @type {Bet} */ ({ values, since: kept?.epoch, made, touched: made, room: data.room })
  bet.observer = new ResizeObserver(() => {
    if (bet.root.clientWidth !== bet.width) draw(bet)
  })
  return bet
}

/** @param {Bet} bet */
function draw(bet) {
  const { root, data } = bet
  bet.width = root.clientWidth || 640
  const narrow = bet.width < NARROW
  bet.box = { left: 46, right: bet.width - 16, top: 12, bottom: narrow ? 300 : 350 }
  const frame = bet.box
  const chart = shape("svg", { viewBox: `0 0 ${bet.width} ${frame.bottom + 44}`, class: "chart" })
  chart.append(...axes(bet))
  chart.append(shape("path", { class: "known", d: path(bet, data.known) }))
  if (bet.made && data.hidden) chart.append(...truth(bet, data.hidden))
  bet.line = shape("path", { class: "yours" })
  bet.handles = data.x.map((_, i) => handle(bet, i))
  chart.append(bet.line, ...bet.handles)
  bet.chart = chart
  if (!bet.made) listen(bet)
  move(bet)
  root.replaceChildren(legend(bet), chart, bet.made ? verdict(bet) : ask(bet))
}

/** @param {Bet} bet */
function axes(bet) {
  const { data, box } = bet,
    parts = []
  for (const tick of TICKS) {
    const at = y(bet, tick)
    parts.push(
      shape("line", { class: "grid", x1: box.left, x2: box.right, y1: at, y2: at }),
      shape("text", { class: "tick", x: box.left - 8, y: at + 4, "text-anchor": "end" }, String(tick)),
    )
  }
  data.x.forEach((_, i) => {
    const at = x(bet, i)
    parts.push(
      shape("line", { class: "grid", x1: at, x2: at, y1: box.top, y2: box.bottom }),
      shape("text", { class: "tick", x: at, y: box.bottom + 18, "text-anchor": "middle" }, data.ticks[i]),
    )
  })
  parts.push(
    shape(
      "text",
      { class: "axis", x: (box.left + box.right) / 2, y: box.bottom + 38, "text-anchor": "middle" },
      data.labels.x,
    ),
    shape(
      "text",
      { class: "axis", transform: `translate(12 ${(box.top + box.bottom) / 2}) rotate(-90)`, "text-anchor": "middle" },
      data.labels.y,
    ),
  )
  return parts
}

/** @param {Bet} bet @param {Hidden} hidden */
function truth(bet, [means, least, most]) {
  // the measured curve, whiskers from the least to the most
  const whiskers = means.map((_, i) =>
    shape("line", { class: "whisker", x1: x(bet, i), x2: x(bet, i), y1: y(bet, most[i]), y2: y(bet, least[i]) }),
  )
  const dots = means.map((value, i) =>
    shape("rect", { class: "dot", x: x(bet, i) - 4, y: y(bet, value) - 4, width: 8, height: 8 }),
  )
  return [shape("path", { class: "measured", d: path(bet, means), pathLength: 1 }), ...whiskers, ...dots]
}

/** @param {Bet} bet @param {number} i */
function handle(bet, i) {
  const { data } = bet
  const made = shape("g", { class: "handle" })
  made.append(shape("circle", { r: bet.made ? 4 : 9 }))
  if (bet.made) return made
  made.prepend(shape("circle", { class: "reach", r: 22 })) // for a finger
  made.setAttribute("role", "slider")
  made.setAttribute("tabindex", "0")
  made.setAttribute("aria-orientation", "vertical")
  made.setAttribute("aria-label", data.labels.point.replace("%x", data.x[i].toLocaleString("en")))
  made.setAttribute("aria-valuemin", BOTTOM)
  made.setAttribute("aria-valuemax", TOP)
  made.onkeydown = (/** @type {KeyboardEvent} */ press) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return
    const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[press.key]
    const to = { Home: BOTTOM, End: TOP }[press.key] ?? (steps ? bet.values[i] * Math.exp(STEP * steps) : null)
    const beside = { ArrowLeft: i - 1, ArrowRight: i + 1 }[press.key]
    if (beside !== undefined) bet.handles[beside]?.focus()
    else if (to !== null) set(bet, i, to)
    else return
    press.preventDefault()
  }
  return made
}

/** @param {Bet} bet */
function listen(bet) {
  // a stroke across the chart moves every point it passes
  /** @type {[x: number, y: number] | null} */
  let last = null
  /** @param {PointerEvent} event */
  const at = (event) => {
    const area = bet.chart.getBoundingClientRect(),
      scale = bet.width / area.width
    const [px, py] = [(event.clientX - area.left) * scale, (event.clientY - area.top) * scale]
    const i = bet.data.x.reduce((best, _, n) => (Math.abs(x(bet, n) - px) < Math.abs(x(bet, best) - px) ? n : best), 0)
    return [i, px, py]
  }
  bet.chart.onpointerdown = (event) => {
    if (event.button) return
    const [i, px, py] = at(event)
    const close =
      (event.target instanceof Element && event.target.closest(".handle")) ||
      event.pointerType === "mouse" ||
      Math.abs(y(bet, bet.values[i]) - py) < 44
    if (!close) return // a finger that wants to scroll
    last = [px, py]
    bet.chart.setPointerCapture(event.pointerId)
    set(bet, i, value(bet, py))
  }
  bet.chart.onpointermove = (event) => {
    if (!last) return
    const [i, px, py] = at(event),
      [fromX, fromY] = last
    for (let n = 0; n < bet.data.x.length; n++) {
      // those that a fast stroke has jumped over
      const between = (x(bet, n) - fromX) * (x(bet, n) - px) < 0
      if (between && n !== i) set(bet, n, value(bet, fromY + ((py - fromY) * (x(bet, n) - fromX)) / (px - fromX)))
    }
    set(bet, i, value(bet, py))
    last = [px, py]
  }
  bet.chart.onpointerup = bet.chart.onpointercancel = () => {
    last = null
  }
}

/** @param {Bet} bet @param {number} i @param {number} to */
function set(bet, i, to) {
  bet.values[i] = Math.min(TOP, Math.max(BOTTOM, to))
  bet.touched = true
  move(bet)
  const button = bet.root.querySelector("button")
  if (button) button.disabled = false
}

/** @param {Bet} bet */
function move(bet) {
  bet.line.setAttribute("d", path(bet, bet.values))
  bet.handles.forEach((made, i) => {
    made.setAttribute("transform", `translate(${x(bet, i)} ${y(bet, bet.values[i])})`)
    if (bet.made) return
    made.setAttribute("aria-valuenow", bet.values[i].toFixed(1))
    made.setAttribute("aria-valuetext", `${bet.values[i].toFixed(1)}%`)
  })
}

/** @param {Bet} bet */
function legend(bet) {
  const { labels } = bet.data,
    line = element("ul", "legend")
  for (const name of bet.made && bet.data.hidden ? CURVES : CURVES.slice(0, 2))
    line.append(element("li", name, {}, labels[name]))
  return line
}

/** @param {Bet} bet */
function ask(bet) {
  const { labels } = bet.data,
    row = element("div", "row"),
    button = element("button", "go", {}, labels.bet)
  button.disabled = !bet.touched
  button.onclick = () => {
    bet.made = true
    keep(bet)
    bet.tell("made", rounded(bet.values))
    draw(bet)
    child(bet.root, ".verdict").focus() // the button is gone; a screen reader reads on here
  }
  row.append(button, element("p", "hint", {}, labels.ask))
  return row
}

/** @param {Bet} bet */
function verdict(bet) {
  const row = element("div", "verdict"),
    again = element("button", "", {}, bet.data.labels.again)
  row.setAttribute("role", "status")
  row.tabIndex = -1
  again.onclick = () => {
    restart(bet)
    draw(bet)
    bet.handles[0].focus()
  }
  row.append(...(bet.data.hidden ? score(bet, bet.data.hidden) : []), again)
  return row
}

// How far the guess is from what was measured.
/** @param {Bet} bet @param {Hidden} hidden */
function score({ data, values }, [means]) {
  const { labels } = data
  const apart = means.map((mean, i) => Math.log(values[i] / mean))
  const factor = Math.exp(apart.reduce((sum, each) => sum + Math.abs(each), 0) / apart.length)
  const far = apart.reduce((best, each, i) => (Math.abs(each) > Math.abs(apart[best]) ? i : best), 0)
  const off = labels.score.replace("%f", factor.toFixed(1))
  const most = labels.close
    .replace("%x", data.x[far].toLocaleString("en"))
    .replace("%a", values[far].toFixed(1))
    .replace("%b", means[far].toFixed(1))
  const side = factor < 1.25 ? "" : apart[far] > 0 ? labels.better : labels.worse
  return [element("p", "score", {}, off), element("p", "", {}, `${most} ${side}`)]
}

/** @param {Scaled} scaled @param {number} i */
export const x = ({ data, box }, i) => {
  const first = Math.log(data.x[0]),
    last = Math.log(data.x[data.x.length - 1])
  return box.left + 12 + ((box.right - box.left - 24) * (Math.log(data.x[i]) - first)) / (last - first)
}
/** @param {Scaled} scaled @param {number} error */
export const y = ({ box }, error) =>
  box.bottom - ((box.bottom - box.top) * Math.log(error / BOTTOM)) / Math.log(TOP / BOTTOM)
/** @param {Scaled} scaled @param {number} at */
export const value = ({ box }, at) =>
  BOTTOM * Math.exp(((box.bottom - at) / (box.bottom - box.top)) * Math.log(TOP / BOTTOM))
/** @param {Scaled} scaled @param {number[]} values */
export const path = (scaled, values) =>
  values.map((each, i) => `${i ? "L" : "M"}${x(scaled, i)} ${y(scaled, each)}`).join("")

/** @param {number[]} values */
const rounded = (values) => values.map((each) => Number(each.toFixed(3)))

/** @param {Pick<Data, "x" | "epoch"> & { room?: string }} data @returns {Stored | null} */
export function stored({ x, epoch, room }) {
  // what this browser kept since the last clearing
  try {
    const found = JSON.parse((localStorage.getItem(room ? IN_CLASS : KEY) ?? "null").slice(0, 2000)),
      { values } = found
    const fine =
      values.length === x.length &&
      values.every((/** @type {unknown} */ each) => typeof each === "number" && each >= BOTTOM && each <= TOP)
    return fine && found.epoch >= epoch && (!room || found.room === room) ? found : null
  } catch {
    return null
  } // nothing, not ours, or storage is switched off
}
/** @param {Bet} bet */
function keep(bet) {
  bet.since = bet.data.epoch
  const { room } = bet
  const kept = { epoch: bet.since, values: rounded(bet.values), ...(room && { room }) }
  try {
    localStorage.setItem(room ? IN_CLASS : KEY, JSON.stringify(kept))
  } catch {
    /* storage is switched off */
  }
}
/** @param {Bet} bet */
function restart(bet) {
  Object.assign(bet, { made: false, touched: false, values: [...bet.data.known] })
  try {
    localStorage.removeItem(bet.room ? IN_CLASS : KEY)
  } catch {
    /* storage is switched off */
  }
}
