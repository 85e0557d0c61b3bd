// A map of digits: points at, moves, comes closer. Python shows the digit that is pointed at.
import { child } from "../shared/child.js"
import { nearest, paint, parts, read } from "./picture.js"

/** @import { Colours, Data, DigitMap, Told } from "./types.d.ts" */

/** @type {WeakMap<ShadowRoot, DigitMap>} */
const maps = new WeakMap()
const CLOSEST = 24,
  PAUSE = 60 // milliseconds between two messages

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement: root, setTriggerValue }) {
  const map = maps.get(root) ?? create(root)
  maps.set(root, map)
  map.send = (number) => setTriggerValue("pointed", number)
  if (map.bytes !== data) Object.assign(map, { bytes: data, name: parts(data).name, points: null })
  map.hear()
  return () => {
    map.resized.disconnect()
    map.watch.disconnect()
    map.scheme.onchange = null
    clearTimeout(map.timer)
    window.removeEventListener("digit-map-news", map.hear)
    maps.delete(root)
  }
}

/** @param {ShadowRoot} root */
function create(root) {
  const canvas = child(root, "canvas", HTMLCanvasElement)
  const map = /** @type {DigitMap} */ ({ root, canvas, name: "", points: null, news: null, only: null, told: -1 })
  map.view = { x: 0, y: 0, zoom: 1 }
  map.hear = () => {
    map.news = window.digitMapNews?.get(map.name) ?? map.news
    if (map.news) dress(map)
  }
  map.draw = () => {
    if (map.frame || !map.near) return
    map.frame = requestAnimationFrame(() => {
      map.frame = 0
      const { news } = map
      paint(canvas, pointsOf(map), map.view, colours(root), map.only, news?.chosen ?? -1, news?.marks ?? [])
    })
  }
  map.resized = new ResizeObserver(map.draw)
  map.watch = new IntersectionObserver(
    (seen) => {
      // far down a page, it must not keep the page waiting
      if (!seen.some((each) => each.isIntersecting)) return
      map.watch.disconnect()
      map.near = true
      map.resized.observe(canvas)
      map.draw()
    },
    { scrollMargin: "100%" },
  ) // of the page's frame, which scrolls; some browsers wait until it is seen
  map.watch.observe(canvas)
  window.addEventListener("digit-map-news", map.hear)
  map.scheme = matchMedia("(prefers-color-scheme: dark)")
  map.scheme.onchange = () => setTimeout(map.draw, 100)
  listen(map)
  return map
}

/** @param {ShadowRoot} root @returns {Colours} */
function colours(root) {
  const style = getComputedStyle(child(root, ".map")),
    of = (/** @type {string} */ name) => style.getPropertyValue(name).trim()
  const found = of("--st-chart-categorical-colors")
    .split(/,(?![^(]*\))/)
    .map((colour) => colour.trim())
  return Object.assign(found, {
    text: style.color,
    paper: of("--st-background-color"),
    accent: of("--st-primary-color"),
    font: style.fontFamily,
  })
}

/** @param {DigitMap} map */
function dress(map) {
  // words, and a button for each class
  const { root, news } = map
  if (!news) return
  const group = child(root, ".classes"),
    shades = colours(root)
  map.canvas.setAttribute("aria-label", news.labels.map)
  group.lang = news.lang
  for (const name of /** @type {const} */ (["closer", "farther", "whole"])) {
    const button = child(root, `.${name}`, HTMLButtonElement)
    button.title = news.labels[name]
    button.setAttribute("aria-label", news.labels[name])
  }
  if (!group.children.length) {
    for (const k of [null, ...Array(10).keys()]) {
      const button = document.createElement("button")
      button.type = "button"
      if (k !== null) button.textContent = String(k)
      button.onclick = () => {
        map.only = k
        dress(map)
      }
      group.append(button)
    }
  }
  const buttons = [...group.querySelectorAll("button")]
  buttons[0].textContent = news.labels.every
  buttons.forEach((button, i) => {
    button.setAttribute("aria-pressed", map.only === (i ? i - 1 : null))
    if (i) button.style.setProperty("--class", shades[i - 1])
  })
  map.draw()
}

