// A line of light under the hand, before all filters of a first layer at once.
import { button, filled, listen, messenger, paint, picture } from "../convolution/pixels.js"
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"
import { shape } from "../shared/shape.js"
import { shownAt } from "../shared/shown.js"
import {
  ANGLES,
  degreesOf,
  halfWidth,
  linePicture,
  peakOf,
  selectivityOf,
  sortedByAngle,
  sweptAnswers,
  tunedOnes,
} from "./turning.js"

/** @import { Data, Line, Shown, Swept, Turned } from "./types.d.ts" */

const LINES = /** @type {Line[]} */ (["light", "dark", "edge"]),
  SEEN = 27, // pixels of the stage, three fields wide
  [WIDE, HIGH] = [360, 120]
/** @type {WeakMap<ShadowRoot, Shown>} */
const stages = new WeakMap()

/** @param {Given<Data, { chosen: Turned }>} given */
export default function ({ data, parentElement, setStateValue }) {
  const [shown, leave] = shownAt(stages, parentElement, ".turning-bar", created)
  shown.link.send = (state) => setStateValue("chosen", state)
  heard(shown, data)
  return leave
}

/** @param {HTMLElement} root @returns {Shown} */
function created(root) {
  const pills = element("div", "pills", { role: "group" }),
    each = LINES.map((line) => {
      const made = button("", () => put(shown, { line }))
      pills.append(made)
      return [line, made]
    })
  const stage = picture("stage"),
    stageWords = element("figcaption"),
    row = element("label", "dial"),
    dial = { words: element("span"), output: element("output"), input: element("input") }
  Object.assign(dial.input, { type: "range", min: "0", max: String(ANGLES - 1) })
  dial.output.setAttribute("aria-hidden", "true")
  dial.input.oninput = () => put(shown, { angle: Number(dial.input.value) })
  row.append(dial.words, dial.output, dial.input)
  stage.canvas.width = stage.canvas.height = SEEN
  const towards = (/** @type {number} */ line, /** @type {number} */ column) => {
    const [x, y] = [column - (SEEN - 1) / 2, (SEEN - 1) / 2 - line]
    if (Math.hypot(x, y) < 3) return
    const turned = (Math.atan2(y, x) / Math.PI) * ANGLES
    put(shown, { angle: ((Math.round(turned) % ANGLES) + ANGLES) % ANGLES })
  }
  listen(stage, { pin: towards })
  const svg = shape("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", role: "img" }),
    chart = {
      root: svg,
      area: shape("path", { class: "area" }),
      curve: shape("path", { class: "curve" }),
      half: shape("path", { class: "half" }),
      mark: shape("path", { class: "mark" }),
      words: element("figcaption"),
      one: element("span", "one", { role: "img" }),
    }
  svg.append(chart.area, chart.half, chart.curve, chart.mark)
  const ends = element(
    "div",
    "ends",
    { "aria-hidden": "true" },
    ["0°", "45°", "90°", "135°", "180°"].map((end) => element("span", "", {}, end)),
  )
  const wall = element("div", "wall", { role: "radiogroup" }),
    wallWords = element("p", "count", { role: "status" }),
    order = button("", () => put(shown, { sorted: !shown.chosen.sorted })),
    words = element("p", "words", { role: "status" })
  root.append(
    pills,
    element("div", "top", {}, [
      element("figure", "hand", {}, [stageWords, stage.root, row]),
      element("figure", "tuning", {}, [element("div", "head", {}, [chart.one, chart.words]), svg, ends, words]),
    ]),
    element("div", "below", {}, [wallWords, order]),
    wall,
  )
  const known = /** @type {unknown} */ ({
    ...{ root, link: messenger(root), stage, stageWords, dial, chart, wall, wallWords, order, words },
    ...{ lines: { root: pills, each: Object.fromEntries(each) }, swept: {}, cells: [] },
  })
  const shown = /** @type {Shown} */ (known)
  wall.onkeydown = (press) => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[press.key]
    if (!step || press.altKey || press.ctrlKey || press.metaKey) return
    press.preventDefault()
    const order_ = orderOf(shown),
      place = (order_.indexOf(shown.chosen.filter) + step + order_.length) % order_.length
    put(shown, { filter: order_[place] })
    shown.cells[shown.chosen.filter].focus()
  }
  return shown
}

