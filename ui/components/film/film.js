// A run to be rewound. Python sends all its moments; moving through them is the browser's alone.
import { child } from "../shared/child.js"
import { rgb, shade } from "../shared/scale.js"
import { shape } from "../shared/shape.js"
import { DASHES, drawCurves } from "./curves.js"

/** @import { Data, Film, Shape, Told } from "./types.d.ts" */

/** @type {WeakMap<ShadowRoot, Film>} */
const films = new WeakMap()
const START = ".st-key-training-start" // the button's container
const HANDS = ["pointerdown", "keydown", "wheel", "touchmove"]
const STILL = matchMedia("(prefers-reduced-motion: reduce)")

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = child(parentElement, ".film")
  const film = films.get(parentElement) ?? watched(root)
  films.set(parentElement, film)
  const begins = film.key && data.live && runOf(film.key) !== runOf(data.key)
  if (film.key !== data.key) Object.assign(film, { at: data.moments.length - 1, follow: true, key: data.key })
  const last = data.moments.length - 1
  if (film.follow || film.at > last) film.at = last
  Object.assign(film, {
    data,
    last,
    tell: () => {
      if (!film.told) {
        film.told = true
        setTriggerValue("rewound", true)
      }
    },
  })
  film.weights = bytes(data.weights)
  film.maps = bytes(data.maps)
  film.confusions = new Uint8Array(bytes(data.confusions).buffer)
  film.ramp = levels(data.colours)
  prepare(film)
  show(film)
  if (begins && film.hand instanceof Element && film.hand.closest(START)) {
    // who has gone elsewhere since is not moved
    child(root, ".charts").scrollIntoView({ block: "nearest", behavior: STILL.matches ? "auto" : "smooth" })
  }
  return () => {
    halt(film)
    film.left.abort()
    films.delete(parentElement)
  }
}

/** @param {string} key */
function runOf(key) {
  return key.split(":")[0]
}

/** @param {HTMLElement} root */
function watched(root) {
  // where the reader's hand was last
  const film = /** @type {Film} */ ({ root, key: null, at: 0, follow: true, timer: 0, told: false })
  film.left = new AbortController()
  const { signal } = film.left
  for (const hand of HANDS)
    addEventListener(
      hand,
      ({ target }) => {
        film.hand = target
      },
      { signal, capture: true, passive: true },
    )
  return film
}

/** @param {string} text */
export function bytes(text) {
  return Int8Array.from(atob(text), (letter) => (letter.charCodeAt(0) << 24) >> 24)
}

/** @param {Film} film */
function prepare(film) {
  const { root, data } = film,
    { labels } = data
  root.lang = data.lang
  const range = child(root, "input", HTMLInputElement),
    play = child(root, ".play", HTMLButtonElement)
  child(root, ".scrub span").textContent = labels.moment
  range.max = String(film.last)
  range.oninput = () => {
    halt(film)
    move(film, Number(range.value))
  }
  play.onclick = () => (film.timer ? stop(film) : start(film))
  strip(film)
  const list = data.lines.map((line, i) => {
    const item = document.createElement("li"),
      mark = shape("svg", { viewBox: "0 0 34 8", "aria-hidden": "true" })
    mark.append(
      shape("line", {
        x1: 0,
        x2: 34,
        y1: 4,
        y2: 4,
        stroke: palette(root)[i % 4],
        "stroke-width": 3,
        "stroke-dasharray": DASHES[i % 4],
      }),
    )
    item.append(mark, line.name)
    if (i === data.line) item.className = "shown"
    return item
  })
  child(root, ".lines").replaceChildren(...list)
  const [loss, error] = root.querySelectorAll(".charts figcaption")
  loss.textContent = labels.loss
  error.textContent = labels.error
  for (const part of /** @type {const} */ (["weights", "maps", "confusion"]))
    child(root, `.${part} figcaption`).textContent = labels[part]
  child(root, ".answer figcaption").textContent = labels.answer
  child(root, ".maps").hidden = data.mapsShape[0] === 0
}