/** @param {DigitMap} map */
function listen(map) {
  const { canvas, view } = map
  /** @param {MouseEvent} event @returns {[number, number]} */
  const unit = (event) => {
    const box = canvas.getBoundingClientRect()
    return [
      view.x + (event.clientX - box.left) / box.width / view.zoom,
      view.y + (event.clientY - box.top) / box.height / view.zoom,
    ]
  }
  /** @param {[number, number]} place */
  const point = ([x, y]) => {
    map.cross = [x, y]
    const found = nearest(pointsOf(map), x, y, map.only)
    if (found < 0 || found === map.told) return
    map.told = found
    clearTimeout(map.timer)
    map.timer = setTimeout(() => map.send(found), PAUSE)
  }
  /** @param {number} by @param {[number, number]} [place] */
  const zoom = (by, [x, y] = [view.x + 0.5 / view.zoom, view.y + 0.5 / view.zoom]) => {
    const next = Math.min(CLOSEST, Math.max(1, view.zoom * by))
    view.x = x - ((x - view.x) * view.zoom) / next
    view.y = y - ((y - view.y) * view.zoom) / next
    view.zoom = next
    settle()
  }
  const settle = () => {
    const room = 1 - 1 / view.zoom
    view.x = Math.min(room, Math.max(0, view.x))
    view.y = Math.min(room, Math.max(0, view.y))
    canvas.classList.toggle("near", view.zoom > 1)
    map.draw()
  }
  /** @type {{ x: number, y: number, moved: boolean } | null} */
  let held = null
  canvas.onpointerdown = (event) => {
    held = { x: event.clientX, y: event.clientY, moved: false }
    if (view.zoom > 1) canvas.setPointerCapture(event.pointerId)
  }
  canvas.onpointermove = (event) => {
    if (held && view.zoom > 1) {
      const scale = canvas.clientWidth * view.zoom
      view.x -= (event.clientX - held.x) / scale
      view.y -= (event.clientY - held.y) / scale
      held = { x: event.clientX, y: event.clientY, moved: true }
      settle()
    } else if (event.pointerType === "mouse") point(unit(event))
  }
  canvas.onpointerup = (event) => {
    if (held && !held.moved) point(unit(event))
    held = null
  }
  canvas.onpointercancel = () => {
    held = null
  }
  canvas.ondblclick = (event) => zoom(2, unit(event))
  canvas.addEventListener(
    "wheel",
    (event) => {
      // with Ctrl, as a pinch on a touchpad; else the page scrolls
      if (!event.ctrlKey) return
      event.preventDefault()
      zoom(Math.exp(-event.deltaY / 200), unit(event))
    },
    { passive: false },
  )
  canvas.onkeydown = (press) => {
    const step = 0.02 / view.zoom,
      move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[press.key]
    if (press.altKey || press.ctrlKey || press.metaKey) return
    if (press.key === "+" || press.key === "-") {
      press.preventDefault()
      return zoom(press.key === "+" ? 1.5 : 1 / 1.5, map.cross)
    }
    if (!move) return
    press.preventDefault()
    const [x, y] = map.cross ?? chosenPlace(map)
    point([Math.min(1, Math.max(0, x + move[0])), Math.min(1, Math.max(0, y + move[1]))])
  }
  child(map.root, ".closer", HTMLButtonElement).onclick = () => zoom(1.6)
  child(map.root, ".farther", HTMLButtonElement).onclick = () => zoom(1 / 1.6)
  child(map.root, ".whole", HTMLButtonElement).onclick = () => {
    Object.assign(view, { x: 0, y: 0, zoom: 1 })
    settle()
  }
}

/** @param {DigitMap} map */
function pointsOf(map) {
  // read once, when they are first drawn or pointed at
  return (map.points ??= read(map.bytes))
}

/** @param {DigitMap} map @returns {[number, number]} */
function chosenPlace(map) {
  const chosen = map.news?.chosen ?? -1
  return chosen < 0 ? [0.5, 0.5] : [pointsOf(map).x[chosen], pointsOf(map).y[chosen]]
}
