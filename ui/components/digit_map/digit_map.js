// A map of digits: points at, moves, comes closer. Python shows the digit that is pointed at.
import { nearest, paint, parts, read } from "./picture.js"

const maps = new WeakMap()
const CLOSEST = 24,
  PAUSE = 60 // milliseconds between two messages

export default function ({ data, parentElement: root, setTriggerValue }) {
  let map = maps.get(root)
  if (!map) maps.set(root, (map = create(root)))
  map.send = (number) => setTriggerValue("pointed", number)
  if (map.bytes !== data) Object.assign(map, { bytes: data, name: parts(data).name, points: null })
  map.hear()
  return () => {
    map.resized.disconnect()
    map.watch.disconnect()
    window.removeEventListener("digit-map-news", map.hear)
    maps.delete(root)
  }
}

function create(root) {
  const canvas = root.querySelector("canvas")
  const map = { root, canvas, name: "", points: null, news: null, only: null, view: { x: 0, y: 0, zoom: 1 }, told: -1 }
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
  matchMedia("(prefers-color-scheme: dark)").onchange = () => setTimeout(map.draw, 100)
  listen(map)
  return map
}

function colours(root) {
  const style = getComputedStyle(root.querySelector(".map")),
    of = (name) => style.getPropertyValue(name).trim()
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

function dress(map) {
  // words, and a button for each class
  const { root, news } = map,
    group = root.querySelector(".classes"),
    shades = colours(root)
  map.canvas.setAttribute("aria-label", news.labels.map)
  group.lang = news.lang
  for (const name of ["closer", "farther", "whole"]) {
    const button = root.querySelector(`.${name}`)
    button.title = news.labels[name]
    button.setAttribute("aria-label", news.labels[name])
  }
  if (!group.children.length) {
    for (const k of [null, ...Array(10).keys()]) {
      const button = document.createElement("button")
      button.type = "button"
      if (k !== null) button.textContent = k
      button.onclick = () => {
        map.only = k
        dress(map)
      }
      group.append(button)
    }
  }
  group.firstChild.textContent = news.labels.every
  ;[...group.children].forEach((button, i) => {
    button.setAttribute("aria-pressed", map.only === (i ? i - 1 : null))
    if (i) button.style.setProperty("--class", shades[i - 1])
  })
  map.draw()
}

function listen(map) {
  const { canvas, view } = map
  const unit = (event) => {
    const box = canvas.getBoundingClientRect()
    return [
      view.x + (event.clientX - box.left) / box.width / view.zoom,
      view.y + (event.clientY - box.top) / box.height / view.zoom,
    ]
  }
  const point = ([x, y]) => {
    map.cross = [x, y]
    const found = nearest(pointsOf(map), x, y, map.only)
    if (found < 0 || found === map.told) return
    map.told = found
    clearTimeout(map.timer)
    map.timer = setTimeout(() => map.send(found), PAUSE)
  }
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
      moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }
    if (press.altKey || press.ctrlKey || press.metaKey) return
    if (press.key === "+" || press.key === "-") {
      press.preventDefault()
      return zoom(press.key === "+" ? 1.5 : 1 / 1.5, map.cross)
    }
    const move = moves[press.key]
    if (!move) return
    press.preventDefault()
    const [x, y] = map.cross ?? chosenPlace(map)
    point([Math.min(1, Math.max(0, x + move[0])), Math.min(1, Math.max(0, y + move[1]))])
  }
  map.root.querySelector(".closer").onclick = () => zoom(1.6)
  map.root.querySelector(".farther").onclick = () => zoom(1 / 1.6)
  map.root.querySelector(".whole").onclick = () => {
    Object.assign(view, { x: 0, y: 0, zoom: 1 })
    settle()
  }
}

function pointsOf(map) {
  // read once, when they are first drawn or pointed at
  return (map.points ??= read(map.bytes))
}

function chosenPlace(map) {
  const chosen = map.news?.chosen ?? -1
  return chosen < 0 ? [0.5, 0.5] : [pointsOf(map).x[chosen], pointsOf(map).y[chosen]]
}
