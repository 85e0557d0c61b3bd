// A digit under seven sliders, read by several networks in each frame, with the curve of each along the
// slider that was moved last. Python is told which that was.
import { networkOf } from "../browser/store.js"
import { child } from "../shared/child.js"
import { whenImage } from "../shared/digit_image.js"
import { element } from "../shared/element.js"
import { whileInView } from "../shared/in_view.js"
import { paintInk } from "../shared/maps.js"
import { say } from "../shared/say.js"
import { signed } from "../shared/scale.js"
import { bent } from "./bending.js"
import { newCurve, saidOf } from "./breaking.js"
import { trackOf } from "./tracks.js"

/** @import { Bend, Board, Change, Curve, Data, Row, Told } from "./types.d.ts" */

const BUDGET = 7 // ms of a frame for curves
const PACE = 90 // ms between two drawings of curves that grow
const DIGITS = { right: 0, down: 0, turn: 0, scale: 2, slant: 0, thickness: 2, noise: 1 }
/** @type {WeakMap<ShadowRoot, Board>} */
const boards = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? create(parentElement, data),
    before = board.data
  boards.set(parentElement, board)
  board.data = data
  board.tell = (change) => setTriggerValue("moved", change)
  if (data.change !== board.told) {
    board.told = data.change
    board.change = data.change
    board.curve = null
  }
  if (!board.rows.size || before.lang !== data.lang) build(board)
  refresh(board)
  return () => {
    board.forget()
    board.frames.end()
    boards.delete(parentElement)
  }
}

/** @param {ShadowRoot} parent @param {Data} data @returns {Board} */
function create(parent, data) {
  const root = child(parent, ".broken")
  const board = /** @type {Board} */ (
    /** @type {Partial<Board>} */ ({
      ...{ root, data, change: data.change, told: data.change },
      ...{ image: null, problem: null, pen: "up", curve: null, stale: true, failed: false, asked: false, drawnAt: 0 },
      ...{ networks: new Map(), first: new Map(), sliders: new Map(), outputs: new Map(), rows: new Map() },
      ...{ now: null, due: [] },
    })
  )
  board.bend = atRest(data)
  board.frames = whileInView(root, () => work(board))
  board.forget = whenImage(data.pad, data.sample, (found) => {
    Object.assign(board, found, { curve: null })
    board.first.clear()
    refresh(board)
  })
  return board
}

// No change at all.
/** @param {Data} data @returns {Bend} */
function atRest({ spans }) {
  return /** @type {any} */ (Object.fromEntries(Object.entries(spans).map(([name, { rest }]) => [name, rest])))
}

/** @param {Board} board */
function refresh(board) {
  board.stale = true
  board.frames.ask()
}

/** @param {Board} board */
async function fetchAll(board) {
  board.failed = false
  board.asked = true
  const every = Object.keys(board.data.networks).map(async (name) => {
    if (board.networks.has(name)) return
    board.networks.set(name, await networkOf(name))
    board.curve = null
    refresh(board)
  })
  const ends = await Promise.allSettled(every)
  board.failed = ends.some(({ status }) => status === "rejected")
  refresh(board)
}

// ---- What is computed, in the frames -------------------------------------------------

// The picture at once; then as many answers, and as much of the curves, as a frame has room for. On a slow
// machine the answers take turns, and the picture keeps up with the hand.
/** @param {Board} board */
function work(board) {
  const began = performance.now()
  if (!board.rows.size) return false
  if (!board.asked) fetchAll(board) // only once somebody looks here
  if (board.stale) show(board)
  board.stale = false
  while (board.due.length && performance.now() - began < BUDGET) answer(board, board.due.shift() ?? "")
  if (board.due.length) return true
  if (!board.image || board.pen === "down" || !board.networks.size) return false
  const curve = (board.curve ??= newCurve(board.change, board.data.spans[board.change], board.networks.keys()))
  while (curve.left.length && performance.now() - began < BUDGET) ask(board, curve)
  if (!curve.left.length || performance.now() - board.drawnAt > PACE) {
    drawTracks(board, curve)
    board.drawnAt = performance.now()
  }
  return curve.left.length > 0
}

