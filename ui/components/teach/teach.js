// AlexNet's small edition learns a visitor's own things, in this tab alone: photos are reduced to 64×64
// pixels when they come, a Worker reads them, and a last layer is learned from what a layer gives.
import { Camera } from "../live_camera/camera.js"
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"
import { cardOf, confusion, heldBack, nearestOf, sharedPhoto } from "./collection.js"
import { FeatureReader } from "./feature_reader.js"
import { covered, heatOf, opaque, patchesOver, pixelFeatures, pixelsOf, pixelsOfFile, shippedPhotos } from "./photos.js"
import { chancesOf, loudestTerms, softmaxRegression } from "./regression.js"
import { confusionTable, heatPicture, picture, showChances, termBars, testedPhoto, told } from "./view.js"

/** @import { Data, Label, Layer, Seen, Shown, Taught, Tested, Told } from "./types.d.ts" */
/** @type {Layer[]} */
const LAYERS = ["fc7", "fc6", "pool5", "pixels"]
const BURST = 10,
  BETWEEN = 300 // ms between two photos of a burst
const TERMS = 8,
  NEAREST = 3
/** @type {WeakMap<ShadowRoot, Teach>} */
const benches = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement: root, setTriggerValue }) {
  const bench = benches.get(root) ?? new Teach(child(root, ".teach"), data)
  benches.set(root, bench)
  bench.tell = setTriggerValue
  bench.give(data)
  return () => {
    if (benches.delete(root)) bench.end()
  }
}

class Teach {
  /** @type {string[]} */
  names = []
  /** @type {Shown[][]} */
  shelves = []
  /** @type {Shown[][] | null} */
  shipped = null
  own = { names: ["", ""], shelves: /** @type {Shown[][]} */ ([[], []]) } // while the samples are looked at
  /** @type {Layer} */
  layer = "fc7"
  way = 0 // to learn from what ships
  /** @type {Map<Layer, { taught: Taught, tested: Tested[] }>} */
  lessons = new Map()
  /** @type {Shown | null} */
  held = null // whose answer is looked into
  /** @type {Shown | null} */
  asked = null // a photo that is only asked about
  /** @type {{ photo: Shown, heat: Float32Array, layer: Layer } | null} */
  heat = null
  isSample = true
  hasActed = false
  /** @type {Label | ""} */
  wrong = ""
  word = ""
  busy = 0 // photos to be read
  bursting = -1 // the name that a burst is for
  turns = 0 // what was asked for before the photos were changed is not taken
  /** @type {Given<Data, Told>["setTriggerValue"]} */
  tell = () => {}
  gone = new AbortController()
  left = 0 // of them

  /** @param {HTMLElement} root @param {Data} data */
  constructor(root, data) {
    this.root = root
    this.data = data
    this.video = element("video", "", { playsinline: "", muted: "", "aria-hidden": "true" })
    this.video.muted = true
    this.camera = new Camera(this.video, () => this.stop("lost"))
    /** @type {FeatureReader | null} */
    this.network = data.network
      ? new FeatureReader(
          data.network,
          () => this.networkChanged(),
          () => this.networkFailed(),
        )
      : null
    this.parts = {
      names: element("div", "names"),
      tools: element("div", "tools"),
      state: element("p", "state", { role: "status" }),
      problem: element("p", "problem", { role: "alert" }),
      choice: element("fieldset", "layers"),
      learned: element("div", "learned"),
      look: element("div", "look"),
    }
    this.live = {
      root: element("div", "live"),
      view: element("div", "view", { role: "img" }, [this.video]),
      list: element("ul", "chances"),
      asked: element("div", "asked"),
    }
    this.file = element("input", "", { type: "file", accept: "image/*", multiple: "", hidden: "" })
    const { names, tools, state, problem, choice, learned, look } = this.parts
    root.append(names, tools, this.file, state, problem, this.live.root, choice, learned, look)
    document.addEventListener("visibilitychange", () => document.hidden && this.camera.isOpen && this.stop(), this.gone)
    window.addEventListener("beforeunload", (leaving) => this.hasOwn && leaving.preventDefault(), this.gone)
    if (data.set && data.network) this.recall()
  }

