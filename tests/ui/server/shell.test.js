import assert from "node:assert/strict"
import { beforeEach, mock, test } from "node:test"
import shell from "../../../ui/server/shell.js"
import { Storage } from "../components/browser.js"

const WORDS = Object.fromEntries(
  ["en", "ko"].map((lang) => [
    lang,
    Object.fromEntries(
      ["gone", "forever", "silent", "unheard", "unknown", "full", "parts", "again", "unkept", "tab", "close"].map(
        (word) => [word, `${lang} ${word} {host}`],
      ),
    ),
  ]),
)

/** @type {any} */
let page
/** @type {any[]} */
let notices
/** @type {{ known: boolean, room: boolean } | null} */
let health
/** @type {string[]} */
let addresses
/** @type {Storage} */
let local
/** @type {unknown[][]} */
let sockets

class Socket {
  /** @param {unknown[]} given */
  constructor(...given) {
    sockets.push(given)
  }
}

/** @param {string} tag */
function element(tag) {
  const made = { tag, dataset: {}, style: {}, children: /** @type {unknown[]} */ ([]) }
  return Object.assign(made, {
    setAttribute: (/** @type {string} */ name, /** @type {string} */ value) => Object.assign(made, { [name]: value }),
    append: (/** @type {unknown[]} */ ...more) => made.children.push(...more),
    remove: () => notices.splice(notices.indexOf(made), 1),
  })
}

/** A new document, as after a page has been loaded. */
function opened() {
  class Document {
    get title() {
      return page.title
    }
    set title(name) {
      page.title = name
    }
  }
  const document = Object.assign(new Document(), {
    querySelector: () => page.app,
    createElement: element,
    body: { append: (/** @type {unknown} */ made) => notices.push(made) },
    documentElement: { lang: "ko" },
  })
  Object.defineProperty(document, "readyState", { get: () => page.readyState })
  Object.assign(globalThis, { Document, document })
}

