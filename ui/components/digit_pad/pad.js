// The pad: joins drawing, input and link, and speaks to the visitor.
import { child } from "../shared/child.js"
import { Drawing } from "./drawing.js"
import { GRID, listenToKeys, listenToPointer } from "./input.js"
import { Link } from "./link.js"
import { fit, paint, RUBBER } from "./paint.js"
import { LAST } from "./strokes.js"
/** @import { Act, Cursor, Data, Label, Point, Stroke, Tool } from "./types.d.ts" */

export class Pad {
  tool = /** @type {Tool} */ ("pen")
  /** @type {Point} */
  cell = [16, 4] // the keyboard's cursor, in cells
  pen = /** @type {"up" | "down"} */ ("up")
  keyboard = false // the cursor was last moved by keys
  /** @type {Point | null} */
  pointer = null // where a mouse or pen hovers
  /** @type {Point} */
  last = [0, 0] // where the pen was
  rubbing = false // it rubs out
  /** @type {Stroke[]} */
  before = [] // what was on the sheet when it came down
  labels = /** @type {Data["labels"]} */ ({})
  /** @type {number | null} */
  request = null
  changes = 0 // of what is on the sheet
  /** @type {import("../shared/types.d.ts").OnPad | undefined} */
  told = undefined // what the other components of the page were told last
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  pause = undefined

  /** @param {ParentNode} root what holds digit_pad.html @param {string} name */
  constructor(root, name) {
    this.root = root
    this.name = name
    this.box = child(root, ".pad")
    this.canvas = child(root, "canvas", HTMLCanvasElement)
    this.ghost = child(root, ".ghost", SVGElement)
    this.note = child(root, ".note")
    this.said = child(root, ".said")
    this.buttons = [...root.querySelectorAll("button")]
    this.drawing = new Drawing()
    const read = () => ({ strokes: this.drawing.strokes, pen: this.pen })
    this.link = new Link(`digit_pad:${name}`, read, (strokes) => this.load(strokes))
    this.drawing.changed = () => {
      this.changes += 1
      this.link.send()
      this.repaint()
    }
    listenToPointer(this, this.canvas)
    listenToKeys(this, this.canvas)
    this.canvas.onblur = () => this.putAway()
    for (const button of this.buttons) {
      const { tool, act } = button.dataset
      button.onclick = () => (tool ? this.choose(/** @type {Tool} */ (tool)) : this[/** @type {Act} */ (act)]())
    }
    const words = (window.digitPadWords ??= new Map())
    const hear = () => {
      const word = words.get(name)
      if (word) this.link.hear(word)
    }
    /** @param {CustomEvent<string>} event */
    this.hear = ({ detail }) => {
      if (detail === name) hear()
    }
    this.leave = () => this.link.keep()
    window.addEventListener("digit-pad-word", this.hear)
    window.addEventListener("pagehide", this.leave)
    this.watch = new ResizeObserver(() => this.repaint())
    this.watch.observe(this.canvas)
    hear()
  }

  close() {
    this.watch.disconnect()
    window.removeEventListener("digit-pad-word", this.hear)
    window.removeEventListener("pagehide", this.leave)
    this.link.close()
    if (window.digitPads?.get(this.name) === this.told) window.digitPads?.delete(this.name)
  }

  /** @param {Data["labels"]} labels @param {string} lang */
  label(labels, lang) {
    this.labels = labels
    this.box.lang = lang
    this.canvas.setAttribute("aria-label", labels.pad)
    child(this.root, ".tools").setAttribute("aria-label", labels.tools)
    child(this.root, ".hint").textContent = labels.hint
    child(this.root, "summary").textContent = labels.keys
    child(this.root, "#help").textContent = labels.help
    for (const button of this.buttons) {
      button.title = labels[/** @type {Label} */ (button.dataset.tool ?? button.dataset.act)]
      button.setAttribute("aria-label", button.title)
    }
  }

  // A drawing from storage or from Python.
  /** @param {Stroke[]} strokes */
  load(strokes) {
    if (this.drawing.strokes.length || this.drawing.past.length) this.drawing.remember()
    this.drawing.growing = null
    this.drawing.put(strokes)
    this.changes += 1
    this.repaint()
  }

  // Once a frame, however often it is asked for.
  repaint() {
    this.request ??= requestAnimationFrame(() => {
      this.request = null
      const { drawing } = this
      fit(this.canvas)
      paint(this.canvas, drawing.strokes, this.cursor())
      this.box.classList.toggle("begun", this.link.seq > 0 || drawing.strokes.length > 0)
      this.box.dataset.tool = this.tool
      this.state("undo", drawing.strokes.length || drawing.past.length)
      this.state("redo", drawing.future.length)
      this.state("clear", drawing.strokes.length)
      const note = drawing.full ? this.labels.full : ""
      if (this.note.textContent !== note) this.note.textContent = note // said once, not each frame
      this.tell()
    })
  }

