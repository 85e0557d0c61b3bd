// A visitor's own digits, and a copy of the network that learns from them: all of it stays in this tab.
import { DigitProblem } from "../browser/ink.js"
import { toMnist } from "../browser/mnist_image.js"
import { networkOf, numbersOf } from "../browser/store.js"
import { Pad } from "../digit_pad/pad.js"
import { child } from "../shared/child.js"
import { whenDrawn } from "../shared/drawn.js"
import { element } from "../shared/element.js"
import { FileProblem, heldOut, LARGEST, parted, read, written } from "./collection.js"
import { digitsOf, workerOf } from "./sources.js"
import { collection, lastTested, results } from "./view.js"
import { filled } from "./words.js"

/** @import { Network } from "../browser/network.js" */
/** @import { Line } from "../browser/types.d.ts" */
/** @import { Data, Digits, Drawing, Label, OwnDigit, Report, Sources, Told } from "./types.d.ts" */

/** @type {Set<Label>} */
const OF_THE_HAND = new Set(["kept", "kept-back", "empty-pad", "dot", "full"]) // said below the pad
const SILENCE = 60_000 // ms without a word from the worker until that is said
/** @type {WeakMap<ShadowRoot, OwnDigits>} */
const exhibits = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement: root, setTriggerValue }) {
  const exhibit = exhibits.get(root) ?? new OwnDigits(root, data)
  exhibits.set(root, exhibit)
  exhibit.tell = setTriggerValue
  exhibit.give(data)
  return () => {
    if (exhibits.delete(root)) exhibit.close()
  }
}

class OwnDigits {
  /** @type {OwnDigit[]} */
  digits = []
  /** @type {Network | undefined} */
  network = undefined // as it ships
  /** @type {Network | undefined} */
  learned = undefined
  /** @type {Worker | undefined} */
  worker = undefined
  /** @type {{ taught: OwnDigit[], asked: OwnDigit[], test: Digits, reports: Report[] } | undefined} */
  lesson = undefined // that is shown
  /** @type {OwnDigits["lesson"]} */
  coming = undefined // that was asked for last, shown from its first report on
  turns = 0 // of asking for lessons: what an older one brings is not taken
  first = "F6"
  mixes = false
  /** @type {Given<Data, Told>["setTriggerValue"]} */
  tell = () => {}
  /** @type {((sources: Sources) => void)[]} */
  waiting = []
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  patience = undefined

  /** @param {ShadowRoot} root @param {Data} data */
  constructor(root, data) {
    this.data = data
    this.box = child(root, ".own")
    this.words = { answer: child(root, ".answer"), word: child(root, ".word") }
    this.file = child(root, "input[type=file]", HTMLInputElement)
    const place = child(root, ".draw")
    this.pad = new Pad(place, data.name)
    const { link } = this.pad
    link.send = () => {
      // to nobody: it is kept in the tab
      link.known = true
      link.seq += 1
      if (this.pad.pen === "up") link.keep()
    }
    this.forgetPad = whenDrawn(data.name, ({ strokes }) => this.readPad(strokes))
    place.addEventListener("keydown", (press) => {
      if (/^[0-9]$/.test(press.key) && !press.ctrlKey && !press.metaKey && !press.altKey) this.keep(Number(press.key))
    })
    for (const button of this.box.querySelectorAll("[data-do]"))
      if (button instanceof HTMLButtonElement)
        button.onclick = () => this[/** @type {"learn" | "stop" | "save" | "load" | "forget"} */ (button.dataset.do)]()
    this.file.onchange = () => {
      const [file] = this.file.files ?? []
      if (file) this.take(file)
      this.file.value = ""
    }
    this.recall()
  }

  close() {
    this.end()
    this.forgetPad()
    this.pad.close()
  }

  /** @param {Data} data */
  give(data) {
    const isNew = !this.box.lang || JSON.stringify(data.labels) !== JSON.stringify(this.data.labels)
    const isSame = !isNew && JSON.stringify(data.colours) === JSON.stringify(this.data.colours)
    this.data = data
    if (data.sources) for (const take of this.waiting.splice(0)) take(data.sources)
    if (isSame) return
    this.box.lang = data.lang
    this.pad.label(data.pad, data.lang)
    this.pad.repaint()
    this.label()
    this.show()
  }

  label() {
    const { labels, rule } = this.data
    child(this.box, "h3").textContent = labels.title
    child(this.box, ".keep legend").textContent = labels.keep
    child(this.box, ".keep div").replaceChildren(
      ...Array.from({ length: 10 }, (_, digit) => {
        const button = element("button", "", { "data-digit": digit }, digit)
        button.onclick = () => this.keep(digit)
        return button
      }),
    )
    for (const name of /** @type {const} */ (["save", "load", "forget", "learn", "stop"]))
      child(this.box, `[data-do=${name}]`).textContent = labels[name]
    this.choice("first", labels.layers, [labels.last, labels.all], this.first === "F6" ? 0 : 1, (at) => {
      this.first = at ? "C1" : "F6"
    })
    const mixed = filled(labels.mixed, { n: rule.mix })
    this.choice("mix", labels.mix, [labels.alone, mixed], Number(this.mixes), (at) => {
      this.mixes = at === 1
    })
    child(this.box, ".rule").textContent = filled(labels.rule, { r: rule.rate, p: rule.passes })
  }

