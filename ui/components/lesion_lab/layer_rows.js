// The layers of the network, a button for each map or unit: whole, injured, and how much it changed.
import { element } from "../shared/element.js"
import { paintMaps, SQUASHED } from "../shared/maps.js"
import { ramp } from "../shared/scale.js"
import { changes, oneMap } from "./change.js"

/** @import { LayerRow, Reading } from "../browser/types.d.ts" */
/** @import { Selection } from "./selection.js" */
/** @import { Data, LayerView, MapView } from "./types.d.ts" */
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }

// The views of `layers`; `act` is called after the selection has changed.
/** @param {LayerRow[]} layers @param {Selection} selection @param {() => void} act @returns {LayerView[]} */
export function layerViews(layers, selection, act) {
  return layers.map((row) => {
    const group = element("div", row.height > 1 ? "maps" : "units", { role: "group" })
    group.style.setProperty("--side", `${row.height}`)
    const maps = Array.from({ length: row.maps }, (_, map) => {
      const view = row.height > 1 ? mapView() : unitView()
      view.button.onclick = () => {
        selection.toggleMap(row.name, map)
        act()
      }
      return view
    })
    group.append(...maps.map(({ button }) => button))
    roving(
      group,
      maps.map(({ button }) => button),
    )
    const title = element("h3"),
      swap = element("button", "tool"),
      biases = element("button", "tool")
    swap.onclick = () => {
      selection.turnRound(row.name)
      act()
    }
    biases.onclick = () => {
      selection.toggleBiases(row.name)
      act()
    }
    const head = element("div", "head", {}, [title, swap, biases])
    return { row, root: element("section", "layer", {}, [head, group]), group, title, swap, biases, maps }
  })
}

// The words of the language, and what is out.
/** @param {LayerView[]} views @param {Data} data @param {Selection} selection */
export function dressLayers(views, { labels }, selection) {
  for (const { row, group, title, swap, biases, maps } of views) {
    const areMaps = row.height > 1
    title.textContent = (areMaps ? labels["layer-maps"] : labels["layer-units"])
      .replace("%l", row.name)
      .replace("%n", row.maps)
    group.setAttribute("aria-label", title.textContent)
    for (const [button, name] of /** @type {[HTMLButtonElement, "swap" | "biases"][]} */ ([
      [swap, "swap"],
      [biases, "biases"],
    ])) {
      button.textContent = labels[name]
      button.setAttribute("aria-label", `${row.name}: ${labels[name]}`)
      button.title = labels[`${name}-of`].replace("%l", row.name)
    }
    biases.setAttribute("aria-pressed", selection.biases.has(row.name))
    maps.forEach(({ button }, map) => {
      const name = (areMaps ? labels.map : labels.unit).replace("%l", row.name).replace("%m", map)
      button.setAttribute("aria-label", name)
      button.setAttribute("aria-pressed", selection.isOut(row.name, map))
      button.title = name
    })
  }
}

// What both networks answer; nothing if there is no digit.
/** @param {LayerView[]} views @param {Data} data @param {Reading | null} whole @param {Reading | null} hurt */
export function paintLayers(views, { colours }, whole, hurt) {
  const colour = ramp(colours)
  for (const { row, maps, root } of views) {
    const before = whole?.layers.get(row.name),
      after = hurt?.layers.get(row.name)
    root.classList.toggle("blank", !before)
    if (!before || !after) continue
    changes(before, after).forEach((change, map) => {
      const { button, canvases } = maps[map]
      button.style.setProperty("--change", change.toFixed(3))
      if (canvases) {
        paintMaps(canvases[0], oneMap(before, map), colours, { columns: 1 })
        paintMaps(canvases[1], oneMap(after, map), colours, { columns: 1 })
      } else {
        button.style.setProperty("--before", css(colour(before.values[map] / SQUASHED)))
        button.style.setProperty("--after", css(colour(after.values[map] / SQUASHED)))
      }
    })
  }
}

/** @returns {MapView} */
function mapView() {
  const canvases = [element("canvas"), element("canvas")]
  const button = element("button", "map", {}, [...canvases, element("i")])
  for (const canvas of canvases) canvas.setAttribute("aria-hidden", "true")
  return { button, canvases }
}

/** @returns {MapView} */
function unitView() {
  return { button: element("button", "unit", {}, [element("i")]) }
}

/** @param {Tone} tone */
const css = (tone) => `rgb(${tone.map(Math.round).join(" ")})`

// One stop of the tab key for all of them; the arrow keys go from one to the next, as they stand.
/** @param {HTMLElement} group @param {HTMLButtonElement[]} buttons @param {number} [columns] counted if not given */
export function roving(group, buttons, columns) {
  let at = 0
  /** @param {number} next */
  const stand = (next) => {
    buttons[at].tabIndex = -1
    buttons[(at = next)].tabIndex = 0
  }
  for (const button of buttons) button.tabIndex = -1
  stand(0)
  group.addEventListener("focusin", ({ target }) => {
    const found = buttons.indexOf(/** @type {HTMLButtonElement} */ (target))
    if (found >= 0) stand(found)
  })
  group.addEventListener("keydown", (press) => {
    const step = ARROWS[/** @type {keyof typeof ARROWS} */ (press.key)]
    if (!step || press.altKey || press.ctrlKey || press.metaKey) return
    press.preventDefault()
    const wide = columns ?? buttons.filter(({ offsetTop }) => offsetTop === buttons[0].offsetTop).length,
      next = at + step[0] + step[1] * wide
    if (next >= 0 && next < buttons.length) buttons[next].focus({ preventScroll: false })
  })
}
