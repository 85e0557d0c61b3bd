// A kernel painted by hand, and what it makes of a digit and a photo while it is painted.
import { element } from "../shared/element.js"
import { shownAt } from "../shared/shown.js"
import { correlate, levels } from "./arithmetic.js"
import { button, contrast, css, filled, messenger, paint, print, scales } from "./pixels.js"

/** @import { Painter, PainterData } from "./types.d.ts" */

/** @type {WeakMap<ShadowRoot, Painter>} */
const painters = new WeakMap()
const MOST = 9

/** @param {Given<PainterData, { painted: string }>} given */
export default function ({ data, parentElement, setStateValue }) {
  const [painter, leave] = shownAt(painters, parentElement, ".painter", create)
  painter.link.send = (state) => setStateValue("painted", state)
  painter.hear(data)
  return leave
}

/** @param {HTMLElement} root */
function create(root) {
  const painter = /** @type {Painter} */ ({ root, normalised: false, brush: 1, view: null, at: 0 })
  painter.link = messenger(root)
  painter.shown = []
  const bench = element("div", "bench"),
    presets = element("div", "pills"),
    tools = element("div", "pills")
  const grid = element("div", "cells"),
    brush = element("label", "brush"),
    words = element("p", "words"),
    results = element("div", "results")
  grid.setAttribute("role", "group")
  words.setAttribute("role", "status")
  bench.append(brush, grid, tools, words)
  root.append(presets, bench, results)
  Object.assign(painter, { presets, grid, brushed: brush, tools, words, results })
  painter.hear = (data) => hear(painter, data)
  grid.onpointerdown = (event) => {
    if (!event.button) {
      grid.setPointerCapture(event.pointerId)
      stroke(painter, event, true)
    }
  }
  grid.onpointermove = (event) => {
    if (event.buttons & 1) stroke(painter, event)
  }
  grid.onkeydown = (press) => key(painter, press)
  return painter
}

/** @param {Painter} painter @param {PainterData} data */
function hear(painter, data) {
  const news = painter.link.news(data, "painted")
  if (!news.state && !news.rest) return
  painter.data = data
  painter.root.lang = data.lang
  painter.scales = scales(painter.root, data.ramps)
  painter.pictures = data.pictures.map((each) => ({ ...each, values: levels(each.levels) }))
  if (news.state) adopt(painter, data.painted)
  dressPresets(painter)
  dressBrush(painter)
  dressGrid(painter)
  dressResults(painter)
  change(painter, false)
}

/** @param {Painter} painter @param {string} code */
function adopt(painter, code) {
  painter.normalised = code.endsWith("n")
  painter.cells = code.replace("n", "").split("_").map(Number)
  painter.at = Math.min(painter.at, painter.cells.length - 1)
}

/** @param {Painter} painter */
const side = (painter) => Math.round(Math.sqrt(painter.cells.length))
/** @param {Painter} painter */
const total = (painter) => painter.cells.reduce((sum, cell) => sum + cell, 0)
/** @param {Painter} painter */
const code = (painter) => painter.cells.join("_") + (painter.normalised ? "n" : "")