/** @param {Element} root */
function palette(root) {
  const all = getComputedStyle(root)
    .getPropertyValue("--st-chart-categorical-colors")
    .split(",")
    .map((each) => each.trim())
  return all.length > 4 && all[0] ? [all[0], all[1], all[4], all[3]] : ["#0b6b6d", "#d1701b", "#8510d7", "#4e8cfc"]
}

/** @param {Film} film */
function strip(film) {
  // the answer at every moment: right, wrong, or (for a drawing) only the digit
  const { data } = film,
    cells = data.distances.map((distances) => {
      const cell = document.createElement("b"),
        said = nearest(distances)
      cell.textContent = String(said)
      if (data.digit !== null) cell.className = said === data.digit ? "right" : "wrong"
      return cell
    })
  child(film.root, ".strip").replaceChildren(...cells)
}

/** @param {Film} film */
function start(film) {
  if (film.at >= film.last) film.at = 0
  const again = () => (film.at >= film.last ? stop(film) : move(film, film.at + 1))
  film.timer = setInterval(again, STILL.matches ? 900 : 160)
  move(film, film.at)
}

/** @param {Film} film */
function halt(film) {
  clearInterval(film.timer)
  film.timer = 0
}

/** @param {Film} film */
function stop(film) {
  halt(film)
  show(film)
}

/** @param {Film} film @param {number} to */
function move(film, to) {
  film.at = to
  film.follow = to === film.last && film.data.live
  film.tell()
  show(film)
}

/** @param {Film} film */
function show(film) {
  const { root, data, at } = film,
    { labels } = data,
    range = child(root, "input", HTMLInputElement)
  const [step, seen, , error] = data.moments[at] ?? [0, 0, 0, 0]
  const said = nearest(data.distances[at]),
    number = new Intl.NumberFormat(data.lang)
  range.value = String(at)
  range.setAttribute("aria-valuetext", labels.place.replace("%a", number.format(seen)))
  const play = child(root, ".play", HTMLButtonElement)
  play.textContent = film.timer ? labels.stop : labels.play
  play.disabled = film.last < 1
  root.dataset.at = String(at)
  root.dataset.count = String(data.moments.length)
  root.dataset.answer = String(said)
  child(root, ".moment").textContent =
    step === 0
      ? labels.untrained.replace("%c", error.toFixed(1))
      : labels.step
          .replace("%a", number.format(step))
          .replace("%b", number.format(seen))
          .replace("%c", error.toFixed(1))
  root.querySelectorAll(".strip b").forEach((cell, i) => cell.toggleAttribute("data-now", i === at))
  const [loss, wrong] = root.querySelectorAll(".charts svg"),
    colours = palette(root)
  const powers = [0.001, 0.01, 0.1, 1, 10, 100, 1000, 10000, 1e6, 1e9]
  const common = { at: seen, colours, lang: data.lang }
  drawCurves(loss, data.lines, {
    ...common,
    column: 1,
    test: false,
    alt: labels.loss,
    unit: "",
    ticks: { least: 0.001, values: powers.flatMap((p) => [p, 2 * p, 5 * p]).map((v) => Number(v.toPrecision(1))) },
  })
  drawCurves(wrong, data.lines, {
    ...common,
    column: 2,
    test: true,
    alt: labels.error,
    unit: "%",
    ticks: { least: 0.3, values: [0.5, 1, 2, 5, 10, 20, 50, 100] },
  })
  answer(film, said)
  const limit = Math.max(...data.weightsScale)
  paint(
    child(root, ".weights canvas", HTMLCanvasElement),
    film.weights,
    data.weightsShape,
    at,
    data.weightsScale[at] / limit,
    film.ramp,
    labels.weights,
  )
  if (data.mapsShape[0]) {
    const most = data.mapsLimit || Math.max(...data.mapsScale)
    paint(
      child(root, ".maps canvas", HTMLCanvasElement),
      film.maps,
      data.mapsShape,
      at,
      data.mapsScale[at] / most,
      film.ramp,
      labels.maps,
    )
  }
  confusion(film)
}

/** @param {number[]} distances */
export function nearest(distances) {
  return distances.indexOf(Math.min(...distances))
}