  /** @param {string} name @param {string} words @param {string[]} options @param {number} at @param {(at: number) => void} choose */
  choice(name, words, options, at, choose) {
    const set = child(this.box, `[data-choice=${name}]`)
    child(set, "legend").textContent = words
    child(set, "div").replaceChildren(
      ...options.map((option, i) => {
        const radio = element("input", "", { type: "radio", name })
        radio.checked = i === at
        radio.onchange = () => choose(i)
        return element("label", "", {}, [radio, element("span", "", {}, option)])
      }),
    )
  }

  // ---- the drawings ------------------------------------------------------------------

  recall() {
    const { name, rule } = this.data
    let text = window.ownDigits?.get(name)
    try {
      text ??= sessionStorage.getItem(name) ?? undefined
      if (text) this.add(read(text, rule.most))
    } catch {
      /* storage is blocked, or what it holds is not ours: begin with none */
    }
  }

  store() {
    const { name } = this.data,
      text = written(this.digits),
      kept = (window.ownDigits ??= new Map())
    kept.set(name, text) // as long as the page lives, where nothing can be stored
    try {
      sessionStorage.setItem(name, text)
    } catch {
      this.say("storage")
    }
  }

  /** @param {Drawing[]} drawings */
  add(drawings) {
    this.digits.push(...drawings.map((drawing) => ({ ...drawing, image: toMnist(drawing.strokes), held: false })))
    this.sort()
    if (this.digits.length) this.fetchNetwork()
  }

  // Which of them are held out; what was read of them.
  sort() {
    const held = heldOut(this.digits, this.data.rule.every)
    this.digits.forEach((digit, i) => {
      digit.held = held[i]
      digit.before ??= this.network?.read(digit.image).best
      digit.after = this.learned?.read(digit.image).best
    })
  }

  /** @param {number} label */
  keep(label) {
    const { strokes } = this.pad.drawing,
      { most, every } = this.data.rule
    this.pad.up()
    if (!strokes.length) return this.say("empty-pad")
    if (this.digits.length >= most) return this.say("full", { n: most })
    try {
      this.add([{ label, strokes: strokes.map((stroke) => stroke.map(([x, y]) => [x, y])) }])
    } catch (problem) {
      if (!(problem instanceof DigitProblem)) throw problem
      return this.say("dot")
    }
    const { held } = this.digits[this.digits.length - 1]
    this.pad.clear()
    this.pad.say("")
    this.say(held ? "kept-back" : "kept", { d: label, k: every })
    this.store()
    this.show()
  }

  /** @param {OwnDigit} digit */
  remove(digit) {
    if (this.worker) return
    const at = this.digits.indexOf(digit)
    this.digits.splice(at, 1)
    this.unlearn() // which are held out may be others now
    this.say("removed", { d: digit.label })
    this.store()
    this.show()
    const buttons = this.box.querySelectorAll(".remove"),
      next = buttons[Math.min(at, buttons.length - 1)] ?? this.pad.canvas
    if (next instanceof HTMLElement) next.focus({ preventScroll: true })
  }

  forget() {
    if (this.worker || !this.digits.length) return
    this.digits = []
    this.unlearn()
    this.say("forgotten-all")
    this.store()
    this.show()
  }

  unlearn() {
    this.learned = this.lesson = undefined
    this.sort()
  }

  save() {
    const url = URL.createObjectURL(new Blob([written(this.digits)], { type: "application/json" }))
    const link = element("a", "", { href: url, download: "my-digits.json" })
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }

  load() {
    this.file.click()
  }

  /** @param {File} file */
  async take(file) {
    const { most } = this.data.rule,
      room = most - this.digits.length
    try {
      if (file.size > LARGEST) throw new FileProblem("file-large")
      const drawings = read(await file.text(), room)
      this.add(drawings)
      this.say("loaded", { n: drawings.length })
      this.store()
      this.show()
    } catch (problem) {
      if (problem instanceof FileProblem) this.say(problem.key, { n: problem.at, m: most, r: room })
      else this.say("file-json") // it cannot be read: gone, or not allowed
    }
  }

  // ---- what is read ------------------------------------------------------------------

  async fetchNetwork() {
    if (this.network) return
    try {
      this.network = await networkOf(this.data.network)
    } catch {
      return this.say("no-network")
    }
    this.sort()
    this.show()
    this.readPad(this.pad.drawing.strokes)
  }

  /** @param {readonly Line[]} strokes */
  readPad(strokes) {
    if (strokes.length && !this.network) this.fetchNetwork()
    const { labels } = this.data
    let words = labels.nothing
    try {
      if (strokes.length && this.network) {
        const image = toMnist(strokes),
          d = this.network.read(image).best
        words = this.learned
          ? filled(labels["reads-now"], { a: d, b: this.learned.read(image).best })
          : filled(labels.reads, { d })
      }
    } catch {
      /* not yet a digit */
    }
    child(this.box, ".reads").textContent = words
  }

