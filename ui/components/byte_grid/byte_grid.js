// Bytes as a grid of buttons. Python sends the bytes and explains the one that is picked.
import { child } from "../shared/child.js"
import { choose, isNews } from "../shared/choice.js"
import { element } from "../shared/element.js"

/** @import { Choice } from "../shared/types.d.ts" */
/** @import { Data, Told } from "./types.d.ts" */
const ROW = 28
/** @type {WeakMap<ShadowRoot, Choice<number> & { at: number }>} */
const grids = new WeakMap() // at: the offset that the Tab key comes to

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = child(parentElement, ".bytes"),
    grid = grids.get(parentElement) ?? { at: data.selected }
  grids.set(parentElement, grid)
  if (isNews(grid, data.selected)) grid.at = data.selected
  const focused = root.contains(root.getRootNode().activeElement)
  root.lang = data.lang
  root.setAttribute("aria-label", data.label)
  /** @type {Map<number, HTMLButtonElement>} */
  const made = new Map()
  let start = 0
  const head = element("div", "header")
  for (const [word, length] of data.fields) {
    const field = element("div", "field"),
      cells = element("div", "cells")
    for (let i = start; i < start + length; i++) cells.append(cell(data, made, i, data.header[i], false))
    const title = element("small")
    title.textContent = word
    field.append(cells, title)
    head.append(field)
    start += length
  }
  const body = element("div", data.inked ? "body inked" : "body")
  body.append(...data.data.map((value, i) => cell(data, made, data.begins + i, value, data.inked)))
  root.replaceChildren(head, body)
  const offsets = [...made.keys()]
  /** @param {number} offset */
  const pick = (offset) => {
    made.get(grid.at)?.setAttribute("tabindex", -1)
    grid.at = offset
    choose(grid, offset)
    setTriggerValue("picked", offset)
    const button = made.get(offset)
    if (!button) return
    button.tabIndex = 0
    button.focus({ preventScroll: true })
    button.scrollIntoView({ block: "nearest", inline: "nearest" })
  }
  for (const [offset, button] of made) {
    button.setAttribute("aria-pressed", offset === data.selected)
    button.tabIndex = offset === grid.at ? 0 : -1
    button.onclick = () => pick(offset)
  }
  root.onkeydown = (press) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return
    const at = offsets.indexOf(grid.at)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + ROW, ArrowUp: at - ROW }[press.key]
    if (to === undefined) return
    press.preventDefault()
    if (offsets[to] !== undefined) pick(offsets[to])
  }
  if (focused) made.get(grid.at)?.focus({ preventScroll: true })
  return () => grids.delete(parentElement)
}

/**
 * @param {Data} data
 * @param {Map<number, HTMLButtonElement>} made
 * @param {number} offset
 * @param {number} value
 * @param {boolean} inked
 */
function cell(data, made, offset, value, inked) {
  const button = element("button", !inked ? "byte" : value ? "byte ground" : "byte ground paper"),
    hex = value.toString(16).padStart(2, "0")
  button.textContent = hex
  button.setAttribute("aria-label", data.cell.replace("%h", hex).replace("%a", offset).replace("%v", value))
  if (inked) button.style.setProperty("--part", `${value / 2.55}%`)
  made.set(offset, button)
  return button
}
