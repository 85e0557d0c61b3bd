// The button and the key that open the search, and its dialog with the field. What finds comes when it
// is first opened (find.js). The dialog, and the button of narrow windows, stand in the page itself, under
// its styles (frame.css), since Streamlit may fold the sidebar away.
import { element } from "../shared/element.js"

/** @import { Brought, Data, Finder, SentFile, SentFiles, Told } from "./types.d.ts" */

const APP = '[data-testid="stApp"]' // below it the theme holds
// Where one types: there "/" is a letter.
const TYPED = `:is(input:not([type="range"], [type="checkbox"], [type="radio"], [type="button"]), textarea, select,
  [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"])`
const PATIENCE = 30_000 // ms until what was asked for counts as lost
const AGAIN = 4000 // ms until it is asked for again

/** @type {WeakMap<object, Search>} */
const all = new WeakMap()
/** @type {Promise<Omit<Brought, "parts"> & { find: (brought: Brought) => Finder, style: string }> | null} */
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
  /** @type {Data | null} */
  data = null
  /** @type {Finder | null} */
  finder = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined
  coming = false
  want = () => {} // tells Python that the files are wanted
  arrived = () => {} // what waits for them
  input = element("input", "search-input", {
    ...{ type: "text", role: "combobox", enterkeyhint: "go", autocomplete: "off", autocapitalize: "off" },
    ...{ spellcheck: "false", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list" },
  })
  close_ = element("button", "contents-close", {}, "×")
  said = element("p", "search-said", { role: "status" })
  list = element("div", "search-list", { id: "search-list", role: "listbox" })
  dialog = element("dialog", "search-dialog", {}, [this.input, this.close_, this.said, this.list])
  button = element("button", "search-button", { "aria-haspopup": "dialog" }, element("span", "search-icon"))

  /** @param {ShadowRoot} root */
  constructor(root) {
    const beside = root.querySelector("button")
    this.beside = beside instanceof HTMLButtonElement ? beside : element("button")
    this.beside.setAttribute("aria-haspopup", "dialog")
    for (const each of [this.beside, this.button]) each.onclick = () => this.open()
    this.close_.onclick = () => this.dialog.close()
    this.dialog.onclick = ({ target }) => {
      if (target === this.dialog) this.dialog.close() // beside it
    }
    this.dialog.onclose = () => clearTimeout(this.timer)
    document.addEventListener("keydown", this.pressed)
  }

  /** @param {Data} data @param {() => void} want */
  take(data, want) {
    this.data = data
    this.want = want
    const { labels, lang } = data
    for (const part of [this.beside, this.button, this.dialog]) part.lang = lang
    const slash = element("kbd", "", { "aria-hidden": "true" }, "/")
    this.beside.replaceChildren(element("span", "icon", { "aria-hidden": "true" }), labels.open, slash)
    for (const part of [this.button, this.dialog]) part.setAttribute("aria-label", labels.open)
    for (const part of [this.input, this.list]) part.setAttribute("aria-label", labels.ask)
    this.input.placeholder = labels.ask
    this.close_.setAttribute("aria-label", labels.close)
    const app = document.querySelector(APP)
    if (app && this.button.parentElement !== app) app.append(this.button, this.dialog)
    if (data.files) this.arrived()
    if (this.dialog.open && this.finder) this.finder.ask(data)
  }

  /** @param {KeyboardEvent} event */
  pressed = (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return
    const [at] = event.composedPath()
    if (event.defaultPrevented || (at instanceof Element && at.closest(TYPED))) return
    event.preventDefault()
    if (this.dialog.open) this.input.focus()
    else this.open()
  }

  open() {
    if (document.querySelector("dialog[open]")) return
    this.dialog.showModal()
    this.input.focus()
    this.input.select()
    if (!this.finder) this.said.textContent = this.data?.labels.fetching ?? ""
    this.search()
  }

  // Finds what is in the field, once what finds is there; asks for it again and again.
  async search() {
    if (this.data && this.finder) this.finder.ask(this.data)
    if (this.coming || this.finder) return
    this.coming = true
    try {
      brought ??= bring(await this.files())
      const { find, style, ...rest } = await brought
      if (!this.finder) this.dialog.append(element("style", "", {}, style))
      this.finder = find({ ...rest, parts: this })
      if (this.data) this.finder.ask(this.data)
    } catch (problem) {
      brought = null
      console.warn(problem)
      this.said.textContent = this.data?.labels.failed ?? ""
      if (this.dialog.open) this.timer = setTimeout(() => this.search(), AGAIN)
    } finally {
      this.coming = false
    }
  }

  /** @returns {Promise<SentFiles>} */
  async files() {
    if (!this.data?.files) {
      /** @type {Promise<void>} */
      const here = new Promise((resolve, reject) => {
        this.arrived = resolve
        setTimeout(reject, PATIENCE, new Error("the index did not come"))
      })
      this.want()
      await here
    }
    return /** @type {SentFiles} */ (this.data?.files)
  }

  end() {
    clearTimeout(this.timer)
    document.removeEventListener("keydown", this.pressed)
    for (const part of [this.button, this.dialog]) part.remove()
  }
}

/** @param {SentFiles} files */
async function bring({ library, find, index }) {
  const [{ default: Library }, { default: run, style }, written] = await Promise.all([
    moduleOf(library),
    moduleOf(find),
    textOf(index),
  ])
  return { Library, find: run, style, index: JSON.parse(written) }
}

/** @param {SentFile} file */
async function textOf(file) {
  if ("text" in file) return file.text
  const answer = await fetch(new URL(file.address, document.baseURI), { signal: AbortSignal.timeout(PATIENCE) })
  if (!answer.ok) throw new Error(`${file.address} did not come: ${answer.status}`)
  return answer.text()
}

// Not by its address: some browsers never try again to import what once did not come.
/** @param {SentFile} file */
async function moduleOf(file) {
  const address = URL.createObjectURL(new Blob([await textOf(file)], { type: "text/javascript" }))
  try {
    return await import(address)
  } finally {
    URL.revokeObjectURL(address)
  }
}
