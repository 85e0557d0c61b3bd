// What a hand has chosen is not undone by the answer to what it chose before.
import assert from "node:assert/strict"
import { before, beforeEach, mock, test } from "node:test"
import { choose, isNews } from "../../../ui/components/shared/choice.js"
import { Every, globals, LABELS } from "./dom.js"

/** @type {Record<string, (given: any) => unknown>} */
const components = {}
/** @type {any[]} */
let made
let now = 0

before(async () => {
  const make = () => {
    made.push(new Every())
    return made.at(-1)
  }
  Object.assign(globalThis, globals, { document: { createElement: make, createElementNS: make } })
  Object.defineProperty(globalThis, "performance", { value: { now: () => now }, configurable: true })
  const files = {
    ...{ byte_grid: "byte_grid", connection_table: "table", network_family: "family", sheet: "sheet" },
    ...{ crop_box: "crop_box", layer_walk: "walk" },
  }
  for (const [name, file] of Object.entries(files))
    components[name] = (await import(`../../../ui/components/${name}/${file}.js`)).default
})

beforeEach(() => {
  made = []
})

test("Python's first choice is taken, and whatever it chooses by itself", () => {
  const kept = {}
  assert.ok(isNews(kept, "a"))
  assert.ok(!isNews(kept, "a"))
  assert.ok(isNews(kept, "b"))
})

test("after a hand's choice, what came before it is not taken, and what comes behind its answer is", () => {
  const kept = {}
  isNews(kept, "a")
  choose(kept, "b")
  choose(kept, "c")
  for (const older of ["a", "b", "c"]) assert.ok(!isNews(kept, older))
  assert.ok(isNews(kept, "a"))
})

test("a choice that is never answered is not kept for ever", () => {
  const kept = {}
  choose(kept, "b")
  now += 4999
  assert.ok(!isNews(kept, "a"))
  now += 1
  assert.ok(isNews(kept, "a"))
})

const layer = { maps: 1, height: 4, width: 4, columns: 1, seen: [0], near: [1, 1, 0], far: [1, 1, 0] }
const layers = ["input", "a", "b", "c", "d", "e"].map((name) => ({ ...layer, name, lines: [], shares: [] }))
const COMMON = { labels: LABELS, lang: "en", label: "" }
/** Of each component what Python sends for a choice, and five choices from left to right. */
const DATA = {
  byte_grid: {
    data: (/** @type {number} */ selected) => ({ header: [], data: [1, 2, 3, 4, 5], begins: 0, fields: [], selected }),
    from: [0, 1, 2, 3, 4],
  },
  connection_table: {
    data: (/** @type {string} */ chosen) => ({ table: Array(5).fill([0]), inputs: 1, names: [], chosen }),
    from: ["0", "1", "2", "3", "4"],
  },
  network_family: {
    data: (/** @type {string[]} */ chosen) => ({ networks: [{ id: "n", layers }], chosen }),
    from: ["a", "b", "c", "d", "e"].map((name) => ["n", name]),
  },
}

for (const [name, { data, from }] of Object.entries(DATA))
  test(`arrow keys go on in ${name} where they are, while Python answers an older one`, () => {
    const parentElement = new Every(),
      root = new Every(),
      told = /** @type {unknown[]} */ ([])
    root.clientWidth = 800
    parentElement.querySelector = () => root
    const draw = (/** @type {any} */ chosen) => {
      made = []
      const sent = { ...COMMON, cell: "", ...data(/** @type {never} */ (chosen)) }
      components[name]({
        data: sent,
        parentElement,
        setTriggerValue: (/** @type {unknown} */ _, /** @type {unknown} */ value) => told.push(value),
      })
    }
    const right = () => {
      const press = { key: "ArrowRight", preventDefault() {} }
      for (const element of [root, ...made]) /** @type {any} */ (element).onkeydown?.(press)
    }
    draw(from[0])
    right()
    right()
    draw(from[1])
    right()
    assert.deepEqual(told, from.slice(1, 4))
    draw(from[3])
    draw(from[0]) // Python's own choice
    right()
    assert.deepEqual(told.at(-1), from[1])
  })

test("the Tab key comes to the square of a sheet that was picked last, while Python answers an older one", () => {
  const parentElement = new Every(),
    cells = ["a", "b", "c"].map((name) => [name, "", false])
  const draw = (/** @type {number} */ selected) => {
    made = []
    components.sheet({ data: { cells, across: 3, down: 1, selected, look: "" }, parentElement, setTriggerValue() {} })
    return made.filter((each) => each.onclick)
  }
  const stop = (/** @type {any[]} */ buttons) => buttons.findIndex((each) => each.tabIndex === 0)
  const buttons = draw(0)
  buttons[1].onclick()
  buttons[2].onclick()
  assert.equal(stop(draw(1)), 2)
  assert.equal(stop(draw(2)), 2)
  assert.equal(stop(draw(0)), 0)
})