/** @param {Shown} shown @param {Data} data */
function heard(shown, data) {
  const news = shown.link.news(data, "chosen")
  if (!news.state && !news.rest) return
  const { labels } = (shown.data = data)
  shown.root.lang = data.lang
  if (news.state || !shown.chosen) shown.chosen = { ...data.chosen }
  if (news.rest) {
    shown.filters = { values: unpacked(data.levels, data.limit), biases: data.biases, side: data.side }
    shown.swept = {}
    build(shown)
  }
  for (const line of LINES) say(shown.lines.each[line], labels[line])
  shown.lines.root.setAttribute("aria-label", labels.line)
  shown.wall.setAttribute("aria-label", labels.wall)
  say(shown.dial.words, labels.angle)
  shown.dial.input.setAttribute("aria-label", labels.angle)
  say(shown.stageWords, labels.field)
  dress(shown)
}

/** @param {string} levels @param {number} limit @returns {Float64Array} */
function unpacked(levels, limit) {
  const bytes = Uint8Array.from(atob(levels), (letter) => letter.charCodeAt(0)),
    view = new DataView(bytes.buffer)
  return Float64Array.from({ length: bytes.length / 2 }, (_, i) => (view.getInt16(2 * i, true) / 32767) * limit)
}

// A button for each filter, made once.
/** @param {Shown} shown */
function build(shown) {
  const { data } = shown
  shown.cells = data.biases.map((_, filter) => {
    const cell = button("", () => put(shown, { filter }))
    cell.setAttribute("role", "radio")
    const kernel = element("span", "kernel")
    sprite(kernel, data, filter)
    cell.append(kernel, element("i"))
    return cell
  })
}

/** @param {HTMLElement} place @param {Data} data @param {number} filter */
function sprite(place, data, filter) {
  const rows = Math.ceil(data.biases.length / data.across),
    percent = (/** @type {number} */ at, /** @type {number} */ all) => `${all > 1 ? (100 * at) / (all - 1) : 0}%`
  place.style.backgroundImage = `url(${data.picture})`
  place.style.backgroundSize = `${100 * data.across}% ${100 * rows}%`
  place.style.backgroundPosition = `${percent(filter % data.across, data.across)} ${percent(Math.floor(filter / data.across), rows)}`
}

/** @param {Shown} shown @returns {Swept} */
function answersNow(shown) {
  const { line } = shown.chosen
  return (shown.swept[line] ??= sweptAnswers(shown.filters, line))
}

/** @param {Shown} shown @returns {number[]} */
function orderOf(shown) {
  const { curves } = answersNow(shown)
  if (!shown.chosen.sorted) return shown.cells.map((_, filter) => filter)
  return sortedByAngle(curves, tunedOnes(curves, shown.data.quiet, shown.data.narrow).tuned)
}

// By the visitor's hand.
/** @param {Shown} shown @param {Partial<Turned>} change */
function put(shown, change) {
  shown.chosen = { ...shown.chosen, ...change }
  dress(shown)
  shown.link.tell({ ...shown.chosen })
}