  end() {
    this.turns++
    this.gone.abort()
    this.camera.close()
    this.network?.close()
  }

  /** @param {Data} data */
  give(data) {
    const isSame = this.root.lang === data.lang && JSON.stringify(data.colours) === JSON.stringify(this.data.colours)
    const before = this.data
    this.data = data
    if (isSame && this.hasDrawn) return
    if (this.isSample && before.set && data.set) this.names = [...data.set.names]
    const next = this.shipped?.map(() => 0) ?? []
    for (const { name, title } of (this.shipped && data.set?.photos) ?? [])
      Object.assign(this.shipped?.[name][next[name]++] ?? {}, { title })
    this.root.lang = data.lang
    this.hasDrawn = true
    this.show()
  }

  // ---- The photos --------------------------------------------------------------------

  // Whether there are photos that only this tab has.
  get hasOwn() {
    return (this.isSample ? this.own.shelves : this.shelves).some((photos) => photos.length)
  }

  async recall() {
    const { set, way } = this.data
    if (!set) return
    try {
      this.shipped ??= await shippedPhotos(set, way)
    } catch {
      return this.fault("missing-set")
    }
    this.useSamples()
  }

  useSamples() {
    const { set } = this.data
    if (!this.shipped || !set) return this.recall()
    this.stopBurst()
    if (!this.isSample) this.own = { names: this.names, shelves: this.shelves }
    this.isSample = true
    this.names = [...set.names]
    this.shelves = this.shipped.map((photos) => [...photos])
    this.parts.names.dataset.drawn = ""
    this.changed()
  }

  // Names and photos of the visitor's own: none yet, or those of before.
  useOwn() {
    this.act("own")
    this.isSample = false
    Object.assign(this, this.own)
    this.changed()
    child(this.root, ".names input", HTMLInputElement).focus()
  }

  /** @param {number} at @param {Iterable<File>} files */
  async takeFiles(at, files) {
    const all = [...files],
      turn = this.turns,
      photos = this.shelves[at]
    this.act("photos")
    this.wrong = ""
    let bad = 0
    for (const [i, file] of all.entries()) {
      if (photos.length >= this.data.most) {
        this.fault("too-many", { n: this.data.most, m: all.length - i })
        break
      }
      this.note(told(this.data.labels.reading, { n: i + 1, m: all.length }))
      try {
        const pixels = await pixelsOfFile(file, this.data.way.short)
        if (turn !== this.turns) return
        this.add(photos, pixels)
      } catch {
        bad++
      }
    }
    this.note("")
    if (bad) this.fault("not-photo", { n: bad })
    this.changed()
  }

  /** @param {Shown[]} photos @param {Uint8Array<ArrayBuffer>} pixels */
  add(photos, pixels) {
    const features = { pixels: pixelFeatures(pixels, this.data.way) }
    photos.push({ pixels, held: false, group: 0, title: "", features })
    for (const [i, held] of heldBack(photos.length, this.data.every).entries()) photos[i].held = held
  }

  /** @param {number} at */
  async burst(at) {
    if (this.bursting >= 0) return this.stopBurst()
    if (!this.camera.isOpen && !(await this.start())) return
    this.act("photos")
    this.bursting = at
    const photos = this.shelves[at],
      turn = this.turns
    for (let i = 0; i < BURST && this.bursting === at && this.camera.isOpen; i++) {
      if (photos.length >= this.data.most) {
        this.fault("too-many", { n: this.data.most, m: BURST - i })
        break
      }
      const { videoWidth, videoHeight } = this.video
      if (videoWidth) this.add(photos, pixelsOf(this.video, videoWidth, videoHeight, this.data.way.short))
      this.note(told(this.data.labels.bursting, { n: i + 1, m: BURST }))
      this.showNames()
      await new Promise((resolve) => setTimeout(resolve, BETWEEN))
      if (turn !== this.turns) return
    }
    this.stopBurst()
    this.note("")
    this.changed()
  }

  stopBurst() {
    this.bursting = -1
  }

