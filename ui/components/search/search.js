// The button and the key that open the search, and a dialog with its field: no more, since every page
// loads it. What finds comes when it is first opened (find.js). The dialog, and the button of narrow
// windows, stand in the page itself, under its styles (frame.css), since Streamlit may fold its sidebar.
import { element } from "../shared/element.js"

/** @import { Brought, Data, Finder, Label, SentFile, SentFiles, Told } from "./types.d.ts" */

const APP = '[data-testid="stApp"]' // below it the theme holds
// Where one types: there "/" is a letter.
const TYPED =
  "input:not([type=range],[type=checkbox],[type=radio]),textarea,select,[contenteditable=true],[role=textbox]"
const KEY = "cnn-search-slash" // in localStorage: "off" where "/" opens nothing (WCAG 2.1.4)
const PATIENCE = 30_000 // ms until what was asked for counts as lost
const AGAIN = 4000 // ms until it is asked for again

/** @type {WeakMap<object, Search>} */
const all = new WeakMap()
/** @type {Promise<[Omit<Brought, "parts">, { default: (brought: Brought) => Finder }]> | null} */
let brought = null // once a visit

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  let search = all.get(parentElement)
  if (!search) all.set(parentElement, (search = new Search(parentElement)))
  search.take(data, () => setTriggerValue("asked", true))
  return () => {
    all.get(parentElement)?.end()
    all.delete(parentElement)
  }
}

class Search {
  /** @type {Data | undefined} */
  data
  /** @type {Finder | undefined} */
  finder
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer
  coming = false
  want = () => {} // tells Python that the files are wanted
  arrived = () => {} // what waits for them
  input = element("input", "search-input")
  said = element("p", "search-said", { role: "status" })
  slash = element("input", "", { type: "checkbox" })
  slashWords = element("span")
  keyed = element("label", "search-slash", {}, [this.slash, this.slashWords])
  dialog = element("dialog", "search-dialog", {}, [this.input, this.said, this.keyed])
  button = element("button", "search-button", {}, element("span"))

  /** @param {ShadowRoot} root */
  constructor(root) {
    this.beside = /** @type {HTMLButtonElement} */ (root.querySelector("button"))
    for (const each of [this.beside, this.button]) each.onclick = () => this.open()
    this.dialog.onclick = ({ target }) => {
      if (target === this.dialog) this.dialog.close() // beside it; what it returned would stop a link
    }
    this.dialog.onclose = () => clearTimeout(this.timer)
    this.slash.checked = slashOpens()
    this.slash.onchange = () => {
      keepSlash(this.slash.checked)
      this.showKey()
    }
    document.addEventListener("keydown", this.pressed)
  }

  /** @param {Data} data @param {() => void} want */
  take(data, want) {
    this.data = data
    this.want = want
    const { labels, lang } = data
    for (const part of [this.beside, this.button, this.dialog]) part.lang = lang
    for (const part of [this.button, this.dialog, this.input]) part.setAttribute("aria-label", labels.open)
    this.beside.replaceChildren(element("span"), labels.open, element("kbd", "", { "aria-hidden": true }, "/"))
    this.slashWords.textContent = labels.slash
    this.showKey()
    document.querySelector(APP)?.append(...(this.dialog.isConnected ? [] : [this.button, this.dialog]))
    if (data.files) this.arrived()
    this.finder?.ask(lang)
  }

  // The button names the key as long as it opens something.
  showKey() {
    const key = this.beside.querySelector("kbd")
    if (key) key.hidden = !this.slash.checked
  }

  /** @param {KeyboardEvent} event */
  pressed = (event) => {
    if (!this.slash.checked || event.key !== "/") return
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const [at] = event.composedPath()
    if (at instanceof Element && at.closest(TYPED)) return
    event.preventDefault()
    if (this.dialog.open) this.input.focus()
    else this.open()
  }

  open() {
    if (document.querySelector("dialog[open]")) return
    this.dialog.showModal()
    this.input.focus()
    this.input.select()
    if (!this.finder) this.say("fetching")
    this.search()
  }

  /** @param {Label} name */
  say(name) {
    this.said.textContent = this.data?.labels[name] ?? ""
  }

  // Fetches what finds, and asks for it again and again.
  async search() {
    if (this.coming || this.finder || !this.data) return
    this.coming = true
    try {
      brought ??= bring(await this.files())
      const [files, { default: find }] = await brought
      this.finder = find({ ...files, parts: this })
      this.finder.ask(this.data.lang)
    } catch (problem) {
      brought = null
      console.warn(problem)
      this.say("failed")
      if (this.dialog.open) this.timer = setTimeout(() => this.search(), AGAIN)
    }
    this.coming = false
  }

  /** @returns {Promise<SentFiles>} */
  async files() {
    if (!this.data?.files)
      await new Promise((resolve, reject) => {
        this.arrived = () => resolve(null)
        setTimeout(reject, PATIENCE, "the index did not come")
        this.want()
      })
    return /** @type {SentFiles} */ (this.data?.files)
  }

  end() {
    clearTimeout(this.timer)
    document.removeEventListener("keydown", this.pressed)
    for (const part of [this.button, this.dialog]) part.remove()
  }
}

// Whether "/" opens the search: unless it was switched off in this browser.
function slashOpens() {
  try {
    return localStorage.getItem(KEY) !== "off"
  } catch {
    return true // a browser that keeps nothing
  }
}

/** @param {boolean} opens */
function keepSlash(opens) {
  try {
    if (opens) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, "off")
  } catch {
    // it holds until the page is left
  }
}

/** @param {SentFiles} files @returns {NonNullable<typeof brought>} */
async function bring({ library, find, index }) {
  const [Library, run, written] = await Promise.all([moduleOf(library), moduleOf(find), textOf(index)])
  return [{ Library: Library.default, style: run.style, index: JSON.parse(written) }, run]
}

/** @param {SentFile} file */
async function textOf(file) {
  if ("text" in file) return file.text
  const answer = await fetch(new URL(file.address, document.baseURI), { signal: AbortSignal.timeout(PATIENCE) })
  if (!answer.ok) throw new Error(`${file.address}: ${answer.status}`)
  return answer.text()
}

// Not by its address: some browsers never try again to import what once did not come.
/** @param {SentFile} file */
async function moduleOf(file) {
  const address = URL.createObjectURL(new Blob([await textOf(file)], { type: "text/javascript" }))
  return import(address).finally(() => URL.revokeObjectURL(address))
}
