import "./browser.js"
import assert from "node:assert/strict"
import { before, beforeEach, mock, test } from "node:test"

/** @type {typeof import("../../../ui/components/inner_links/inner_links.js")} */
let links
/** @type {string[]} */
let went

class Anchor {
  /** @param {string | null} written @param {boolean} [aside] */
  constructor(written, aside = false) {
    this.written = written
    this.aside = aside
  }
  getAttribute() {
    return this.written
  }
  closest() {
    return this.aside ? this : null
  }
}

before(async () => {
  links = await import("../../../ui/components/inner_links/inner_links.js")
})

beforeEach(() => {
  went = []
  Object.assign(globalThis, {
    HTMLAnchorElement: Anchor,
    PopStateEvent: Event,
    document: { querySelector: () => null, querySelectorAll: () => [], getElementById: () => null },
    location: { href: "http://school/course/Draw?lang=ko&embed=true#pad", search: "?lang=ko&embed=true" },
    history: {
      pushState: (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {string} */ to) => went.push(to),
    },
    dispatchEvent: () => true,
  })
})

/** @param {Anchor | null} anchor @param {object} [more] whether it is followed, and stands in the sidebar */
function click(anchor, more = {}) {
  let taken = false
  const event = { button: 0, composedPath: () => [{}, anchor], preventDefault: () => (taken = true), ...more }
  const aside = links.follow(/** @type {any} */ (event), ["", "Draw", "LeNet"])
  return { taken, aside }
}

test("an ordinary click on a link to a page of ours goes there in the same visit", () => {
  assert.deepEqual(click(new Anchor("./LeNet?lang=ko")), { taken: true, aside: false })
  assert.deepEqual(went, ["/course/LeNet?lang=ko&embed=true"])
})

test("a link in the sidebar says so", () => {
  assert.equal(click(new Anchor("./", true)).aside, true)
  assert.deepEqual(went, ["/course/?embed=true"])
})

test("with a key held down, with another button, or when somebody else has taken it, the browser does it", () => {
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }])
    assert.ok(!click(new Anchor("./LeNet"), more).taken)
  assert.ok(!click(new Anchor("./LeNet"), { defaultPrevented: true }).taken)
})

test("other addresses, and what is no link, are left alone", () => {
  for (const written of ["https://example.org/", "/LeNet", "LeNet", "./Nowhere", "./LeNet/../../x", "./../LeNet", null])
    assert.ok(!click(new Anchor(written)).taken, String(written))
  assert.ok(!click(null).taken)
})

test("when a section never appears, nothing listens for hands any more", () => {
  mock.timers.enable({ apis: ["setInterval"] })
  const signals = /** @type {AbortSignal[]} */ ([])
  Object.assign(globalThis, {
    addEventListener: (/** @type {unknown} */ _, /** @type {unknown} */ __, /** @type {any} */ more) =>
      signals.push(more.signal),
  })
  click(new Anchor("./LeNet#nowhere"))
  mock.timers.tick(100 * 199)
  assert.ok(signals.length && signals.every(({ aborted }) => !aborted))
  mock.timers.tick(100)
  assert.ok(signals.every(({ aborted }) => aborted))
  mock.timers.reset()
})

test("a button that Streamlit draws anew is named anew, until the component goes", () => {
  let look = () => {}
  let looks = 0
  class Observer {
    /** @param {() => void} callback */
    constructor(callback) {
      look = callback
    }
    observe() {
      looks += 1
    }
    disconnect() {
      looks -= 1
    }
  }
  const names = /** @type {string[]} */ ([])
  const button = { setAttribute: (/** @type {string} */ _, /** @type {string} */ name) => names.push(name) }
  Object.assign(globalThis, {
    MutationObserver: Observer,
    document: {
      ...{ addEventListener() {}, removeEventListener() {}, body: {} },
      querySelector: (/** @type {string} */ selector) => (selector.includes("stExpand") ? button : null),
    },
  })
  const data = { addresses: [], labels: { sidebar: "", open: "사이드바 열기", close: "", skip: "" } },
    given = /** @type {any} */ ({ data, parentElement: {} })
  links.default(given)
  const stop = links.default(given)
  assert.equal(looks, 1)
  names.length = 0
  look()
  assert.deepEqual(names, ["사이드바 열기"])
  stop()
  assert.equal(looks, 0)
})
