import assert from "node:assert/strict"
import { before, mock, test } from "node:test"
import { Every, globals, LABELS } from "./dom.js"

/** @type {(given: any) => unknown} */
let painter
before(async () => {
  Object.assign(globalThis, globals, { document: { createElement: () => new Every() } })
  painter = (await import("../../../ui/components/convolution/painter.js")).default
})

const RAMP = ["#000000", "#808080", "#ffffff"]
const BOTH = { light: RAMP, dark: RAMP }

test("a cell is painted by who presses it without a pointer, and only once by who has one", () => {
  mock.timers.enable({ apis: ["setTimeout"] })
  /** @type {string[]} */
  const told = []
  const root = new Every(),
    parentElement = new Every()
  parentElement.querySelector = () => root
  const data = {
    ...{ pictures: [], painted: Array(9).fill(0).join("_"), presets: [] },
    ...{ ramps: { signed: BOTH, ink: BOTH }, labels: LABELS, lang: "en" },
  }
  painter({ data, parentElement, setStateValue: (/** @type {string} */ _, /** @type {string} */ it) => told.push(it) })
  const [, bench] = /** @type {Every[]} */ (root.children),
    [, grid] = /** @type {Every[]} */ (bench.children),
    cells = /** @type {any[]} */ (grid.children)
  assert.equal(cells.length, 9)
  cells[4].onclick({ detail: 0 }) // a screen reader's
  cells[5].onclick({ detail: 1 }) // what follows a pointer that has painted
  mock.timers.tick(1000)
  assert.deepEqual(told, ["0_0_0_0_1_0_0_0_0"])
})