/** @param {Shown} shown */
function dress(shown) {
  const { data, chosen, chart } = shown,
    { labels } = data,
    { curves, places } = answersNow(shown),
    { loud, tuned } = tunedOnes(curves, data.quiet, data.narrow),
    curve = curves.subarray(chosen.filter * ANGLES, (chosen.filter + 1) * ANGLES),
    at = places[chosen.filter * ANGLES + chosen.angle],
    degrees = degreesOf(chosen.angle)
  for (const line of LINES) shown.lines.each[line].setAttribute("aria-pressed", String(line === chosen.line))
  shown.dial.input.value = String(chosen.angle)
  shown.dial.input.style.setProperty("--at", String(chosen.angle / (ANGLES - 1)))
  const angle = filled(labels.degrees, { a: degrees })
  say(shown.dial.output, angle)
  shown.dial.input.setAttribute("aria-valuetext", angle)
  drawStage(shown, curve[chosen.angle] > 0 ? at : { degrees, offset: 0 })
  drawWall(shown, curves, tuned)
  sprite(chart.one, data, chosen.filter)
  const name = filled(labels.filter, { n: chosen.filter })
  chart.one.setAttribute("aria-label", name)
  say(chart.words, filled(labels.curve, { n: chosen.filter }))
  const peak = peakOf(curve),
    fields = {
      n: chosen.filter,
      a: degreesOf(peak),
      w: halfWidth(curve).toFixed(0),
      s: selectivityOf(curve).toFixed(2),
    },
    kind = !loud[chosen.filter] ? "quiet" : tuned[chosen.filter] ? "tuned" : "broad"
  say(shown.words, filled(labels[kind], fields))
  drawCurve(shown, curve)
  chart.root.setAttribute("aria-label", `${filled(labels.curve, { n: chosen.filter })} ${filled(labels[kind], fields)}`)
  const awake = tuned.filter((each, filter) => each && nowOf(curves, filter, chosen.angle) >= 0.5).length
  say(shown.wallWords, filled(labels.count, { a: degrees, m: awake, n: tuned.filter(Boolean).length }))
  say(shown.order, chosen.sorted ? labels.numbered : labels.sorted)
}

// A filter's answer at an angle, as a part of its own strongest.
/** @param {Float64Array} curves @param {number} filter @param {number} angle */
function nowOf(curves, filter, angle) {
  const curve = curves.subarray(filter * ANGLES, (filter + 1) * ANGLES),
    most = curve[peakOf(curve)]
  return most > 0 ? curve[angle] / most : 0
}

/** @param {Shown} shown @param {{ degrees: number, offset: number }} at */
function drawStage(shown, { degrees, offset }) {
  const values = linePicture(shown.chosen.line, degrees, offset, SEEN)
  const tone = (/** @type {number} */ value) => {
    const level = 128 + 112 * value
    return /** @type {Tone} */ ([level, level, level])
  }
  paint(shown.stage.canvas, { values: Float32Array.from(values), height: SEEN, width: SEEN }, tone)
  const first = (SEEN - shown.data.side) / 2
  shown.stage.frame(first, first, shown.data.side, shown.data.side)
}

/** @param {Shown} shown @param {Float64Array} curves @param {boolean[]} tuned */
function drawWall(shown, curves, tuned) {
  const { chosen, data } = shown,
    order = orderOf(shown),
    name = order.join()
  if (shown.wall.dataset.order !== name) {
    shown.wall.dataset.order = name
    const focused = shown.cells.find((cell) => cell.matches(":focus"))
    shown.wall.replaceChildren(...order.map((filter) => shown.cells[filter]))
    focused?.focus()
  }
  shown.cells.forEach((cell, filter) => {
    const now = tuned[filter] ? nowOf(curves, filter, chosen.angle) : 0
    cell.classList.toggle("plain", !tuned[filter])
    cell.style.setProperty("--now", now.toFixed(3))
    cell.setAttribute("aria-checked", String(filter === chosen.filter))
    cell.tabIndex = filter === chosen.filter ? 0 : -1
    cell.setAttribute("aria-label", filled(data.labels.cell, { n: filter, p: Math.round(100 * now) }))
  })
}

/** @param {Shown} shown @param {Float64Array} curve */
function drawCurve({ chart, chosen }, curve) {
  const most = curve[peakOf(curve)] || 1,
    x = (/** @type {number} */ place) => (place / ANGLES) * WIDE,
    y = (/** @type {number} */ value) => HIGH - 4 - (value / most) * (HIGH - 10),
    points = Array.from({ length: ANGLES + 1 }, (_, i) => `${x(i).toFixed(1)} ${y(curve[i % ANGLES]).toFixed(1)}`)
  chart.curve.setAttribute("d", `M${points.join("L")}`)
  chart.area.setAttribute("d", `M0 ${HIGH}L${points.join("L")}L${WIDE} ${HIGH}Z`)
  chart.half.setAttribute("d", `M0 ${y(most / 2)}H${WIDE}`)
  chart.mark.setAttribute("d", `M${x(chosen.angle)} 0V${HIGH}`)
}
