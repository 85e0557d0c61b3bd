// One step along the sign of the gradient, and one as large in random directions, under a slider. The
// gradient is that of the digit on the pad, found here: browser/adversarial.js.
import { pixelSlopes, stepped } from "../browser/adversarial.js"
import { networkOf } from "../browser/store.js"
import { unpack } from "../digit_pad/strokes.js"
import { child } from "../shared/child.js"
import { imageOf, whenImage } from "../shared/digit_image.js"
import { element } from "../shared/element.js"
import { whileInView } from "../shared/in_view.js"
import { paintInk, paintMaps } from "../shared/maps.js"
import { say } from "../shared/say.js"
import { shape } from "../shared/shape.js"
import { drawLines } from "./chart.js"
import { addedTo, lineAt, randomSigns, sizesTo, turningStep } from "./steps.js"

/** @import { Board, Data, Panel, Place, Told, Way } from "./types.d.ts" */
/** @import { Network } from "../browser/network.js" */
/** @import { Grey, Reading } from "../browser/types.d.ts" */

const BUDGET = 7 // ms of a frame for the paths
const WAYS = /** @type {const} */ (["signs", "noise"])
const BEGIN = 0.1 // the step that stands there at first
const SEED = 2014
const PAD = "pad"
/** @type {WeakMap<ShadowRoot, Board>} */
const boards = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const board = boards.get(parentElement) ?? create(parentElement, data)
  const isNew = !board.places || board.data.lang !== data.lang
  boards.set(parentElement, board)
  board.data = data
  board.tell = () => setTriggerValue("moved", true)
  board.slopes = null // the colours may be others: all is painted again
  if (isNew) build(board)
  refresh(board)
  return () => {
    board.forget()
    board.frames.end()
    boards.delete(parentElement)
  }
}

/** @param {ShadowRoot} parent @param {Data} data @returns {Board} */
function create(parent, data) {
  const root = child(parent, ".adversarial"),
    [name] = Object.keys(data.networks)
  const board = /** @type {Board} */ (
    /** @type {Partial<Board>} */ ({
      ...{ root, data, name, epsilon: BEGIN, seed: SEED, told: false, places: null, networks: new Map() },
      ...{ image: null, problem: null, pen: "up", failed: false, asked: false, stale: true },
    })
  )
  forgetAnswers(board)
  board.frames = whileInView(root, () => work(board))
  board.forget = whenImage(data.pad, data.samples[data.sample], (found) => {
    board.onPad = found
    choose(board, found.known ? PAD : data.sample)
  })
  return board
}

/** @param {Board} board */
function refresh(board) {
  board.stale = true
  board.frames.ask()
}

// Shows what is on the pad, or a sample.
/** @param {Board} board @param {string} source */
function choose(board, source) {
  const { data, root } = board,
    sample = source === PAD ? null : imageOf(unpack(data.samples[source]))
  board.source = source
  Object.assign(board, board.onPad, sample, sample && { pen: "up" })
  const input = root.querySelector(`input[value="${source}"]`)
  if (input instanceof HTMLInputElement) input.checked = true
  forgetAnswers(board)
  refresh(board)
}

// Nothing is known of this digit and this network.
/** @param {Board} board */
function forgetAnswers(board) {
  board.first = null
  board.slopes = null
  board.paths = { signs: { shares: [], bests: [] }, noise: { shares: [], bests: [] } }
}

/** @param {Board} board */
async function fetchNetwork(board) {
  const { name } = board
  board.asked = true
  try {
    if (!board.networks.has(name)) board.networks.set(name, await networkOf(name))
    if (board.name === name) board.failed = false
  } catch {
    if (board.name === name) board.failed = true
  }
  refresh(board)
}

// ---- What is computed, in the frames -------------------------------------------------

// The step under the slider at once, then as much of the paths as a frame has room for.
/** @param {Board} board */
function work(board) {
  const began = performance.now(),
    { image, data } = board,
    network = board.networks.get(board.name)
  if (!board.places) return false
  if (!board.asked) fetchNetwork(board) // only once somebody looks here
  if (image && network) know(board, network, image)
  if (board.stale) show(board, network)
  board.stale = false
  if (!image || !network || board.pen === "down") return false
  const sizes = sizesTo(data.largest)
  let isWhole = false
  while (!isWhole && performance.now() - began < BUDGET) isWhole = !goOn(board, network, image, sizes)
  showPaths(board)
  return !isWhole
}

// What is read where nothing is changed, and which way each pixel is to go.
/** @param {Board} board @param {Network} network @param {Grey} image */
function know(board, network, image) {
  if (board.slopes) return
  const reading = network.read(image),
    first = reading.best
  board.first = first
  paintInk(child(board.root, ".yours canvas", HTMLCanvasElement), image, board.data.ink)
  say(child(board.root, ".yours .said"), verdict(board.data, reading, first))
  board.slopes = {
    signs: pixelSlopes(network, image, first),
    noise: randomSigns(board.seed, image.values.length),
  }
}

