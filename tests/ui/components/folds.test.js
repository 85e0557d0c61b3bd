import "./browser.js"
import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"
import { foldsOf, stopAt, unfold } from "../../../ui/components/shared/folds.js"

/** @type {string[]} */
let happened
const term = { open: false }

/** A page with one fold, for the sections fool and gradient, and the chapter relu of two.
 * @param {{ open?: boolean, href?: string }} [page] */
function pageWith({ open = false, href = "http://school/AlexNet?lang=en" } = {}) {
  happened = []
  term.open = false
  const details = { open, querySelector: () => ({ click: () => happened.push("click") }) }
  const elements = /** @type {Record<string, unknown>} */ ({
    "nav.pages": {
      dataset: {
        folds: JSON.stringify({ fool: "fool", gradient: "fool", late: "late" }),
        chapters: JSON.stringify({ race: "relu", crossing: "towers" }),
      },
    },
    ".st-key-fold-fool details": details,
    ".chapters [aria-current]": { href: "http://school/AlexNet?chapter=relu&lang=en" },
  })
  Object.assign(globalThis, {
    PopStateEvent: Event,
    document: {
      querySelector: (/** @type {string} */ all) => elements[all] ?? null,
      getElementById: (/** @type {string} */ id) => (id === "term-bias" ? { closest: () => term } : null),
    },
    location: { href },
    history: {
      replaceState: (/** @type {unknown} */ _, /** @type {unknown} */ __, /** @type {URL} */ to) => {
        happened.push(String(to))
        location.href = String(to)
      },
    },
    dispatchEvent: () => true,
  })
}

beforeEach(() => pageWith())

test("a section that stands open needs nothing", () => {
  assert.equal(unfold("pad"), true)
  assert.equal(unfold("constructor"), true) // no name of JavaScript's own
  assert.deepEqual(happened, [])
})

test("a closed fold is pressed for any of its sections, an open one is not", () => {
  assert.equal(unfold("gradient"), true)
  assert.deepEqual(happened, ["click"])
  pageWith({ open: true })
  assert.equal(unfold("gradient"), true)
  assert.deepEqual(happened, [])
})

test("a term of the glossary is opened", () => {
  assert.equal(unfold("term-bias"), true)
  assert.ok(term.open)
})

test("a fold that has not come yet is waited for", () => {
  assert.equal(unfold("late"), false)
})

test("the chapter that has the section is asked for once, and the address names both", () => {
  assert.equal(unfold("race"), true)
  assert.deepEqual(happened, [])
  assert.equal(unfold("crossing"), false)
  assert.equal(unfold("crossing"), false)
  assert.deepEqual(happened, ["http://school/AlexNet?lang=en&chapter=towers#crossing"])
})

test("a page that says nothing of folds has none", () => {
  Object.assign(globalThis, { document: { querySelector: () => null, getElementById: () => null } })
  assert.equal(unfold("gradient"), true)
})

test("the title of a fold is a heading by the name of its section", () => {
  const title = { id: "" }
  const place = { className: "a st-key-fold-lesion-limits b", querySelector: () => title }
  const main = /** @type {any} */ ({
    querySelectorAll: () => [place, { className: "st-key-fold-", querySelector: () => null }],
  })
  assert.deepEqual(
    foldsOf(main).map(({ key }) => key),
    ["lesion-limits"],
  )
  assert.deepEqual(title, { id: "lesion-limits", role: "heading", ariaLevel: "2" })
})

test("the keyboard stands on what opens a fold, or on the heading itself", () => {
  const summary = {}
  assert.equal(stopAt(/** @type {any} */ ({ closest: () => summary })), summary)
  const heading = /** @type {any} */ ({ closest: () => null })
  assert.equal(stopAt(heading), heading)
  assert.equal(heading.tabIndex, -1)
})