/** @param {Painter} painter @param {boolean} [tell] */
function change(painter, tell = true) {
  // the cells have changed: numbers, colours, results
  const sum = total(painter),
    { labels } = painter.data
  if (sum <= 0) painter.normalised = false
  const divisor = painter.normalised ? sum : 1
  const kernel = { weights: painter.cells.map((cell) => cell / divisor), side: side(painter), sees: [0], bias: 0 }
  const largest = Math.max(...painter.cells.map(Math.abs), 1)
  painter.cells.forEach((value, i) => {
    const cell = painter.grid.children[i],
      tone = painter.scales.signed(largest)(value)
    cell.textContent = print(value, 0)
    cell.style.background = css(tone)
    cell.style.color = contrast(tone)
    cell.setAttribute(
      "aria-label",
      filled(labels.cell, { r: Math.floor(i / kernel.side) + 1, c: (i % kernel.side) + 1, v: value }),
    )
  })
  const bright = painter.view ?? (Math.abs(sum / divisor - 1) < 1e-9 ? "grey" : "signed")
  const meaning = sum / divisor === 0 ? "zero" : Math.abs(sum / divisor - 1) < 1e-9 ? "one" : "other"
  painter.words.textContent = filled(labels[`sum-${meaning}`], { s: print(sum / divisor, 0) })
  dressTools(painter, bright)
  painter.shown.forEach(({ canvas, scale }, i) => {
    const source = painter.pictures[i],
      answers = correlate(source, kernel)
    const most = answers.values.reduce((top, value) => Math.max(top, Math.abs(value)), 0)
    const limit = Math.max(most, 0.05) // so that a dead map looks dead
    paint(canvas, answers, bright === "grey" ? painter.scales[source.grey] : painter.scales.signed(limit))
    const range = bright === "grey" ? labels.grey : `±${print(limit, 2)}`
    scale.textContent = `${answers.height}×${answers.width}, ${range}`
    canvas.dataset.middle = print(
      answers.values[Math.floor(answers.height / 2) * answers.width + Math.floor(answers.width / 2)],
    )
  })
  painter.root.dataset.painted = code(painter)
  dressPresets(painter)
  if (tell) painter.link.tell(code(painter))
}

/** @param {Painter} painter @param {PointerEvent} event @param {boolean} [first] */
function stroke(painter, event, first = false) {
  const under = painter.root.getRootNode().elementFromPoint(event.clientX, event.clientY)
  const place = [...painter.grid.children].indexOf(/** @type {HTMLButtonElement} */ (under))
  if (place < 0) return
  if (first) painter.erasing = painter.cells[place] === painter.brush // the same value again takes it away
  set(painter, place, painter.erasing ? 0 : painter.brush)
  focus(painter, place)
}

/** @param {Painter} painter @param {number} place @param {number} value */
function set(painter, place, value) {
  const next = Math.min(MOST, Math.max(-MOST, value))
  if (painter.cells[place] === next) return
  painter.cells[place] = next
  change(painter)
}

/** @param {Painter} painter @param {number} place */
function focus(painter, place) {
  painter.grid.children[painter.at].tabIndex = -1
  painter.at = place
  painter.grid.children[place].tabIndex = 0
  painter.grid.children[place].focus({ preventScroll: true })
}

/** @param {Painter} painter @param {KeyboardEvent} press */
function key(painter, press) {
  if (press.altKey || press.ctrlKey || press.metaKey) return
  const width = side(painter),
    { at, cells } = painter
  /** @type {Record<string, number>} */
  const steps = {
    ArrowLeft: at % width ? -1 : 0,
    ArrowRight: (at + 1) % width ? 1 : 0,
    ArrowUp: -width,
    ArrowDown: width,
  }
  /** @type {Record<string, number>} */
  const values = {
    "+": cells[at] + 1,
    "=": cells[at] + 1,
    "-": cells[at] - 1,
    Delete: 0,
    Backspace: 0,
    " ": painter.brush,
    Enter: painter.brush,
  }
  if (/^[0-9]$/.test(press.key)) values[press.key] = Number(press.key)
  if (press.key in steps) {
    if (cells[at + steps[press.key]] !== undefined) focus(painter, at + steps[press.key])
  } else if (press.key in values) set(painter, at, values[press.key])
  else return
  press.preventDefault()
}

/** @param {Painter} painter */
function dressGrid(painter) {
  const { grid, cells } = painter
  grid.style.setProperty("--side", side(painter))
  grid.setAttribute("aria-label", painter.data.labels.keys)
  if (grid.children.length === cells.length) return
  grid.replaceChildren(
    ...cells.map((_, i) => {
      const cell = button("")
      // a screen reader presses it without pointer or key, which have been heard already
      cell.onclick = (press) => {
        if (!press.detail) set(painter, i, painter.brush)
      }
      cell.tabIndex = i === painter.at ? 0 : -1
      return cell
    }),
  )
}