// What one network says at the next place of the curve.
/** @param {Board} board @param {Curve} curve */
function ask(board, curve) {
  const next = curve.left.pop(),
    network = next && board.networks.get(next.name)
  if (!next || !network || !board.image) return
  const image = bent(board.image, { ...board.bend, [curve.change]: curve.values[next.place] })
  const said = curve.said.get(next.name) ?? []
  said[next.place] = saidOf(network.read(image), firstOf(board, next.name))
}

// What a network says of the digit as it was drawn.
/** @param {Board} board @param {string} name */
function firstOf(board, name) {
  const known = board.first.get(name)
  if (known !== undefined) return known
  const network = board.networks.get(name),
    first = network && board.image ? network.read(board.image).best : -1
  if (first >= 0) board.first.set(name, first)
  return first
}

// ---- What is shown -------------------------------------------------------------------

/** @param {Board} board */
function show(board) {
  const { root, image, data, rows } = board
  const problem = board.problem ? data.labels[board.problem] : board.failed ? data.labels.failed : ""
  root.classList.toggle("empty", !image)
  root.classList.toggle("told", Boolean(problem))
  child(root, ".notice span").textContent = problem
  child(root, ".notice button").hidden = Boolean(board.problem) || !board.failed
  showSliders(board)
  if (!image) {
    board.due = []
    return
  }
  const now = bent(image, board.bend)
  paintInk(child(root, ".drawn canvas", HTMLCanvasElement), image, data.colours)
  paintInk(child(root, ".bent canvas", HTMLCanvasElement), now, data.colours)
  board.now = now
  board.due = [...new Set([...board.due, ...rows.keys()])] // who was not asked last time comes first
}

// What one network says of the picture.
/** @param {Board} board @param {string} name */
function answer(board, name) {
  const row = board.rows.get(name),
    network = board.networks.get(name)
  if (!row || !network || !board.now) return
  const { best, probabilities } = network.read(board.now)
  say(row.answer, String(best))
  row.answer.classList.toggle("other", best !== firstOf(board, name))
  say(row.share, probabilities ? board.data.labels.share.replace("%p", (100 * probabilities[best]).toFixed(0)) : "")
}

/** @param {Board} board */
function showSliders({ data, bend, change, sliders, outputs, rows, root }) {
  const { lowest, highest } = data.spans[change]
  for (const [name, slider] of sliders) {
    const span = data.spans[name],
      words = written(data, name, bend[name])
    slider.value = String(bend[name])
    slider.setAttribute("aria-valuetext", words)
    slider.style.setProperty("--at", (bend[name] - span.lowest) / (span.highest - span.lowest))
    slider.parentElement?.classList.toggle("along", name === change)
    const output = outputs.get(name)
    if (output) say(output, words)
  }
  const count = (highest - lowest) / data.spans[change].coarse + 1 // each place is as wide as any other
  const at = ((bend[change] - lowest) / data.spans[change].coarse + 0.5) / count
  for (const { now } of rows.values()) now.style.left = `${100 * at}%`
  say(child(root, ".along-words"), data.labels.along.replace("%c", data.titles[change]))
  for (const [end, value] of Object.entries({ low: lowest, high: highest }))
    say(child(root, `.scale .${end}`), written(data, change, value))
}

/** @param {Board} board @param {Curve} curve */
function drawTracks(board, curve) {
  const { data, rows } = board,
    { labels } = data
  for (const [name, row] of rows) {
    const said = curve.said.get(name)
    if (!said) continue
    const first = firstOf(board, name),
      { parts, held } = trackOf(curve, said, first)
    row.track.replaceChildren(...parts, row.now)
    const words = held
      ? held.reduce(
          (text, place, i) => text.replace(i ? "%b" : "%a", written(data, curve.change, curve.values[place])),
          labels.range,
        )
      : labels.gone
    say(row.holds, words)
    const aloud = labels.track.replace("%n", data.networks[name]).replace("%d", first).replace("%r", words)
    row.track.setAttribute("aria-label", aloud)
  }
  board.root.dataset.curve = curve.left.length ? "" : curve.change // all of it is there
}