// One more place of a path; false if both are there.
/** @param {Board} board @param {Network} network @param {Grey} image @param {number[]} sizes */
function goOn({ paths, slopes, first }, network, image, sizes) {
  const way = WAYS.find((each) => paths[each].bests.length < sizes.length)
  if (!way || !slopes || first === null) return false
  const { best, probabilities } = network.read(stepped(image, slopes[way], sizes[paths[way].bests.length]))
  paths[way].bests.push(best)
  paths[way].shares.push(probabilities ? probabilities[first] : Number(best === first))
  return true
}

// ---- What is shown -------------------------------------------------------------------

/** @param {Board} board @param {Network | undefined} network */
function show(board, network) {
  const { root, data, image, slopes, places, epsilon, first } = board,
    { labels } = data
  const problem = board.problem ? labels[board.problem] : board.failed ? labels.failed : ""
  root.classList.toggle("empty", Boolean(problem))
  say(child(root, ".notice span"), problem)
  child(root, ".notice button").hidden = Boolean(board.problem) || !board.failed
  board.slider.value = String(epsilon)
  board.slider.setAttribute("aria-valuetext", epsilon.toFixed(3))
  board.slider.style.setProperty("--at", epsilon / data.largest)
  say(board.output, `ε = ${epsilon.toFixed(3)}`)
  showMeasured(board)
  if (!image || !network || !slopes || !places || first === null) return
  for (const way of WAYS) {
    const changed = stepped(image, slopes[way], epsilon),
      reading = network.read(changed),
      { added, changed: canvas, said } = places[way]
    paintMaps(added, addedTo(image, changed), data.diverging, { columns: 1, limit: data.largest })
    paintInk(canvas, changed, data.ink)
    say(said, verdict(data, reading, first))
    said.classList.toggle("wrong", reading.best !== first)
  }
  showPaths(board)
}

// The reading in words.
/** @param {Data} data @param {Reading} reading @param {number} first */
function verdict({ labels }, { best, probabilities, isDigit }, first) {
  const words = !isDigit ? labels.refused : best === first ? labels.same : labels.other
  return words.replace("%d", best).replace("%p", (100 * (probabilities?.[best] ?? 1)).toFixed(0))
}

/** @param {Board} board */
function showPaths({ data, paths, own, epsilon, first, places }) {
  if (!places || first === null) return
  const sizes = sizesTo(data.largest),
    { labels } = data
  for (const way of WAYS) {
    const turn = turningStep(paths[way].bests, first),
      isWhole = paths[way].bests.length === sizes.length
    const words = turn === null ? labels.never : labels.turns
    say(places[way].turns, turn === null && !isWhole ? "" : words.replace("%e", (turn ?? data.largest).toFixed(2)))
  }
  const lines = Object.fromEntries(
    WAYS.map((way) => [way, paths[way].shares.map((share, i) => /** @type {const} */ ([sizes[i], 100 * share]))]),
  )
  const told = sentence(labels["told-own"], epsilon, sizes, paths.signs.shares, paths.noise.shares, 100).replace(
    "%d",
    first,
  )
  say(own.told, told)
  drawLines(own.svg, lines, { largest: data.largest, at: epsilon, x: labels.x, alt: `${labels.own}. ${told}` })
}

/** @param {Board} board */
function showMeasured({ data, name, measured, epsilon }) {
  const { labels, largest } = data
  const errors = data.measured?.errors[name],
    steps = data.measured?.steps ?? []
  const told = errors ? sentence(labels["told-measured"], epsilon, steps, errors.signs, errors.noise, 1) : labels.hidden
  say(measured.told, told)
  const lines = errors
    ? Object.fromEntries(
        WAYS.map((way) => [way, steps.map((step, i) => /** @type {const} */ ([step, errors[way][i]]))]),
      )
    : {}
  drawLines(measured.svg, lines, { largest, at: epsilon, x: labels.x, alt: `${labels.measured}. ${told}` })
}

// A sentence with both lines at the visitor's step, %s and %n, in per cent.
/** @param {string} words @param {number} at @param {number[]} steps @param {number[]} signs
 * @param {number[]} noise @param {number} times */
function sentence(words, at, steps, signs, noise, times) {
  if (signs.length < steps.length || noise.length < steps.length) return ""
  /** @param {number[]} line */
  const percent = (line) => (times * lineAt(steps, line, at)).toFixed(1)
  return words.replace("%e", at.toFixed(3)).replace("%s", percent(signs)).replace("%n", percent(noise))
}

// ---- What is built once --------------------------------------------------------------

