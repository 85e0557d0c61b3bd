// A square on a photo. Python sends the photo and the place, and is told where the square was left.
import { child } from "../shared/child.js"
import { choose, isNews } from "../shared/choice.js"
import { whenLeft } from "../shared/leaving.js"

/** @import { Box, Data, Told } from "./types.d.ts" */
/** @type {WeakMap<ShadowRoot, Box>} */
const boxes = new WeakMap()
const STEP = 0.1,
  REST = 250 // of the way; ms after the last key

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const box = boxes.get(parentElement) ?? /** @type {Box} */ ({})
  const root = child(parentElement, ".crop"),
    square = child(root, ".square")
  if (!boxes.has(parentElement)) whenLeft(root, () => box.timer && box.send())
  boxes.set(parentElement, box)
  const free = { x: data.width - data.side, y: data.height - data.side }
  const photo = `${data.url.length} ${data.url.slice(-40)}`
  if (box.photo !== photo) Object.assign(box, { photo, told: {} })
  if (isNews(box.told, String([data.x, data.y]))) Object.assign(box, { x: data.x, y: data.y })
  root.lang = data.lang
  child(root, "img", HTMLImageElement).src = data.url
  child(root, "img", HTMLImageElement).alt = data.alt
  square.setAttribute("role", "slider")
  square.setAttribute("aria-label", data.label)
  square.setAttribute("aria-valuemin", 0)
  square.setAttribute("aria-valuemax", 100)
  square.style.width = `${(100 * data.side) / data.width}%`
  square.style.height = `${(100 * data.side) / data.height}%`

  const show = () => {
    square.style.left = `${(100 * box.x * free.x) / data.width}%`
    square.style.top = `${(100 * box.y * free.y) / data.height}%`
    const along = free.x >= free.y ? box.x : box.y
    square.setAttribute("aria-valuenow", Math.round(100 * along))
    square.setAttribute("aria-valuetext", `${Math.round(100 * box.x)}%, ${Math.round(100 * box.y)}%`)
  }
  /** @param {number} x @param {number} y */
  const put = (x, y) => {
    Object.assign(box, inside(free, x, y))
    show()
  }
  box.send = () => {
    clearTimeout(box.timer)
    box.timer = undefined
    choose(box.told, String([box.x, box.y]))
    setTriggerValue("place", { x: box.x, y: box.y })
  }
  put(box.x, box.y)

  root.onpointerdown = (press) => {
    if (press.button) return
    press.preventDefault()
    square.focus({ preventScroll: true })
    const unit = root.clientWidth / data.width,
      frame = root.getBoundingClientRect()
    if (!press.composedPath().includes(square)) {
      // a click beside it: the square comes there
      const left = (press.clientX - frame.left) / unit - data.side / 2
      const top = (press.clientY - frame.top) / unit - data.side / 2
      put(left / (free.x || 1), top / (free.y || 1))
    }
    const from = { px: press.clientX, py: press.clientY, x: box.x, y: box.y }
    root.setPointerCapture(press.pointerId)
    root.onpointermove = (move) =>
      put(
        from.x + (move.clientX - from.px) / unit / (free.x || 1),
        from.y + (move.clientY - from.py) / unit / (free.y || 1),
      )
    root.onpointerup = root.onpointercancel = () => {
      root.onpointermove = root.onpointerup = root.onpointercancel = null
      box.send()
    }
  }
  square.onkeydown = (press) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[press.key]
    if (!way || press.altKey || press.ctrlKey || press.metaKey) return
    press.preventDefault()
    put(box.x + STEP * way[0], box.y + STEP * way[1])
    clearTimeout(box.timer)
    box.timer = setTimeout(box.send, REST)
  }
  return () => {
    clearTimeout(box.timer)
    boxes.delete(parentElement)
  }
}

// A place within 0 to 1; in the middle, either way, where the square cannot move.
/** @param {{ x: number, y: number }} free @param {number} x @param {number} y */
export function inside(free, x, y) {
  return { x: free.x ? Math.min(Math.max(x, 0), 1) : 0.5, y: free.y ? Math.min(Math.max(y, 0), 1) : 0.5 }
}