  // Tells the other components of the page what is on the sheet now: shared/drawn.js.
  tell() {
    const { name, pen, changes, told } = this,
      { known } = this.link
    if (told && told.number === changes && told.pen === pen && told.known === known) return
    this.told = { strokes: this.drawing.strokes, pen, known, number: changes }
    const pads = (window.digitPads ??= new Map())
    pads.set(name, this.told)
    window.dispatchEvent(new CustomEvent("digit-pad-drawn", { detail: name }))
  }

  /** @param {string} act @param {number | boolean} possible */
  state(act, possible) {
    child(this.root, `[data-act=${act}]`).setAttribute("aria-disabled", String(!possible))
  }

  /** @returns {Cursor | null} */
  cursor() {
    const { tool, keyboard, pen } = this
    if (keyboard) return { at: this.at(), tool, down: pen === "down", keyboard }
    return this.pointer && tool === "eraser" ? { at: this.pointer, tool } : null
  }

  /** @returns {Point} */
  at() {
    return [Math.round((this.cell[0] * LAST) / GRID), Math.round((this.cell[1] * LAST) / GRID)]
  }

  // ---- what a hand does -------------------------------------------------------------

  /** @param {number} x @param {number} y @param {boolean} [rubber] @param {boolean} [keyboard] */
  down(x, y, rubber = false, keyboard = false) {
    if (this.pen === "down") this.up()
    this.before = this.drawing.strokes
    const rubbing = rubber || this.tool === "eraser"
    Object.assign(this, { pen: "down", keyboard, last: [x, y], rubbing })
    if (!keyboard) this.pointer = [x, y]
    if (rubbing) this.drawing.erase(this.last, this.last, RUBBER)
    else this.drawing.begin(x, y)
    this.repaint()
  }

  /** @param {number} x @param {number} y */
  move(x, y) {
    const least = LAST / (this.canvas.clientWidth || LAST)
    if (this.rubbing) this.drawing.erase(this.last, [x, y], RUBBER)
    else if (this.drawing.growing) this.drawing.extend(x, y, least)
    this.last = [x, y]
    if (!this.keyboard) this.pointer = [x, y]
    this.repaint()
  }

  /** @param {number} x @param {number} y */
  enter(x, y) {
    if (!this.rubbing && this.drawing.growing) this.drawing.open(x, y)
    this.last = [x, y]
  }

  up() {
    if (this.pen === "up") return
    this.pen = "up"
    this.drawing.lift()
  }

  // A palm's stroke, when the pen comes down beside it; one that changed nothing is no step to undo.
  abandon() {
    const changed = this.drawing.strokes !== this.before
    this.up()
    if (changed) this.drawing.undo()
  }

  /** @param {number} [x] @param {number} [y] @param {string} [kind] */
  hover(x, y, kind) {
    this.pointer = x === undefined || y === undefined || kind === "touch" ? null : [x, y]
    if (this.tool === "eraser") this.repaint()
  }

  // ---- what keys and buttons do -----------------------------------------------------

  toggle() {
    if (this.pen === "down") {
      this.up()
      return this.say(this.labels.pen_up)
    }
    this.down(...this.at(), false, true)
    this.say(`${this.labels.pen_down} ${this.where()}`)
  }

  /** @param {number} dx @param {number} dy */
  walk(dx, dy) {
    if (this.pen === "down" && !this.keyboard) return // a pointer is drawing
    this.keyboard = true
    /** @param {number} v */
    const kept = (v) => Math.min(GRID, Math.max(0, v))
    this.cell = [kept(this.cell[0] + dx), kept(this.cell[1] + dy)]
    if (this.pen === "down") this.move(...this.at())
    this.repaint()
    clearTimeout(this.pause)
    this.pause = setTimeout(() => this.say(this.where()), 500)
  }

  escape() {
    if (this.pen === "up") return this.choose("pen")
    this.up()
    this.say(this.labels.pen_up)
  }

  // The keyboard has gone elsewhere.
  putAway() {
    if (this.keyboard) this.up()
    this.keyboard = false
    this.repaint()
  }

  /** @param {Tool} tool */
  choose(tool) {
    this.up()
    this.tool = tool
    for (const button of this.buttons) {
      if (button.dataset.tool) button.setAttribute("aria-pressed", String(button.dataset.tool === tool))
    }
    this.say(this.labels[tool])
    this.repaint()
  }

  undo() {
    this.up()
    if (this.drawing.undo()) this.say(this.labels.undone)
  }

  redo() {
    this.up()
    if (this.drawing.redo()) this.say(this.labels.redone)
  }

  clear() {
    this.up()
    if (!this.drawing.strokes.length) return
    this.drawing.replace([])
    this.say(this.labels.cleared)
  }

  where() {
    const [column, row] = this.cell.map((v) => v + 1)
    return this.labels.place.replace("%c", column).replace("%r", row)
  }

  /** @param {string} sentence */
  say(sentence) {
    clearTimeout(this.pause)
    this.said.textContent = sentence
  }
}