/** @param {Data} data @param {Change} change @param {number} value */
function written(data, change, value) {
  const shown = change === "noise" ? 100 * value : value
  return data.units[change].replace("%v", signed(shown, DIGITS[change]))
}

// ---- What is built once --------------------------------------------------------------

/** @param {Board} board */
function build(board) {
  const { root, data } = board,
    { labels } = data
  root.lang = data.lang
  board.rows = new Map(Object.entries(data.networks).map(([name, title]) => [name, row(title)]))
  const again = element("button", "again", {}, labels.again)
  again.onclick = () => fetchAll(board)
  const reset = element("button", "reset", {}, labels["as-drawn"])
  reset.onclick = () => {
    board.bend = atRest(data)
    board.curve = null
    refresh(board)
  }
  const head = element("div", "row head", { "aria-hidden": "true" }, [
    ...[labels.network, labels.answer].map((text) => element("span", "", {}, text)),
    element("span", "along-words"),
    element("span", "holds", {}, labels.holds),
  ])
  const lines = [...board.rows.values()].map(({ answer, share, holds, track }, i) =>
    element("div", "row", { role: "group", "aria-label": Object.values(data.networks)[i] }, [
      element("b", "", {}, Object.values(data.networks)[i]),
      element("span", "said", {}, [answer, share]),
      track,
      holds,
    ]),
  )
  const scale = element("div", "row scale", { "aria-hidden": "true" }, [
    element("div", "ends", {}, [element("span", "low"), element("span", "high")]),
  ])
  root.replaceChildren(
    element("p", "legend", {}, labels.legend),
    element("p", "notice", { role: "status" }, [element("span"), again]),
    element("div", "both", {}, [
      element("div", "hand", {}, [
        element("div", "pictures", {}, [picture("bent", labels.bent), picture("drawn", labels.drawn)]),
        element(
          "div",
          "sliders",
          {},
          changes(data).map((name) => slider(board, name)),
        ),
        reset,
      ]),
      element("div", "tracks", {}, [head, ...lines, scale]),
    ]),
  )
}

/** @param {Data} data */
const changes = (data) => /** @type {Change[]} */ (Object.keys(data.spans))

/** @param {string} title @returns {Row} */
function row(title) {
  const answer = element("output", "digit"),
    share = element("small")
  const now = element("i", "now", { "aria-hidden": "true" }),
    track = element("div", "track", { role: "img", "aria-label": title })
  return { answer, share, holds: element("span", "holds"), track, now }
}

/** @param {string} kind @param {string} words */
function picture(kind, words) {
  return element("figure", kind, {}, [
    element("canvas", "", { role: "img", "aria-label": words, width: 28, height: 28 }),
    element("figcaption", "", { "aria-hidden": "true" }, words),
  ])
}

/** @param {Board} board @param {Change} name */
function slider(board, name) {
  const { lowest, highest, step } = board.data.spans[name],
    title = board.data.titles[name]
  const input = element("input", "", { type: "range", min: lowest, max: highest, step, "aria-label": title })
  const output = element("output", "", { "aria-hidden": "true" })
  board.sliders.set(name, input)
  board.outputs.set(name, output)
  input.oninput = () => {
    board.bend[name] = Number(input.value)
    if (board.change !== name) {
      board.change = name
      board.curve = null
    }
    refresh(board)
  }
  input.onchange = () => {
    if (board.told === name && input.dataset.moved) return
    input.dataset.moved = "yes"
    board.told = name
    board.tell(name)
  }
  return element("label", "", {}, [element("span", "", {}, title), output, input])
}
