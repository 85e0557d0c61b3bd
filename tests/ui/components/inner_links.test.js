import "./browser.js"
import assert from "node:assert/strict"
import { before, beforeEach, test } from "node:test"

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
    document: { querySelector: () => null, getElementById: () => null },
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
