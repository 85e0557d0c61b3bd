// Joins pad, network and the parts of the page. On a slow machine, what is out of sight waits until it
// comes into view, or until the pen is lifted: the frame is for what the visitor looks at.
import { DigitProblem } from "../browser/ink.js"
import { toMnist } from "../browser/mnist_image.js"
import { networkOf } from "../browser/store.js"
import { unpack } from "../digit_pad/strokes.js"
import { whenDrawn } from "../shared/drawn.js"
import { element } from "../shared/element.js"
import { CodePictures } from "./code_pictures.js"
import { Distances } from "./distances.js"
import { Doubt } from "./doubt.js"
import { LayerMaps, LiveMaps } from "./feature_maps.js"
import { DigitSteps } from "./steps.js"
import { Switched } from "./switched.js"
import { Verdict } from "./verdict.js"

/** @import { Network } from "../browser/network.js" */
/** @import { OnPad } from "../shared/types.d.ts" */
/** @import { Data, Part, Placed, Read, View, Words } from "./types.d.ts" */

const VIEWS = {
  verdict: Verdict,
  answers: Distances,
  maps: LiveMaps,
  steps: DigitSteps,
  "all-maps": LayerMaps,
  codes: CodePictures,
  doubt: Doubt,
  switched: Switched,
}
const WHOLE_FRAME = 8 // ms that all parts may take under the pen
const TRIES_AGAIN = 5000 // ms until numbers that did not come are asked for again

export class Reader {
  /** @type {Words | undefined} */
  words = undefined
  /** @type {Network | undefined} */
  network = undefined
  /** @type {OnPad | undefined} */
  drawn = undefined
  /** @type {Read | undefined} */
  read = undefined
  /** @type {Map<Part, { placed: Placed, view: View, seen: boolean, shown?: Read }>} */
  parts = new Map()
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined
  closed = false
  took = 0 // ms for the parts, the last time that all were painted

  /** @param {string} pad */
  constructor(pad) {
    this.eyes = new IntersectionObserver((entries) => this.look(entries), { rootMargin: "25%" })
    /** @param {CustomEvent<Part>} event */
    this.placed = ({ detail }) => this.place(detail)
    window.addEventListener("reading-place", this.placed)
    this.deaf = whenDrawn(pad, (drawn) => {
      this.drawn = drawn
      this.readAgain()
    })
  }

  /** @param {Data} data */
  take(data) {
    const before = this.words
    this.words = { ...data, sample: unpack(data.sample) }
    if (before?.network !== data.network) this.fetch(data.network)
    for (const part of window.readingPlaces?.keys() ?? []) this.place(part)
    this.readAgain()
  }

  /** @param {string} name */
  async fetch(name) {
    try {
      this.network = await networkOf(name)
      this.missing = false
    } catch {
      this.missing = true
      if (!this.closed) this.timer = setTimeout(() => this.fetch(name), TRIES_AGAIN)
    }
    this.readAgain()
  }

  // A part has come to the page, or what Python says of it has changed.
  /** @param {Part} part */
  place(part) {
    const placed = window.readingPlaces?.get(part),
      known = this.parts.get(part)
    if (!placed || !this.words || (known?.placed === placed && known.view.words === this.words)) return
    if (known) this.eyes.unobserve(known.placed.host)
    const view = new VIEWS[part](placed.host, this.words, placed.data)
    this.parts.set(part, { placed, view, seen: true })
    placed.host.append(element("p", "nothing-yet", {}, this.words.labels.nothing))
    placed.host.dataset.part = part
    placed.host.lang = this.words.lang
    placed.host.closest("[data-testid=stBidiComponentRegular]")?.setAttribute("data-drawn", "")
    this.eyes.observe(placed.host)
    this.show(part)
  }

  /** @param {IntersectionObserverEntry[]} entries */
  look(entries) {
    for (const { target, isIntersecting } of entries)
      for (const [part, each] of this.parts)
        if (each.placed.host === target) {
          each.seen = isIntersecting
          if (each.seen) this.show(part)
        }
  }

  readAgain() {
    if (!this.words) return
    const { drawn, network, words } = this
    const number = drawn?.known ? drawn.number : 0,
      strokes = drawn?.known ? drawn.strokes : words.sample
    /** @type {Read} */
    const read = { number, strokes, pen: drawn?.pen ?? "up", network }
    try {
      if (network) {
        read.image = toMnist(strokes)
        read.reading = network.read(read.image)
      } else if (this.missing) read.problem = "away"
    } catch (problem) {
      if (!(problem instanceof DigitProblem)) throw problem
      read.problem = problem.key
    }
    this.read = read
    this.showAll()
  }

  showAll() {
    const began = performance.now(),
      all = this.read?.pen === "up" || this.took < WHOLE_FRAME
    for (const [part, { seen }] of this.parts) if (all || seen) this.show(part)
    if (all) this.took = performance.now() - began
  }

  /** @param {Part} part */
  show(part) {
    const each = this.parts.get(part),
      { read } = this
    if (!each || !read || each.shown === read) return
    each.shown = read
    each.placed.host.classList.toggle("nothing", Boolean(read.problem))
    each.view.show(read)
  }

  close() {
    this.closed = true
    clearTimeout(this.timer)
    this.eyes.disconnect()
    this.deaf()
    window.removeEventListener("reading-place", this.placed)
  }
}