  // Photos or names have changed: read what is unread, and learn anew.
  changed() {
    this.lessons.clear()
    this.held = this.heat = null
    this.show()
    if (this.network?.isReady) this.readAll()
    else if (!this.isSample && this.shelves.some((photos) => photos.length)) this.network?.open()
    this.learn()
  }

  // ---- The network -------------------------------------------------------------------

  networkChanged() {
    if (this.network?.isReady) this.readAll()
    this.showState()
    if (this.network?.isReady) this.showTools()
  }

  networkFailed() {
    this.busy = 0
    this.fault("failed")
    this.show()
  }

  // Every photo that only its pixels are known of, and the one that is asked about.
  async readAll() {
    const { network } = this
    if (!network || this.busy) return
    const unread = () =>
      [...this.shelves.flat(), ...(this.asked ? [this.asked] : [])].filter(({ features }) => !features.pool5)
    let some = unread()
    this.busy = some.length
    while (some.length) {
      this.busy = Math.max(this.busy, some.length)
      this.left = some.length
      this.showState()
      try {
        Object.assign(
          some[0].features,
          featuresOf(await network.read(() => bitmapOf(some[0].pixels, this.data.way.short))),
        )
      } catch {
        this.busy = 0
        return this.showState()
      }
      some = unread()
    }
    this.busy = 0
    this.lessons.clear()
    this.learn()
  }

  // ---- What is learned ---------------------------------------------------------------

  // The photos to learn from and those to ask about, each with its name.
  parted() {
    const { isOwn, ways } = this.data
    const all = this.shelves.flatMap((photos, name) => photos.map((photo, at) => ({ photo, name, at })))
    const taught = all.filter(({ photo, name, at }) =>
      isOwn ? !photo.held : (ways[this.way]?.[name].includes(at) ?? false),
    )
    return { taught, tested: all.filter(({ photo }) => photo.held) }
  }

  learn() {
    const { taught, tested } = this.parted()
    const isReady = new Set(taught.map(({ name }) => name)).size === this.names.length && this.names.length > 1
    for (const layer of isReady ? LAYERS : []) {
      if (this.lessons.has(layer) || taught.some(({ photo }) => !photo.features[layer])) continue
      const model = softmaxRegression(
        taught.map(({ photo }) => /** @type {Float32Array} */ (photo.features[layer])),
        taught.map(({ name }) => name),
        this.names.length,
        this.data.strength,
      )
      const answers = tested.flatMap(({ photo, name }) => {
        const features = photo.features[layer]
        if (!features) return []
        const chances = chancesOf(model, features)
        return [{ photo, name, chances, answer: chances.indexOf(Math.max(...chances)) }]
      })
      this.lessons.set(layer, { taught: model, tested: answers })
    }
    if (!this.lessons.has(this.layer) && this.lessons.size && !this.network?.reader) this.layer = this.firstLayer()
    this.show()
  }

  firstLayer() {
    return LAYERS.find((layer) => this.lessons.has(layer)) ?? "fc7"
  }

  // Which parts of the photo that is looked into its answer rests on.
  async coverParts() {
    const photo = this.held,
      lesson = this.lessons.get(this.layer),
      { network, layer } = this,
      { way } = this.data
    if (!photo || !lesson || !network) return
    this.act("heat")
    const chances = chancesOf(lesson.taught, /** @type {Float32Array} */ (photo.features[layer])),
      answer = chances.indexOf(Math.max(...chances))
    const colour = way.mean.map((level) => Math.round(255 * level)),
      patches = patchesOver(way.short),
      turn = this.turns
    /** @type {number[]} */
    const falls = []
    for (const patch of patches) {
      const pixels = covered(photo.pixels, way.short, patch, colour)
      try {
        const features =
          layer === "pixels"
            ? pixelFeatures(pixels, way)
            : featuresOf(await network.read(() => bitmapOf(pixels, way.short)))[layer]
        if (!features || turn !== this.turns || this.held !== photo || this.layer !== layer) return this.note("")
        falls.push(chances[answer] - chancesOf(lesson.taught, features)[answer])
      } catch {
        return this.note("")
      }
      this.note(told(this.data.labels.covering, { n: falls.length, m: patches.length }))
    }
    this.note("")
    this.heat = { photo, heat: heatOf(falls, way.short), layer }
    this.showLook()
  }

