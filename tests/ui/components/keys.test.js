// Keys with Alt, Ctrl or Cmd are the browser's: back and forward, the other tab.
import assert from "node:assert/strict"
import { before, beforeEach, mock, test } from "node:test"
import { storage } from "./browser.js"
import { Every, globals, LABELS } from "./dom.js"

/** @type {Record<string, (given: any) => unknown>} */
let components
/** @type {any[]} */
let made

before(async () => {
  const make = () => {
    made.push(new Every())
    return made.at(-1)
  }
  const document = { createElement: make, createElementNS: make }
  Object.assign(globalThis, globals, { document, matchMedia: () => ({ matches: false }) })
  const folder = "../../../ui/components"
  components = {}
  for (const name of ["curve_bet", "digit_game", "sheet", "slider"])
    components[name] = (await import(`${folder}/${name}/${name}.js`)).default
})

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setTimeout"] })
  storage("localStorage")
  made = []
})

const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "PageUp", "PageDown", "3", "Backspace"]
const SQUARES = [
  ["a", "", false],
  ["b", "", false],
]
const DATA = {
  curve_bet: { x: [10, 100, 1000], known: [9, 5, 2], hidden: null, room: "", epoch: 0, ticks: [], labels: LABELS },
  digit_game: { number: 1, turns: [["", 3, 3]], room: "", held: false, labels: LABELS },
  sheet: { url: "", across: 2, down: 1, cells: SQUARES, selected: 0, label: "", width: 44, look: "sheet" },
  slider: { at: 4, heard: 0, label: "", last: 24, first: 0, digits: 0, unit: "", disabled: false },
}

for (const [name, data] of Object.entries(DATA))
  test(`${name} leaves a key to the browser if another is held with it`, () => {
    const parentElement = new Every()
    parentElement.querySelector = () => {
      made.push(new Every())
      return made.at(-1)
    }
    components[name]({ data, parentElement, setStateValue() {}, setTriggerValue() {} })
    /** @param {string} key @param {object} held */
    const taken = (key, held) => {
      let count = 0
      const press = { key, preventDefault: () => count++, ...held }
      const before = JSON.stringify(localStorage)
      for (const element of [...made]) element.onkeydown?.(press)
      return count > 0 || JSON.stringify(localStorage) !== before
    }
    for (const held of ["altKey", "ctrlKey", "metaKey"])
      for (const key of KEYS) assert.ok(!taken(key, { [held]: true }), `${held} ${key}`)
    assert.ok(
      KEYS.some((key) => taken(key, {})),
      "no key is taken at all",
    )
  })
