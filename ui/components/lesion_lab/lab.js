// The lesion lab: parts of a network are taken out, and it reads again.

import { testDigits } from "../browser/digit_store.js"
import { DigitProblem } from "../browser/ink.js"
import { Hurt } from "../browser/lesions.js"
import { toMnist } from "../browser/mnist_image.js"
import { networkOf, numbersOf } from "../browser/store.js"
import { unpack } from "../digit_pad/strokes.js"
import { child } from "../shared/child.js"
import { whenDrawn } from "../shared/drawn.js"
import { element } from "../shared/element.js"
import { paintInk } from "../shared/maps.js"
import { Counter } from "./counter.js"
import { dressLayers, layerViews, paintLayers } from "./layer_rows.js"
import { dressResult, resultView, showCount, showReadings } from "./result.js"
import { Selection } from "./selection.js"
import { dressTable, tableView } from "./table_view.js"

/** @import { Data, Lab } from "./types.d.ts" */

/** @type {WeakMap<ShadowRoot, Lab>} */
const labs = new WeakMap()

/** @param {Given<Data, { asked: boolean, cut: boolean }>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  let lab = labs.get(parentElement)
  if (!lab) labs.set(parentElement, (lab = create(child(parentElement, ".lab"), data)))
  lab.data = data
  lab.tell = setTriggerValue
  lab.root.lang = data.lang
  dress(lab)
  return () => {
    lab.counter.end()
    lab.leave()
    labs.delete(parentElement)
  }
}

/** @param {HTMLElement} root @param {Data} data @returns {Lab} */
function create(root, data) {
  const lab = /** @type {Lab} */ ({ root, data, hurt: null, network: null, frame: 0 })
  lab.result = resultView()
  lab.parts = element("div", "parts")
  lab.counter = new Counter({
    bring: () => bring(lab),
    hire: () => new Worker(workerAddress(lab.data.worker)),
    seed: () => Math.floor(Math.random() * 2 ** 32),
    show: () => showCount(lab.result, lab.data, lab.counter.now),
  })
  lab.result.button.onclick = () => {
    if (["fetching", "counting"].includes(lab.counter.now.phase)) lab.counter.stop()
    else lab.counter.count(lab.selection?.parts() ?? {})
  }
  root.append(lab.result.root, lab.parts)
  lab.leave = whenDrawn(data.pad, (drawn) => {
    lab.drawn = drawn
    soon(lab)
  })
  open(lab)
  return lab
}

// The network comes; if it does not, there is a sentence and a button that asks again.
/** @param {Lab} lab */
async function open(lab) {
  try {
    lab.network = await networkOf(lab.data.network)
  } catch {
    const again = element("button", "tool", {}, lab.data.labels.again)
    again.onclick = () => open(lab)
    lab.parts.replaceChildren(element("p", "missing", { role: "alert" }, lab.data.labels.missing), again)
    return
  }
  const { layers } = lab.network.manifest,
    able = layers.slice(0, -1)
  const selection = new Selection(able),
    act = () => change(lab)
  const back = element("button", "tool"),
    out = element("p", "out", { role: "status" })
  back.onclick = () => {
    selection.putBack()
    act()
  }
  const partial = able.findIndex(({ table }) => table)
  const table = tableView(able[partial], able[partial - 1].name, selection, act)
  Object.assign(lab, { selection, back, out, table, views: layerViews(able, selection, act) })
  lab.legend = element("p", "legend")
  lab.short = element("span", "short", { "aria-hidden": "true" })
  const rows = lab.views.map(({ root }) => root)
  lab.parts.replaceChildren(
    element("div", "now", {}, [lab.short, out, back]),
    lab.legend,
    ...rows.slice(0, partial + 1),
    table.root,
    ...rows.slice(partial + 1),
  )
  lab.hurt = new Hurt(lab.network, {})
  dress(lab)
}

// Words and what is out, then the digit read again.
/** @param {Lab} lab */
function dress(lab) {
  const { data, selection } = lab
  dressResult(lab.result, data)
  showCount(lab.result, data, lab.counter.now)
  if (!selection) return
  dressLayers(lab.views, data, selection)
  dressTable(lab.table, data, selection)
  lab.back.textContent = data.labels.back
  lab.back.disabled = selection.isWhole
  lab.legend.textContent = data.labels.legend
  lab.out.textContent = selection.isWhole ? data.labels.nothing : data.labels.out.replace("%o", listed(lab))
  soon(lab)
}

/** @param {Lab} lab */
function listed({ selection, data: { labels } }) {
  return selection
    .out()
    .map(({ kind, layer, which }) => labels[`out-${kind}`].replace("%l", layer).replace("%n", which.join(", ")))
    .join("; ")
}

// A part was taken out or put back.
/** @param {Lab} lab */
function change(lab) {
  const { network, selection, counter } = lab
  if (!network) return
  lab.hurt = new Hurt(network, selection.parts())
  if (counter.now.phase !== "idle" && lab.data.bet) counter.count(selection.parts())
  if (!lab.known) lab.tell("cut", (lab.known = true))
  dress(lab)
}

/** @param {Lab} lab */
function soon(lab) {
  if (lab.frame) return
  lab.frame = requestAnimationFrame(() => {
    lab.frame = 0
    read(lab)
  })
}

// The digit on the pad, or the sample, by both networks.
/** @param {Lab} lab */
function read({ network, hurt, data, drawn, result, short, views }) {
  if (!network || !hurt) return
  const aloud = drawn?.pen !== "down"
  try {
    const image = toMnist(drawn?.known ? drawn.strokes : unpack(data.sample))
    const first = network.read(image),
      second = hurt.read(image)
    paintInk(result.picture, image, data.ink)
    showReadings(result, data, first, second, "", aloud)
    short.textContent = `${first.best} ${first.best === second.best ? "=" : "≠"} ${second.best}`
    paintLayers(views, data, first, second)
  } catch (problem) {
    if (!(problem instanceof DigitProblem)) throw problem
    showReadings(result, data, null, null, data.problems[problem.key], aloud)
    short.textContent = "?"
    paintLayers(views, data, null, null)
  }
}

// What the worker needs; where Python has to send the digits, it is asked to.
/** @param {Lab} lab */
async function bring(lab) {
  if (!window.testDigits) lab.tell("asked", true)
  const [network, digits] = await Promise.all([numbersOf(lab.data.network), testDigits()])
  return { ...network, ...digits }
}

/** @param {Data["worker"]} worker */
function workerAddress({ address, text }) {
  if (address) return new URL(address, document.baseURI)
  return URL.createObjectURL(new Blob([text ?? ""], { type: "text/javascript" }))
}