beforeEach(() => {
  mock.timers.reset()
  mock.timers.enable({ apis: ["setInterval"] })
  notices = []
  addresses = []
  sockets = []
  health = null
  page = { app: null, readyState: "complete" }
  local = new Storage()
  opened()
  for (const [name, value] of Object.entries({
    window: { top: null },
    WebSocket: Socket,
    localStorage: local,
    sessionStorage: new Storage(),
    location: {
      href: "http://school:85/Draw?x=1",
      search: "?x=1",
      host: "school:85",
      pathname: "/Draw",
      reload: () => {},
    },
    history: {
      state: null,
      replaceState: (/** @type {unknown} */ _, /** @type {string} */ __, /** @type {URL} */ to) =>
        addresses.push(String(to)),
    },
    fetch: async () => ({
      json: async () => {
        if (!health) throw new TypeError("network")
        return health
      },
    }),
  }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
})

/** @param {number} looks @param {string} [state] of the connection; without one there is no app yet */
async function look(looks, state) {
  page.app = state ? { dataset: { testConnectionState: state } } : null
  for (let i = 0; i < looks; i++) mock.timers.tick(500)
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

/** What the one notice says, if there is one. */
const said = () => {
  assert.ok(notices.length < 2)
  return notices[0]?.children[0].textContent
}

test("a page that is connected says nothing", async () => {
  shell(WORDS)
  await look(30, "CONNECTED")
  assert.equal(said(), undefined)
})

test("a connection that was there and is gone is said after two and a half seconds, until it is back", async () => {
  shell(WORDS)
  await look(2, "CONNECTED")
  await look(4, "CONNECTING")
  assert.equal(said(), undefined)
  await look(1, "CONNECTING")
  assert.equal(said(), "ko gone school:85")
  await look(1, "CONNECTED")
  assert.equal(said(), undefined)
})

for (const [told, reason] of /** @type {const} */ ([
  [null, "silent"],
  [{ known: false, room: true }, "unknown"],
  [{ known: true, room: true }, "unheard"],
  [{ known: true, room: false }, "full"],
])) {
  test(`a page that is never connected asks why: ${reason}`, async () => {
    shell(WORDS)
    health = told
    await look(11, "CONNECTING")
    assert.equal(said(), undefined)
    await look(1, "CONNECTING")
    assert.equal(said(), `ko ${reason} school:85`)
  })
}

test("a server that takes the question and never answers is silent", async () => {
  const gone = new AbortController()
  /** @type {number[]} */
  const patience = []
  mock.method(AbortSignal, "timeout", (/** @type {number} */ ms) => {
    patience.push(ms)
    return gone.signal
  })
  globalThis.fetch = (_, more) =>
    new Promise((_, fail) => more?.signal?.addEventListener("abort", () => fail(more.signal?.reason)))
  shell(WORDS)
  await look(12, "CONNECTING")
  assert.equal(said(), undefined)
  gone.abort()
  await look(1, "CONNECTING")
  assert.equal(said(), "ko silent school:85")
  assert.ok(patience[0] <= 4000) // with the six seconds before it, ten
})

test("without Streamlit's scripts parts of the page are missing, and a button loads it again", async () => {
  shell(WORDS)
  await look(12)
  assert.equal(said(), "ko parts school:85")
  assert.equal(notices[0].children[1].textContent, "ko again {host}")
})

test("while the page is still coming nothing is said", async () => {
  shell(WORDS)
  page.readyState = "loading"
  await look(60)
  assert.equal(said(), undefined)
})

test("where a browser keeps nothing it is said once, and can be closed", async () => {
  Object.defineProperty(globalThis, "localStorage", {
    get: () => {
      throw new Error("SecurityError")
    },
    configurable: true,
  })
  shell(WORDS)
  await look(1, "CONNECTED")
  assert.equal(said(), "ko unkept school:85")
  notices[0].children.at(-1).onclick()
  await look(3, "CONNECTED")
  assert.equal(said(), undefined)
})

test("the language is that of the address, or of the page, and stands in the address", () => {
  shell(WORDS)
  assert.deepEqual(addresses, ["http://school:85/Draw?x=1&lang=ko"])
  opened()
  Object.assign(globalThis.location, { href: "http://school:85/Draw?lang=en", search: "?lang=en" })
  shell(WORDS)
  assert.equal(addresses.length, 1)
})

test("a language that there is not is that of the page", async () => {
  Object.assign(globalThis.location, { href: "http://school:85/?lang=toString", search: "?lang=toString" })
  shell(WORDS)
  await look(12)
  assert.equal(said(), "ko parts school:85")
})

test("the tab is called by our titles only", () => {
  shell(WORDS)
  document.title = "Draw"
  document.title = "Draw · How CNNs began"
  document.title = "Streamlit"
  assert.equal(page.title, "Draw · How CNNs began")
  assert.equal(document.title, page.title)
})

test("Streamlit's socket has a secret of this tab, the same each time; others have none", () => {
  shell(WORDS)
  const Ours = /** @type {any} */ (window.WebSocket)
  new Ours("ws://a", ["streamlit", "x"])
  new Ours("ws://a", ["streamlit"])
  new Ours("ws://b")
  const [[, [, , first]], [, [, second]], [, none]] = /** @type {any} */ (sockets)
  assert.match(first, /^tab\.[0-9a-f]{32}$/)
  assert.equal(first, second)
  assert.deepEqual(none, [])
})

test("whoever chooses light or dark means the whole course", async () => {
  shell(WORDS)
  local.setItem("stActiveTheme-/Draw-v2", "dark")
  await look(1, "CONNECTED")
  opened()
  Object.assign(globalThis.location, { pathname: "/LeNet" })
  shell(WORDS)
  assert.equal(local.getItem("stActiveTheme-/LeNet-v2"), "dark")
})
