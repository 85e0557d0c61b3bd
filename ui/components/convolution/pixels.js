// Maps as pictures: a canvas of one pixel a value, frames over it, colours as cnn/figures.py has them.
import { element } from "../shared/element.js"
import { whenLeft } from "../shared/leaving.js"
import { rgb, shade, signed } from "../shared/scale.js"

/** @import { Colour, Common, Hands, Maps, Messenger, Picture, Placed, Scales } from "./types.d.ts" */

/** @param {HTMLElement} root */
export function isDark(root) {
  const probe = root.ownerDocument.createElement("i")
  probe.style.color = "var(--st-background-color)"
  root.append(probe)
  const channels = Array.from(getComputedStyle(probe).color.matchAll(/[\d.]+/g), Number)
  probe.remove()
  return channels[0] + channels[1] + channels[2] < 384
}

/** @param {HTMLElement} root @param {Common["ramps"]} ramps @returns {Scales} */
export function scales(root, ramps) {
  // how a value becomes a colour: signed, with zero the colour of the page; grey
  const kind = isDark(root) ? "dark" : "light",
    [diverging, ink] = [ramps.signed[kind], ramps.ink[kind]].map((list) => list.map(rgb))
  const steps = Array.from({ length: 511 }, (_, i) => shade(diverging, i / 510))
  return {
    signed: (limit) => (value) => steps[Math.round(255 + 255 * Math.min(1, Math.max(-1, value / limit)))],
    ink: (value) => shade(ink, value),
    light: (value) => {
      const level = 255 * Math.min(1, Math.max(0, value))
      return [level, level, level]
    },
  }
}

/** @param {Tone} tone */
export function css([red, green, blue]) {
  return `rgb(${Math.round(red)} ${Math.round(green)} ${Math.round(blue)})`
}

/** @param {Tone} tone */
export function contrast(tone) {
  // the colour of text on this ground: black or white, whichever stands out more: 4.5:1 at least (WCAG 2)
  const [red, green, blue] = tone.map((level) => ((level / 255 + 0.055) / 1.055) ** 2.4)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000000" : "#ffffff"
}

// Paints map number `map`; values from `until` on stay empty.
/**
 * @param {HTMLCanvasElement} canvas
 * @param {Maps} maps
 * @param {Colour} colour
 * @param {{ map?: number, until?: number }} [which]
 */
export function paint(canvas, { values, height, width }, colour, { map = 0, until = Infinity } = {}) {
  canvas.width = width
  canvas.height = height
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    image = context.createImageData(width, height),
    pixels = image.data
  const offset = map * height * width,
    last = Math.min(height * width, until)
  for (let i = 0; i < last; i++) {
    const tone = colour(values[offset + i])
    pixels[4 * i] = tone[0]
    pixels[4 * i + 1] = tone[1]
    pixels[4 * i + 2] = tone[2]
    pixels[4 * i + 3] = 255
  }
  context.putImageData(image, 0, 0)
}

// A canvas with a frame on it, and a spot. `frame(row, column, rows, columns)` places the one, in the
// canvas's pixels, `spot(...)` the other; without arguments they go.
/** @param {string} [className] @returns {Picture} */
export function picture(className = "") {
  const root = element("div", `picture ${className}`),
    canvas = element("canvas")
  /** @param {number} part @param {number} whole */
  const percent = (part, whole) => `${(100 * part) / whole}%`
  /** @param {string} name @returns {Placed} */
  const placed = (name) => {
    const mark = element("i", name)
    mark.hidden = true
    root.append(mark)
    return (row = 0, column = 0, rows, columns = 0) => {
      mark.hidden = rows === undefined
      if (rows === undefined) return
      mark.style.top = percent(row, canvas.height)
      mark.style.left = percent(column, canvas.width)
      mark.style.height = percent(rows, canvas.height)
      mark.style.width = percent(columns, canvas.width)
    }
  }
  root.append(canvas)
  return { root, canvas, frame: placed("frame"), spot: placed("spot") }
}

// Calls back with the pixel under the pointer: point(row, column) while it hovers, pin(...) when it
// is pressed, leave() when it goes; the arrow keys move what `where()` tells, by pins.
/** @param {Pick<Picture, "root" | "canvas">} picture @param {Hands} hands */
export function listen({ root, canvas }, { point, pin, leave, where, keys = {} }) {
  /** @param {PointerEvent} event @returns {[row: number, column: number]} */
  const at = (event) => {
    const box = canvas.getBoundingClientRect()
    /** @param {number} offset @param {number} size @param {number} count */
    const place = (offset, size, count) => Math.min(count - 1, Math.max(0, Math.floor((offset / size) * count)))
    return [
      place(event.clientY - box.top, box.height, canvas.height),
      place(event.clientX - box.left, box.width, canvas.width),
    ]
  }
  root.onpointerdown = (event) => {
    if (!event.button) pin(...at(event))
  }
  root.onpointermove = (event) => {
    if (event.buttons & 1) pin(...at(event))
    else if (event.pointerType === "mouse") point?.(...at(event))
  }
  root.onpointerleave = () => leave?.()
  if (!where) return
  root.tabIndex = 0
  root.onkeydown = (press) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[press.key]
    if (!step && !keys[press.key]) return
    press.preventDefault()
    if (!step) return keys[press.key]()
    const [row, column] = where(),
      inside = (/** @type {number} */ place, /** @type {number} */ count) => Math.min(count - 1, Math.max(0, place))
    pin(inside(row + step[0], canvas.height), inside(column + step[1], canvas.width))
  }
}

/** @param {number} value @param {number} [digits] */
export function print(value, digits = 3) {
  return signed(value, digits)
}

/** @param {string} text @param {Record<string, string | number>} fields */
export function filled(text, fields) {
  // "%a of %b", letter by letter
  return text.replace(/%([a-z])/g, (whole, letter) => String(fields[letter] ?? whole))
}

/** @param {string} text @param {() => void} [act] @param {string} [className] */
export function button(text, act, className = "") {
  const made = element("button", className, {}, text)
  made.onclick = act ?? null
  return made
}

// One state of a visitor: `tell` sends it to Python once it has come to rest or the hand leaves. `news` says what of
// that which Python sends is new: all else than the state, and the state itself, unless what was sent
// is still on its way, when an older state may come by first.
/** @template State @param {HTMLElement} root @returns {Messenger<State>} */
export function messenger(root) {
  const PATIENCE = 5000,
    REST = 400 // ms
  let timer = /** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined),
    pending = /** @type {(() => void) | null} */ (null),
    sent = -Infinity,
    last = "",
    rest = ""
  const stop = () => {
    clearTimeout(timer)
    pending = null
  }
  const send = () => {
    pending?.()
    stop()
  }
  whenLeft(root, send)
  /** @type {Messenger<State>} */
  const own = {
    send: null,
    tell(state) {
      clearTimeout(timer)
      pending = () => {
        last = JSON.stringify(state)
        sent = performance.now()
        own.send?.(state)
      }
      timer = setTimeout(send, REST)
    },
    news(data, name) {
      const text = JSON.stringify(data[name]),
        others = JSON.stringify([{ ...data, [name]: null }, isDark(root)])
      if (text === last) sent = -Infinity // answered
      const news = { state: text !== last && performance.now() - sent > PATIENCE, rest: others !== rest }
      if (news.state) last = text
      rest = others
      return news
    },
    stop,
  }
  return own
}
