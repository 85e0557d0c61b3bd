// Squares cut from one picture, each a button. Python sends the picture and is told what is picked.
import { child } from "../shared/child.js"
import { choose, isNews } from "../shared/choice.js"

/** @import { Cell, Data, Told } from "./types.d.ts" */
const sheets = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = child(parentElement, ".sheet")
  const sheet = sheets.get(parentElement) ?? { at: 0 }
  sheets.set(parentElement, sheet)
  const focused = root.contains(root.getRootNode().activeElement)
  if (isNews(sheet, data.selected) && data.selected !== null) sheet.at = data.selected
  if (sheet.at >= data.cells.length) sheet.at = 0
  root.lang = data.lang
  root.className = data.look
  root.setAttribute("aria-label", data.label)
  root.style.setProperty("--png", `url(${data.url})`)
  root.style.setProperty("--across", data.across)
  root.style.setProperty("--down", data.down)
  root.style.setProperty("--width", `${data.width}px`)
  const buttons = data.cells.map((cell, i) => button(data, cell, i))
  root.replaceChildren(...buttons)
  /** @param {number} to */
  const turn = (to) => {
    buttons[sheet.at].tabIndex = -1
    sheet.at = to
    buttons[to].tabIndex = 0
    buttons[to].focus()
  }
  buttons.forEach((made, i) => {
    made.tabIndex = i === sheet.at ? 0 : -1
    made.onclick = () => {
      turn(i)
      if (data.selected !== null) choose(sheet, i)
      setTriggerValue("picked", i)
    }
  })
  root.onkeydown = (press) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return
    const row = columns(buttons),
      last = buttons.length - 1
    const to = {
      ArrowRight: sheet.at + 1,
      ArrowLeft: sheet.at - 1,
      ArrowDown: sheet.at + row,
      ArrowUp: sheet.at - row,
      Home: 0,
      End: last,
    }[press.key]
    if (to === undefined) return
    press.preventDefault()
    if (to >= 0 && to <= last) turn(to)
  }
  if (focused) buttons[sheet.at].focus({ preventScroll: true })
  return () => sheets.delete(parentElement)
}

/** @param {Data} data @param {Cell} cell @param {number} i */
function button(data, [name, caption, marked], i) {
  const made = document.createElement("button"),
    picture = document.createElement("i")
  made.type = "button"
  made.className = marked ? "cell marked" : "cell"
  made.setAttribute("aria-label", caption ? `${name}, ${caption}` : name)
  if (data.selected !== null) made.setAttribute("aria-pressed", i === data.selected)
  /** @param {number} place @param {number} of */
  const part = (place, of) => (of > 1 ? `${(100 * place) / (of - 1)}%` : "0")
  picture.style.backgroundPosition = `${part(i % data.across, data.across)} ${part(Math.floor(i / data.across), data.down)}`
  made.append(picture)
  if (caption) {
    const words = document.createElement("span")
    words.textContent = caption
    made.append(words)
  }
  return made
}

/** @param {HTMLElement[]} buttons */
export function columns(buttons) {
  // how many stand in the first row
  const top = buttons[0].offsetTop
  const next = buttons.findIndex((made) => made.offsetTop > top)
  return next < 0 ? buttons.length : next
}