  // ---- The camera --------------------------------------------------------------------

  async start() {
    this.wrong = ""
    this.act("camera")
    if (typeof OffscreenCanvas === "undefined") return this.fault("old")
    this.network?.open()
    const wrong = await this.camera.open()
    if (wrong) {
      this.fault(wrong)
      return false
    }
    this.show()
    this.follow()
    return this.camera.isOpen
  }

  /** @param {Label | ""} [wrong] */
  stop(wrong = "") {
    this.bursting = -1
    this.camera.close()
    if (wrong) this.fault(wrong)
    this.show()
  }

  // Frame after frame, as long as the camera is on: the next is taken when the one before was answered.
  async follow() {
    const { stream } = this.camera
    while (stream && this.camera.stream === stream) {
      const lesson = this.lessons.get(this.layer)
      if (lesson && this.network?.isIdle && this.video.videoWidth && this.bursting < 0) {
        try {
          const seen = await this.network.read(() => createImageBitmap(this.video))
          const features = this.layer === "pixels" ? centred(seen, this.data.way) : featuresOf(seen)[this.layer]
          if (features && this.lessons.get(this.layer) === lesson && this.camera.stream === stream)
            showChances(this.live.list, this.titles(), chancesOf(lesson.taught, features))
        } catch {
          /* the camera was closed under it, or the network is lost, which is said elsewhere */
        }
      }
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  }

  // ---- A photo that is only asked about ----------------------------------------------

  /** @param {File} file */
  async askAbout(file) {
    this.act("ask")
    this.wrong = ""
    try {
      const pixels = await pixelsOfFile(file, this.data.way.short)
      const features = { pixels: pixelFeatures(pixels, this.data.way) }
      this.asked = { pixels, held: true, group: 0, title: "", features }
    } catch {
      return this.fault("not-photo", { n: 1 })
    }
    this.held = this.asked
    this.heat = null
    this.network?.open()
    if (this.network?.isReady) await this.readAll()
    this.show()
  }

  export() {
    const lesson = this.lessons.get(this.layer)
    if (!lesson) return
    this.act("export")
    const { tested, taught } = lesson
    const card = cardOf({
      names: this.titles(),
      layer: this.layer,
      shelves: this.shelves,
      right: tested.filter(({ name, answer }) => name === answer).length,
      of: tested.length,
      taught,
      strength: this.data.strength,
      notes: [this.data.labels["export-card"]],
    })
    const url = URL.createObjectURL(new Blob([JSON.stringify(card)], { type: "application/json" }))
    element("a", "", { href: url, download: "taught.json" }).click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }

  // ---- What is said and shown --------------------------------------------------------

  /** @param {string} what */
  act(what) {
    if (!this.hasActed) this.tell("acted", what)
    this.hasActed = true
  }

  /** @param {string} word */
  note(word) {
    this.word = word
    this.showState()
  }

  /** @param {Label} wrong @param {Record<string, number>} [fields] */
  fault(wrong, fields = {}) {
    this.wrong = wrong
    say(this.parts.problem, told(this.data.labels[wrong], fields))
    return false
  }

  titles() {
    return this.names.map((name, i) => name.trim() || told(this.data.labels.unnamed, { n: i + 1 }))
  }

  show() {
    const { data } = this
    this.root.dataset.state = data.network ? (data.isOwn ? "own" : "ready") : "none"
    if (!data.network) this.fault("served")
    else if (!this.wrong) say(this.parts.problem, "")
    if (!data.network) return
    this.showNames()
    this.showTools()
    this.showState()
    this.showLive()
    this.showLayers()
    this.showLearned()
    this.showLook()
  }

  showState() {
    const { labels } = this.data,
      { network } = this
    const isComing = network?.reader && !network.isReady
    const words = this.word || (isComing ? told(labels.loading, { p: Math.floor(100 * (network?.part ?? 0)) }) : "")
    say(
      this.parts.state,
      words || (this.busy ? told(labels.reading, { n: this.busy - this.left, m: this.busy }) : this.outcome()),
    )
  }

  // What was learned from, or why nothing was.
  outcome() {
    const { labels } = this.data,
      { taught, tested } = this.parted()
    const shared = this.data.isOwn && sharedPhoto(this.shelves)
    const [a, b] = shared ? shared.map((at) => this.titles()[at]) : []
    const twice = shared ? ` ${told(labels.shared, { a, b })}` : ""
    const empty = this.titles().filter((_, at) => !this.shelves[at]?.length)
    const lacking = this.hasOwn && empty.length ? ` ${told(labels.empty, { a: empty.join(", ") })}` : ""
    if (!this.lessons.size) return this.shelves.length ? labels["few-names"] + lacking + twice : ""
    const learned = told(labels.learned, { n: taught.length, m: this.names.length, k: tested.length })
    return learned + (tested.length ? "" : ` ${labels["no-test"]}`) + twice
  }

  // A card for each name; those that stand stay, so that nobody who writes into one is disturbed.
  showNames() {
    const { labels, lang, isOwn } = this.data,
      titles = this.titles()
    const drawn = `${this.isSample} ${this.names.length} ${lang}`
    if (this.parts.names.dataset.drawn !== drawn) {
      const cards = this.names.map((_, at) => {
        const title = isOwn && !this.isSample ? this.nameField(at) : element("h3", "", {}, titles[at])
        const card = element("section", "card", {}, [title, element("div", "row"), element("p", "quiet count")])
        if (isOwn && !this.isSample) this.dressCard(card, at)
        return card
      })
      this.parts.names.replaceChildren(...cards)
      this.parts.names.dataset.drawn = drawn
    }
    for (const [at, card] of [...this.parts.names.children].entries()) {
      const shown = this.shelves[at]?.map((photo, i) => this.thumb(photo, at, i)) ?? []
      const row = shown.length ? shown : [element("p", "quiet", {}, labels["none-yet"])]
      child(card, ".row").replaceChildren(...row)
      if (isOwn) say(child(card, ".count"), told(labels.photos, { n: shown.length }))
    }
  }

  /** @param {Shown} photo @param {number} at @param {number} i */
  thumb(photo, at, i) {
    const { labels, way, isOwn, ways } = this.data
    const words = photo.title || told(labels.photo, { a: this.titles()[at], n: i + 1 })
    const figure = element("figure", photo.held ? "held" : "", {}, [
      picture(photo.pixels, way.short, photo.held ? `${words}, ${labels.held}` : words),
    ])
    if (!isOwn && !photo.held && !ways[this.way]?.[at].includes(i)) figure.classList.add("out")
    return figure
  }

  /** @param {number} at */
  nameField(at) {
    const { labels } = this.data
    const field = element("input", "", {
      maxlength: 40,
      "data-at": at,
      placeholder: told(labels.unnamed, { n: at + 1 }),
      "aria-label": told(labels.name, { n: at + 1 }),
    })
    field.value = this.names[at]
    field.oninput = () => {
      this.names[at] = field.value.slice(0, 40)
    }
    field.onchange = () => {
      this.showState()
      this.showLive()
      this.showLearned()
      this.showLook()
    }
    return field
  }

  /** @param {HTMLElement} card @param {number} at */
  dressCard(card, at) {
    const { labels } = this.data
    const acts = /** @type {[Label, () => void][]} */ ([
      ["burst", () => this.burst(at)],
      ["choose", () => this.chooseFiles((files) => this.takeFiles(at, files))],
    ])
    if (this.names.length > 2) acts.push(["remove", () => this.remove(at)])
    card.append(
      element(
        "div",
        "tools",
        {},
        acts.map(([name, act]) => tool(labels[name], act, name)),
      ),
    )
    card.append(element("p", "quiet", {}, labels.drop))
    card.ondragover = (drag) => drag.preventDefault()
    card.ondrop = (drop) => {
      drop.preventDefault()
      this.takeFiles(at, drop.dataTransfer?.files ?? [])
    }
  }

  /** @param {number} at */
  remove(at) {
    this.parts.names.dataset.drawn = ""
    this.names.splice(at, 1)
    this.shelves.splice(at, 1)
    this.changed()
  }

  /** @param {(files: File[]) => void} take */
  chooseFiles(take) {
    this.file.onchange = () => {
      const files = [...(this.file.files ?? [])]
      this.file.value = ""
      if (files.length) take(files)
    }
    this.file.click()
  }

  showTools() {
    const { labels, isOwn } = this.data,
      { network } = this
    const acts = /** @type {[Label, () => void][]} */ ([])
    if (isOwn && this.isSample) acts.push(["own", () => this.useOwn()])
    if (isOwn && !this.isSample && this.names.length < this.data.names)
      acts.push([
        "add",
        () => {
          this.names.push("")
          this.shelves.push([])
          this.changed()
        },
      ])
    if (isOwn && !this.isSample) acts.push(["samples", () => this.useSamples()])
    if (isOwn) acts.push(this.camera.isOpen ? ["camera-off", () => this.stop()] : ["camera", () => this.start()])
    if (isOwn && this.lessons.size) acts.push(["ask", () => this.chooseFiles(([file]) => this.askAbout(file))])
    if (isOwn && this.lessons.has(this.layer)) acts.push(["export", () => this.export()])
    if (!network?.reader)
      acts.push([
        "load",
        () => {
          this.act("load")
          this.wrong = ""
          network?.open()
          this.show()
        },
      ])
    this.parts.tools.replaceChildren(...acts.map(([name, act]) => tool(labels[name], act, name)))
  }

  showLive() {
    const { labels, way } = this.data,
      lesson = this.lessons.get(this.layer),
      { root, view, list, asked } = this.live
    root.hidden = !this.camera.isOpen && !this.asked
    view.setAttribute("aria-label", labels.view)
    view.hidden = !this.camera.isOpen
    list.hidden = !this.camera.isOpen
    asked.hidden = !this.asked
    if (this.asked) {
      const answers = element("ul", "chances"),
        features = this.asked.features[this.layer]
      if (lesson && features) showChances(answers, this.titles(), chancesOf(lesson.taught, features))
      asked.replaceChildren(picture(this.asked.pixels, way.short, labels.asked), answers)
    }
    if (!view.isConnected || view.parentElement !== root) root.replaceChildren(view, list, asked)
  }

  showLayers() {
    const { labels, isOwn, ways } = this.data
    const rows = LAYERS.map((layer) => {
      const radio = element("input", "", { type: "radio", name: `layer-${isOwn}`, value: layer }),
        lesson = this.lessons.get(layer)
      radio.checked = layer === this.layer
      radio.disabled = !lesson
      radio.onchange = () => {
        this.act("layer")
        this.layer = layer
        this.heat = null
        this.show()
        child(this.root, `input[value=${layer}]`, HTMLInputElement).focus()
      }
      return element("label", "", {}, [
        radio,
        element("span", "layer", {}, labels[`layer-${layer}`]),
        ...this.scores(lesson?.tested ?? null),
      ])
    })
    const asked = isOwn
      ? []
      : [
          element("legend", "", {}, labels.ways),
          ...ways.map((_, at) => {
            const radio = element("input", "", { type: "radio", name: "way", value: `way-${at}` })
            radio.checked = at === this.way
            radio.onchange = () => {
              this.act("way")
              this.way = at
              this.changed()
              child(this.root, `input[value=way-${at}]`, HTMLInputElement).focus()
            }
            return element("label", "way", {}, [radio, labels[at ? "way-1" : "way-0"]])
          }),
        ]
    this.parts.choice.replaceChildren(...asked, element(isOwn ? "legend" : "p", "", {}, labels.layer), ...rows)
  }

  // How many of each group are right, as a bar and a number.
  /** @param {Tested[] | null} tested */
  scores(tested) {
    const { labels, isOwn } = this.data
    if (!tested) return [element("span", "quiet", {}, labels.unread)]
    return (isOwn ? [0] : [0, 1]).map((group) => {
      const some = tested.filter(({ photo }) => photo.group === group),
        right = some.filter(({ name, answer }) => name === answer).length
      const bar = element("i")
      bar.style.width = `${some.length ? (100 * right) / some.length : 0}%`
      const words = told(labels.score, { n: right, m: some.length })
      return element("span", "score", {}, [
        element("span", "bar", {}, [bar]),
        isOwn ? words : `${labels[group ? "group-1" : "group-0"]}: ${words}`,
      ])
    })
  }

  showLearned() {
    const { labels } = this.data,
      lesson = this.lessons.get(this.layer),
      titles = this.titles()
    if (!lesson?.tested.length) return this.parts.learned.replaceChildren()
    const { tested } = lesson
    if (!this.held) this.held = (tested.find(({ name, answer }) => name !== answer) ?? tested[0]).photo
    const buttons = tested.map((each) =>
      testedPhoto(each, titles, this.data, each.photo === this.held, () => {
        this.act("photo")
        this.held = each.photo
        this.heat = null
        this.showLearned()
        this.showLook()
        child(this.root, '.tested[aria-pressed="true"]').focus()
      }),
    )
    this.parts.learned.replaceChildren(
      element("h3", "", {}, labels.tested),
      element("div", "row", {}, buttons),
      ...(this.data.isOwn ? [confusionTable(confusion(tested, this.names.length), titles, labels)] : []),
    )
  }

  showLook() {
    const { labels, way } = this.data,
      lesson = this.lessons.get(this.layer),
      photo = this.held,
      features = photo?.features[this.layer]
    if (!photo || !lesson || !features) return this.parts.look.replaceChildren()
    const titles = this.titles(),
      chances = chancesOf(lesson.taught, features),
      answer = chances.indexOf(Math.max(...chances))
    const bars = element("ul", "chances")
    showChances(bars, titles, chances)
    const { taught } = this.parted()
    const shelf = taught.flatMap(({ photo: each, name }) => {
      const values = each.features[this.layer]
      return values ? [{ each, name, values }] : []
    })
    const near = nearestOf(
      features,
      shelf.map(({ values }) => values),
      NEAREST,
    ).map((at) => {
      const { each, name } = shelf[at]
      return element("figure", "", {}, [
        picture(each.pixels, way.short, each.title || titles[name]),
        element("figcaption", "", {}, titles[name]),
      ])
    })
    const heat = this.heat?.photo === photo && this.heat.layer === this.layer ? this.heat.heat : null
    const large = heat
      ? heatPicture(photo, heat, this.data, labels.heat)
      : picture(photo.pixels, way.short, photo.title || labels.asked)
    const where = tool(labels.where, () => this.coverParts(), "where")
    where.disabled = !this.network?.isReady && this.layer !== "pixels"
    this.parts.look.replaceChildren(
      element("div", "large", {}, [large, where, element("p", "quiet", {}, heat ? labels.heat : labels["heat-all"])]),
      element("div", "", {}, [bars, element("p", "", {}, labels.nearest), element("div", "row near", {}, near)]),
      element(
        "div",
        "",
        {},
        termBars(loudestTerms(lesson.taught, features, answer, TERMS), this.layer, this.data, titles[answer]),
      ),
    )
  }
}

/** @param {string} words @param {() => void} act @param {string} name */
function tool(words, act, name) {
  const made = element("button", `tool ${name}`, {}, words)
  made.onclick = act
  return made
}

/** @param {Uint8Array} pixels @param {number} side */
function bitmapOf(pixels, side) {
  return createImageBitmap(new ImageData(opaque(pixels, side), side, side))
}

/** @param {Seen} seen @returns {Partial<Record<Layer, Float32Array>>} */
function featuresOf({ maps: { pool5, fc6, fc7 } }) {
  return { pool5, fc6, fc7 }
}

// What the network takes of a frame.
/** @param {Seen} seen @param {Data["way"]} way */
function centred({ square }, way) {
  const pixels = new Float32Array(square.length),
    each = way.side * way.side
  for (let i = 0; i < square.length; i++)
    pixels[(i % 3) * each + Math.floor(i / 3)] = (square[i] / 255 - way.mean[i % 3]) / way.deviation[i % 3]
  return pixels
}