/** @param {Film} film @param {number} said */
function answer(film, said) {
  const { data, at, root } = film,
    distances = data.distances[at],
    most = Math.max(...distances)
  const big = child(root, ".answer > b")
  big.textContent = String(said)
  big.className = data.digit === null ? "" : said === data.digit ? "right" : "wrong"
  big.setAttribute("role", "img")
  big.setAttribute(
    "aria-label",
    `${said} ${data.digit === null ? "" : said === data.digit ? data.labels.right : data.labels.wrong}`,
  )
  child(root, ".answer ol").replaceChildren(
    ...distances.map((distance, digit) => {
      const row = document.createElement("li"),
        name = document.createElement("span"),
        bar = document.createElement("i"),
        value = document.createElement("em")
      name.textContent = String(digit)
      bar.style.width = `${(62 * distance) / most}%`
      value.textContent = distance < 1000 ? distance.toFixed(1) : distance.toExponential(1)
      if (digit === said) row.className = "nearest"
      row.append(name, bar, value)
      return row
    }),
  )
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {Int8Array} values
 * @param {Shape} shape
 * @param {number} at
 * @param {number} strength
 * @param {Tone[]} colours
 * @param {string} alt
 */
function paint(canvas, values, [count, high, wide], at, strength, colours, alt) {
  const across = Math.min(count, count === 1 ? 1 : count > 16 ? 6 : count === 10 ? 5 : count === 6 ? 3 : 4),
    down = Math.ceil(count / across)
  const unit = Math.max(2, Math.floor(150 / Math.max(high, wide))),
    gap = Math.max(1, Math.round(6 / unit))
  canvas.width = across * (wide + gap) - gap
  canvas.height = down * (high + gap) - gap
  canvas.setAttribute("aria-label", alt)
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    picture = context.createImageData(canvas.width, canvas.height)
  const size = high * wide,
    first = at * count * size
  for (let map = 0; map < count; map++) {
    const left = (map % across) * (wide + gap),
      top = Math.floor(map / across) * (high + gap)
    for (let i = 0; i < size; i++) {
      const value = Math.max(-127, Math.min(127, Math.round(values[first + map * size + i] * strength)))
      const to = 4 * ((top + Math.floor(i / wide)) * canvas.width + left + (i % wide))
      picture.data.set(colours[value + 127], to)
    }
  }
  context.putImageData(picture, 0, 0)
}

/** @param {Ramp} anchors @returns {Tone[]} */
export function levels(anchors) {
  // 255 colours, from -127 to 127, with nothing shining through
  const tones = anchors.map(rgb)
  return Array.from({ length: 255 }, (_, i) =>
    shade(tones, i / 254)
      .map(Math.round)
      .concat(255),
  )
}

/** @param {Film} film */
function confusion(film) {
  const { data, at, root } = film,
    from = film.confusions.subarray(at * 100, at * 100 + 100)
  const table = document.createElement("table"),
    head = document.createElement("tr")
  const caption = document.createElement("caption")
  caption.textContent = data.labels["confusion-axes"]
  head.append(document.createElement("td"), ...Array.from({ length: 10 }, (_, i) => cell("th", i, "col")))
  table.append(caption, head)
  const most = Math.max(1, ...Array.from(from).filter((_, i) => i % 11))
  for (let digit = 0; digit < 10; digit++) {
    const row = document.createElement("tr")
    row.append(cell("th", digit, "row"))
    for (let said = 0; said < 10; said++) {
      const count = from[digit * 10 + said],
        box = cell("td", count || "")
      box.className = digit === said ? "right" : "wrong"
      const whole = digit === said ? 110 : most
      box.style.setProperty("--part", `${count ? 12 + 68 * Math.min(1, count / whole) : 0}%`)
      row.append(box)
    }
    table.append(row)
  }
  child(root, ".table").replaceChildren(table)
}

/** @param {"td" | "th"} name @param {string | number} text @param {string} [scope] */
function cell(name, text, scope) {
  const made = document.createElement(name)
  made.textContent = String(text)
  if (scope) made.scope = scope
  return made
}