/** @param {Painter} painter */
function dressBrush(painter) {
  const { labels } = painter.data,
    shown = element("output", "", {}, print(painter.brush, 0)),
    range = element("input")
  Object.assign(range, { type: "range", min: -MOST, max: MOST, step: 1, value: painter.brush })
  range.oninput = () => {
    painter.brush = Number(range.value)
    shown.textContent = print(painter.brush, 0)
  }
  painter.brushed.replaceChildren(labels.brush, range, shown)
}

/** @param {Painter} painter */
function dressPresets(painter) {
  const { presets, data } = painter,
    now = code(painter)
  if (!presets.children.length || presets.lang !== data.lang) {
    presets.lang = data.lang
    presets.replaceChildren(
      ...data.presets.map(([preset, name]) => {
        const made = button(name, () => {
          adopt(painter, preset)
          painter.view = null
          dressGrid(painter)
          change(painter)
        })
        made.dataset.preset = preset
        return made
      }),
    )
  }
  for (const made of presets.children) made.setAttribute("aria-pressed", made.dataset.preset === now)
}

/** @param {Painter} painter @param {"grey" | "signed"} view */
function dressTools(painter, view) {
  const { labels } = painter.data,
    width = side(painter),
    sum = total(painter)
  /** @param {() => number[]} cells */
  const remake = (cells) => () => {
    painter.cells = cells()
    painter.at = Math.min(painter.at, painter.cells.length - 1)
    dressGrid(painter)
    change(painter)
  }
  const resized = () => {
    // the middle stays where it is
    const next = width === 3 ? 5 : 3,
      by = (next - width) / 2
    return Array.from({ length: next * next }, (_, i) => {
      const row = Math.floor(i / next) - by,
        column = (i % next) - by
      return row < 0 || column < 0 || row >= width || column >= width ? 0 : painter.cells[row * width + column]
    })
  }
  const turned = () =>
    painter.cells.map((_, i) => painter.cells[(width - 1 - (i % width)) * width + Math.floor(i / width)])
  /** @param {HTMLButtonElement} made @param {boolean} on */
  const pressed = (made, on) => {
    made.setAttribute("aria-pressed", on)
    return made
  }
  const divide = pressed(
    button(labels.divide, () => {
      painter.normalised = !painter.normalised
      change(painter)
    }),
    painter.normalised,
  )
  divide.disabled = sum <= 0
  const held = painter.root.getRootNode().activeElement,
    at = [...painter.tools.children].indexOf(/** @type {HTMLButtonElement} */ (held))
  painter.tools.replaceChildren(
    button(width === 3 ? "5×5" : "3×3", remake(resized)),
    button(labels.turn, remake(turned)),
    button(
      labels.flip,
      remake(() => painter.cells.map((cell) => (cell ? -cell : 0))),
    ),
    button(
      labels.clear,
      remake(() => painter.cells.map(() => 0)),
    ),
    divide,
    pressed(
      button(labels.brightness, () => {
        painter.view = view === "grey" ? "signed" : "grey"
        change(painter, false)
      }),
      view === "grey",
    ),
  )
  if (at >= 0) painter.tools.children[at].focus({ preventScroll: true })
}

/** @param {Painter} painter */
function dressResults(painter) {
  const { labels } = painter.data
  painter.shown = []
  painter.results.replaceChildren(
    ...painter.pictures.map((source) => {
      const pair = element("div", `pair ${source.grey}`),
        before = element("figure"),
        after = element("figure")
      const first = element("canvas"),
        second = element("canvas"),
        words = element("figcaption"),
        scale = element("span")
      first.setAttribute("role", "img")
      second.setAttribute("role", "img")
      first.setAttribute("aria-label", source.name)
      second.setAttribute("aria-label", labels.result)
      paint(first, source, painter.scales[source.grey])
      words.append(element("b", "", {}, labels.result), scale)
      const title = element("figcaption")
      title.append(element("b", "", {}, source.name), element("span", "", {}, `${source.height}×${source.width}`))
      before.append(title, first)
      after.append(words, second)
      pair.append(before, after)
      painter.shown.push({ canvas: second, scale })
      return pair
    }),
  )
}