/** @param {Board} board */
function build(board) {
  const { root, data } = board,
    { labels } = data
  root.lang = data.lang
  const again = element("button", "again", {}, labels.again)
  again.onclick = () => fetchNetwork(board)
  const dice = element("button", "dice", {}, labels.dice)
  dice.onclick = () => {
    board.seed += 1
    board.slopes = null
    board.paths.noise = { shares: [], bests: [] }
    refresh(board)
  }
  board.places = { signs: place(labels), noise: place(labels) }
  board.own = panel()
  board.measured = panel()
  const [signs, noise] = WAYS.map((way) => line(board, way))
  noise.append(dice)
  root.replaceChildren(
    element("div", "tools", {}, [digits(board), networks(board), slider(board)]),
    element("p", "notice", { role: "status" }, [element("span"), again]),
    element("div", "all", {}, [
      element("div", "sums", {}, [yours(labels), signs, noise]),
      element("p", "scale", {}, labels.scale),
      element("div", "panels", {}, [
        element("figure", "", {}, [element("h3", "", {}, labels.own), board.own.svg, legend(labels), board.own.told]),
        element("figure", "", {}, [
          element("h3", "", {}, labels.measured),
          board.measured.svg,
          legend(labels),
          board.measured.told,
        ]),
      ]),
    ]),
  )
}

/** @param {Board} board */
function digits(board) {
  const { labels, samples } = board.data,
    options = [[PAD, labels.pad], ...Object.keys(samples).map((name) => [name, name])]
  return radios("digit", labels.digit, options, board.source, (source) => choose(board, source))
}

/** @param {Board} board */
function networks(board) {
  const { labels, networks } = board.data
  return radios("network", labels.network, Object.entries(networks), board.name, (name) => {
    board.name = name
    forgetAnswers(board)
    fetchNetwork(board)
  })
}

/** @param {string} name @param {string} title @param {string[][]} options each its value and its words
 * @param {string} chosen @param {(value: string) => void} act */
function radios(name, title, options, chosen, act) {
  const set = element("fieldset", name, {}, element("legend", "", {}, title))
  for (const [value, words] of options) {
    const input = element("input", "", { type: "radio", name, value })
    input.checked = value === chosen
    input.onchange = () => act(value)
    set.append(element("label", "", {}, [input, element("span", "", {}, words)]))
  }
  return set
}

/** @param {Board} board */
function slider(board) {
  const { largest, labels } = board.data
  const attributes = { type: "range", min: 0, max: largest, step: 0.005, "aria-label": labels.epsilon }
  const input = element("input", "", attributes)
  board.slider = input
  board.output = element("output", "", { "aria-hidden": "true" })
  input.oninput = () => {
    board.epsilon = Number(input.value)
    refresh(board)
  }
  input.onchange = () => {
    if (!board.told) board.tell()
    board.told = true
  }
  return element("label", "size", {}, [element("span", "", {}, labels.epsilon), board.output, input])
}

/** @param {Data["labels"]} labels */
function yours(labels) {
  return element("div", "yours", {}, [
    element("h3", "", {}, labels.yours),
    element("canvas", "", { role: "img", "aria-label": labels.yours, width: 28, height: 28 }),
    element("p", "said"),
  ])
}

/** @param {Data["labels"]} labels @returns {Place} */
function place(labels) {
  /** @param {string} words */
  const canvas = (words) => element("canvas", "", { role: "img", "aria-label": words, width: 28, height: 28 })
  return {
    ...{ added: canvas(labels.added), changed: canvas(labels.seen) },
    ...{ said: element("p", "said"), turns: element("p", "turns") },
  }
}

/** @param {Board} board @param {Way} way */
function line({ data, places }, way) {
  const { added, changed, said, turns } = /** @type {Record<Way, Place>} */ (places)[way]
  return element("div", `line ${way}`, { role: "group", "aria-label": data.labels[way] }, [
    element("h3", "", {}, data.labels[way]),
    element("div", "sum", {}, [
      element("span", "sign", { "aria-hidden": "true" }, "+"),
      added,
      element("span", "sign", { "aria-hidden": "true" }, "="),
      changed,
    ]),
    said,
    turns,
  ])
}

/** @returns {Panel} */
function panel() {
  return { svg: shape("svg", { class: "chart" }), told: element("figcaption") }
}

/** @param {Data["labels"]} labels */
function legend(labels) {
  return element(
    "p",
    "legend",
    { "aria-hidden": "true" },
    WAYS.map((way) => {
      const svg = shape("svg", { viewBox: "0 0 28 8", width: 28, height: 8 })
      svg.append(shape("polyline", { class: way, points: "0,4 28,4" }))
      return element("span", "", {}, [svg, labels[`legend-${way}`]])
    }),
  )
}