  // ---- the lesson --------------------------------------------------------------------

  async learn() {
    if (this.worker) return
    const { taught, asked } = parted(this.digits),
      { rule, network } = this.data
    if (!asked.length) return this.say("too-few", { k: rule.every, a: rule.every - 1 })
    const turn = ++this.turns
    this.coming = undefined
    this.state("fetching")
    this.say("fetching")
    try {
      const sources = await this.sources(),
        none = { images: new Uint8Array(0), labels: new Uint8Array(0) }
      const [sent, test, replay] = await Promise.all([
        numbersOf(network),
        digitsOf(sources.test),
        this.mixes ? digitsOf(sources.replay) : none,
        this.fetchNetwork(),
      ])
      if (turn !== this.turns) return
      this.coming = { taught, asked, test, reports: [] }
      this.worker = workerOf(sources.worker)
      this.worker.onmessage = ({ data }) => this.hear(data)
      this.worker.onerror = () => this.fail()
      this.worker.onmessageerror = () => this.fail()
      const [learn, held] = [taught, asked].map((some) => some.map(({ image, label }) => ({ image, label })))
      const { rate, passes, mix } = rule
      this.worker.postMessage({ ...sent, first: this.first, learn, held, test, replay, rate, passes, mix })
      this.state("working")
      this.wait()
    } catch {
      if (turn === this.turns) this.fail("no-network")
    }
  }

  /** @returns {Promise<Sources>} */
  sources() {
    if (this.data.sources) return Promise.resolve(this.data.sources)
    this.tell("asked", true)
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  /** @param {Report} report */
  hear(report) {
    const { coming, network } = this,
      { passes } = this.data.rule
    if (!coming || !network) return
    coming.reports.push(report)
    this.lesson = coming
    this.wait()
    this.box.dataset.pass = String(report.pass)
    this.say("working", { p: report.pass, n: passes })
    if (report.test) this.adopt(report)
    if (report.pass < passes) return
    this.end()
    this.state("done")
    this.say(this.oneDigit() ? "one-digit" : "done", { p: passes })
    this.tell("learned", true)
  }

  // What it has learned so far is used and shown.
  /** @param {Report} report */
  adopt({ pass, layers }) {
    this.learned = pass ? this.network?.with(layers) : undefined
    this.sort()
    this.show()
    this.readPad(this.pad.drawing.strokes)
  }

  oneDigit() {
    return new Set(this.lesson?.taught.map(({ label }) => label)).size === 1
  }

  stop() {
    this.turns += 1
    this.end()
    this.state("stopped")
    const { reports = [] } = this.coming ?? {}
    this.say("stopped", { p: reports.length ? lastTested(reports).pass : 0 })
  }

  // Each word from the worker is waited for so long; in a tab that nobody sees it may be slow.
  wait() {
    clearTimeout(this.patience)
    this.patience = setTimeout(() => {
      if (document.visibilityState === "visible") this.say("silent")
      else this.wait()
    }, SILENCE)
  }

  /** @param {Label} [why] */
  fail(why = "crashed") {
    this.end()
    this.state("failed")
    this.say(why)
  }

  end() {
    clearTimeout(this.patience)
    this.worker?.terminate()
    this.worker = undefined
  }

  // ---- what is shown -----------------------------------------------------------------

  /** @param {string} state */
  state(state) {
    const busy = state === "working" || state === "fetching",
      hadFocus = this.box.getRootNode().activeElement
    this.box.dataset.state = state
    this.words.word.setAttribute("aria-live", state === "working" ? "off" : "polite") // not each pass aloud
    const [learn, stop] = ["learn", "stop"].map((name) => child(this.box, `[data-do=${name}]`, HTMLButtonElement))
    const swaps = hadFocus === learn || hadFocus === stop
    learn.hidden = busy
    stop.hidden = !busy
    if (swaps) (busy ? stop : learn).focus({ preventScroll: true })
  }

  show() {
    const { lesson, network, learned } = this
    child(this.box, ".table").replaceChildren(collection(this.digits, this.data, (digit) => this.remove(digit)))
    for (const name of ["save", "forget"])
      child(this.box, `[data-do=${name}]`, HTMLButtonElement).disabled = !this.digits.length
    const place = child(this.box, ".results")
    place.hidden = !lesson?.reports.length
    if (!lesson?.reports.length || !network) return
    const layers = { before: network.layers, after: (learned ?? network).layers }
    place.replaceChildren(...results(lesson.taught, lesson.asked, lesson.reports, lesson.test, layers, this.data))
  }

  /** @param {Label} name @param {Record<string, number>} fields */
  say(name, fields = {}) {
    const place = this.words[OF_THE_HAND.has(name) ? "answer" : "word"]
    place.textContent = filled(this.data.labels[name], fields)
    place.dataset.said = name
  }
}