test("an older answer moves no square back, and another photo has its own place", () => {
  mock.timers.enable({ apis: ["setTimeout"] })
  const square = new Every(),
    parentElement = new Every(),
    root = new Every(),
    told = /** @type {{ x: number, y: number }[]} */ ([])
  parentElement.querySelector = () => root
  root.querySelector = (/** @type {string} */ selector) => (selector === ".square" ? square : new Every())
  const draw = (/** @type {number} */ x, url = "one") =>
    components.crop_box({
      data: { url, width: 300, height: 100, side: 100, x, y: 0.5, label: "", alt: "", lang: "en" },
      parentElement,
      setTriggerValue: (/** @type {unknown} */ _, /** @type {any} */ place) => told.push(place),
    })
  const left = () => Math.round(1000 * Number.parseFloat(/** @type {any} */ (square.style).left)) / 1000
  const right = () => {
    const press = { key: "ArrowRight", preventDefault() {} }
    const { onkeydown } = /** @type {any} */ (square)
    onkeydown(press)
    mock.timers.tick(250)
  }
  draw(0)
  right()
  right()
  assert.deepEqual(
    told.map(({ x }) => x),
    [0.1, 0.2],
  )
  draw(0.1)
  assert.equal(left(), 13.333)
  draw(0.2)
  draw(0) // Python's own choice
  assert.equal(left(), 0)
  right()
  draw(0.5, "another")
  assert.equal(left(), 33.333)
  mock.timers.reset()
})

test("an older answer brings neither the mark of a walk back nor its scale", () => {
  const sent = [
    { name: "input", title: "", caption: "", shape: [1, 4, 4], columns: 0 },
    { name: "C1", title: "", caption: "", shape: [1, 3, 3], columns: 0 },
    { name: "output", title: "", caption: "", shape: [10, 1, 1], columns: 10 },
  ]
  const parentElement = new Every(),
    root = new Every(),
    told = /** @type {unknown[]} */ ([])
  parentElement.querySelector = () => root
  const fixed = {
    floats: Buffer.from(new Float32Array(16 + 9 + 10).buffer).toString("base64"),
    ...{ layers: sent, windows: { C1: { input: [2, 1, 0] } }, tables: {}, limit: 1, answer: 0 },
    ...{ colours: ["#000000", "#ffffff"], labels: LABELS, lang: "en" },
  }
  const draw = (/** @type {string} */ unit, /** @type {string} */ scale) =>
    components.layer_walk({
      data: { ...fixed, unit, scale },
      parentElement,
      setTriggerValue: (/** @type {unknown} */ _, /** @type {unknown} */ value) => told.push(value),
    })
  const press = (/** @type {any} */ element) => element.onkeydown({ key: "ArrowRight", preventDefault() {} })
  const marked = () => made.find(({ className }) => className === "mark own").style.left
  draw("C1.0.0.0", "one")
  press(made.find(({ className }) => className === "switches"))
  press(made.find(({ className }) => className === "switches"))
  made.filter(({ className }) => className === "plate")[1].onclick()
  const stage = made.find(({ className }) => className === "stage")
  press(stage)
  press(stage)
  assert.deepEqual(told, ["layer", "map", "C1.0.0.1", "C1.0.0.2"])
  const live = () => made.find(({ className }) => className === "told").attributes["aria-live"]
  assert.equal(live(), "polite")
  stage.onpointerleave()
  assert.equal(live(), "off")
  const last = marked(),
    tabs = () => made.filter(({ tabIndex }) => tabIndex !== undefined).map(({ tabIndex }) => tabIndex)
  draw("C1.0.0.1", "layer")
  assert.equal(marked(), last)
  assert.deepEqual(tabs(), [-1, -1, 0])
  draw("C1.0.0.2", "map")
  draw("C1.0.0.0", "one") // Python's own choice
  assert.equal(marked(), "0%")
  assert.deepEqual(tabs(), [0, -1, -1])
})

test("a layer of the family that is pointed at is shown in silence, one that is chosen is told", () => {
  const parentElement = new Every(),
    root = new Every()
  root.clientWidth = 800
  parentElement.querySelector = () => root
  const { data } = DATA.network_family
  components.network_family({ data: { ...COMMON, ...data(["n", "a"]) }, parentElement, setTriggerValue() {} })
  const zones = made.filter(({ className }) => className === "zone"),
    panel = made.find(({ className }) => className === "panel")
  const live = () => panel.attributes["aria-live"]
  assert.equal(live(), "off")
  zones[3].classList.contains = () => false
  zones[2].onclick()
  assert.equal(live(), "polite")
  zones[3].onpointermove({ pointerType: "mouse" })
  assert.equal(live(), "off")
  made.find(({ className }) => className === "chart").onpointerleave()
  assert.equal(live(), "off")
})
