// The connections of a layer as its table in the paper: a cell for each, which is there or cut.
import { element } from "../shared/element.js"
import { roving } from "./layer_rows.js"

/** @import { LayerRow } from "../browser/types.d.ts" */
/** @import { Selection } from "./selection.js" */
/** @import { CellView, Data, TableView } from "./types.d.ts" */

// A row for each map, a column for each map below; `act` is called after the selection has changed.
/** @param {LayerRow} row @param {string} below @param {Selection} selection @param {() => void} act
 * @returns {TableView} */
export function tableView({ name, table }, below, selection, act) {
  const rows = table ?? [],
    inputs = 1 + Math.max(...rows.flat())
  const grid = element("div", "cells", { role: "group" })
  grid.append(...Array.from({ length: inputs }, (_, seen) => head(seen, `--from:${seen + 2};--to:1`)))
  /** @type {CellView[]} */
  const cells = []
  rows.forEach((row, map) => {
    grid.append(head(map, `--from:1;--to:${map + 2}`))
    for (const seen of row) {
      const button = element("button", "cell", { style: `--from:${seen + 2};--to:${map + 2}` })
      button.onclick = () => {
        selection.toggleConnection(name, map, seen)
        act()
      }
      cells.push({ button, map, seen })
      grid.append(button)
    }
  })
  walked(grid, cells)
  const title = element("h3")
  return { name, below, root: element("section", "layer", {}, [title, grid]), title, grid, cells }
}

/** @param {TableView} view @param {Data} data @param {Selection} selection */
export function dressTable({ name, below, title, grid, cells }, { labels }, selection) {
  title.textContent = labels.table.replace("%l", name).replace("%b", below)
  grid.setAttribute("aria-label", title.textContent)
  for (const { button, map, seen } of cells) {
    const words = labels.connection.replace("%l", name).replace("%m", map).replace("%b", below).replace("%s", seen)
    button.setAttribute("aria-label", words)
    button.setAttribute("aria-pressed", selection.isCut(name, map, seen))
    button.title = words
  }
}

/** @param {number} number @param {string} style */
function head(number, style) {
  return element("span", "number", { style, "aria-hidden": "true" }, number)
}

// The arrow keys go from one connection to the next: along a map's row, or along what a map below feeds.
/** @param {HTMLElement} grid @param {CellView[]} cells */
function walked(grid, cells) {
  roving(
    grid,
    cells.map(({ button }) => button),
    0,
  )
  grid.addEventListener(
    "keydown",
    (press) => {
      const down = press.key === "ArrowDown" || press.key === "ArrowRight" ? 1 : -1
      if (!press.key.startsWith("Arrow") || press.altKey || press.ctrlKey || press.metaKey) return
      press.preventDefault()
      press.stopImmediatePropagation()
      const at = cells.findIndex(({ button }) => button === press.target)
      if (at < 0) return
      const upright = getComputedStyle(grid).getPropertyValue("--upright").trim() === "1",
        sideways = press.key === "ArrowRight" || press.key === "ArrowLeft"
      const next = neighbour(cells, at, sideways === upright ? "seen" : "map", down)
      if (next) next.button.focus()
    },
    { capture: true },
  )
}

// The nearest cell in a direction, along a row of maps ("seen" changes) or a column ("map" changes).
/** @param {Pick<CellView, "map" | "seen">[]} cells @param {number} at @param {"map" | "seen"} along
 * @param {1 | -1} step */
export function neighbour(cells, at, along, step) {
  const here = cells[at],
    other = along === "map" ? "seen" : "map"
  const line = cells
    .filter((cell) => cell[other] === here[other] && (cell[along] - here[along]) * step > 0)
    .sort((a, b) => (a[along] - b[along]) * step)
  return /** @type {CellView | undefined} */ (line[0])
}
