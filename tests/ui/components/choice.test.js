// What a hand has chosen is not undone by the answer to what it chose before.
import assert from "node:assert/strict"
import { before, beforeEach, test } from "node:test"
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
  const files = { byte_grid: "byte_grid", connection_table: "table", network_family: "family", sheet: "sheet" }
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
