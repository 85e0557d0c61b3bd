// What a component hangs on what stays when its element goes: the window, the document, the media.
import assert from "node:assert/strict"
import { before, beforeEach, mock, test } from "node:test"
import { storage } from "./browser.js"
import { Every, globals, LABELS } from "./dom.js"

/** A target that knows how many listen to it. */
class Target {
  /** @type {Set<unknown>} */
  heard = new Set()
  /** @type {unknown} */
  onchange = null
  matches = false
  /** @param {string} _ @param {unknown} act @param {{ signal?: AbortSignal }} [more] */
  addEventListener = (_, act, more) => {
    this.heard.add(act)
    more?.signal?.addEventListener("abort", () => this.heard.delete(act))
  }
  /** @param {string} _ @param {unknown} act */
  removeEventListener = (_, act) => this.heard.delete(act)
  count = () => this.heard.size + Number(this.onchange !== null)
}

/** @type {Target[]} */
let media
/** @type {Target} */
let page
/** @type {Record<string, (given: any) => () => void>} */
let components

before(async () => {
  media = []
  Object.assign(globalThis, {
    ...globals,
    matchMedia: () => {
      media.push(new Target())
      return media.at(-1)
    },
  })
  const folder = "../../../ui/components"
  const files = {
    apart: "convolution/apart.js",
    contents: "contents/contents.js",
    digit_map: "digit_map/digit_map.js",
    inner_links: "inner_links/inner_links.js",
    local_store: "local_store/local_store.js",
  }
  components = {}
  for (const [name, file] of Object.entries(files)) components[name] = (await import(`${folder}/${file}`)).default
})

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout"] })
  storage("localStorage")
  page = new Target()
  const window = { addEventListener: page.addEventListener, removeEventListener: page.removeEventListener }
  const document = {
    ...window,
    cookie: "",
    querySelector: () => null,
    createElement: () => new Every(),
    documentElement: {},
  }
  Object.assign(globalThis, { window, ...window, document, location: { hash: "" } })
})

/** @param {number} count */
const floats = (count) => Buffer.from(new Float32Array(count).buffer).toString("base64")
const RAMP = ["#000000", "#808080", "#ffffff"]
const KERNEL = { name: "k", label: "", family: "classic", on: "image", side: 3, sees: [0], bias: 0, weights: floats(9) }

const DATA = {
  apart: {
    inputs: { image: { values: floats(16), maps: 1, height: 4, width: 4 } },
    kernels: [KERNEL],
    chosen: { kernel: "k", row: 0, column: 0, squash: "tanh" },
    ramps: { signed: { light: RAMP, dark: RAMP }, ink: { light: RAMP, dark: RAMP } },
    labels: LABELS,
    lang: "en",
  },
  contents: { labels: LABELS, lang: "en", everything: false },
  digit_map: Uint8Array.from([0, 0, 0, 0, 3, 109, 1]),
  inner_links: { addresses: ["Draw"], labels: LABELS },
  local_store: {
    ...{ epoch: 0, done: [], last: [0, ""], known: ["a"], lessons: [], quiet: false },
    ...{ lang: "en", theme: "dark" },
  },
}

for (const [name, data] of Object.entries(DATA))
  test(`when its element has gone, nothing of ${name} is left listening`, () => {
    const outside = () => [page, ...media].reduce((sum, target) => sum + target.count(), 0)
    const before = outside(),
      parentElement = new Every(),
      given = { data, parentElement, setStateValue: () => {}, setTriggerValue: () => {} }
    const ends = [components[name](given), components[name](given)] // drawn again, as with every change
    assert.ok(outside() > before)
    ends[1]()
    assert.equal(outside(), before)
  })
