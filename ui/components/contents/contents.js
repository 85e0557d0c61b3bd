// The sections of the page that is shown, as links: below the page's own link in the sidebar where the
// window is wide, else in a dialog behind one button. The section in view is marked, and the address
// names it. All of it stands in the page itself, under its styles (frame.css).
import { element } from "../shared/element.js"
import { stopAt, unfold } from "../shared/folds.js"
import { listenForPrinting } from "./printing.js"
import { gathered, inView } from "./sections.js"

/** @import { Data, Section } from "./types.d.ts" */

const APP = '[data-testid="stApp"]' // below it the theme holds
const MAIN = '[data-testid="stMain"]'
const HERE = '.pages a[aria-current="page"]' // the page's own link in the sidebar
const HANDS = ["wheel", "touchmove", "pointerdown", "keydown"] // who moves the page, where no link does
const OPEN = "open=all",
  YEAR = 31_536_000 // seconds
const QUIET = 80 // ms without a change of the page until its headings are gathered again

/** @type {WeakMap<object, Contents>} */
const all = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  let contents = all.get(parentElement)
  if (!contents) all.set(parentElement, (contents = new Contents()))
  contents.take(data)
  return () => {
    all.get(parentElement)?.close()
    all.delete(parentElement)
  }
}

class Contents {
  /** @type {Section[]} */
  sections = []
  /** @type {string | undefined} */
  marked = undefined
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined
  frame = 0
  beside = element("ol", "sections beside")
  inside = element("ol", "sections")
  title = element("h2", "contents-title", { id: "contents-title" })
  close_ = element("button", "contents-close")
  dialog = element("dialog", "contents-dialog", { "aria-labelledby": "contents-title" }, [
    this.title,
    this.close_,
    this.inside,
  ])
  button = element("button", "contents-button", { "aria-haspopup": "dialog" })
  redrawn = new MutationObserver(() => this.later())
  scrolled = () => this.look()
  byHand = false // the page has been moved since a link, or the browser's history, led here
  led = () => {
    this.byHand = false
  }
  moved = () => {
    this.byHand = true
  }

  constructor() {
    this.button.hidden = true
    this.button.onclick = () => this.open()
    this.close_.onclick = () => this.dialog.close()
    this.dialog.onclick = ({ target }) => {
      if (target === this.dialog) this.dialog.close() // beside it
    }
    this.redrawn.observe(document.body, { childList: true, subtree: true })
    addEventListener("scroll", this.scrolled, { capture: true, passive: true })
    addEventListener("popstate", this.led)
    for (const hand of HANDS) addEventListener(hand, this.moved, { capture: true, passive: true })
    this.notPrinting = listenForPrinting()
  }

  /** @param {Data} data */
  take({ labels, lang, everything }) {
    this.labels = labels
    keep(everything)
    for (const part of [this.beside, this.button, this.dialog]) part.lang = lang
    this.title.textContent = labels.contents
    this.button.replaceChildren(element("span", "", { "aria-hidden": "true" }), labels.contents)
    this.close_.replaceChildren("×")
    this.close_.setAttribute("aria-label", labels.close)
    this.beside.setAttribute("aria-label", labels.contents)
    this.sections = []
    this.gather()
  }

  later() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.gather(), QUIET)
  }

  // The headings that stand on the page now. Streamlit draws the sidebar anew with every page.
  gather() {
    const main = document.querySelector(MAIN),
      here = document.querySelector(HERE)
    const app = document.querySelector(APP)
    if (app && this.button.parentElement !== app) app.append(this.button, this.dialog)
    const now = main ? gathered(main) : []
    const same = now.length === this.sections.length && now.every(({ id, words }, i) => is(this.sections[i], id, words))
    if (here && this.beside.parentElement !== here.parentElement) here.after(this.beside)
    this.button.hidden = now.length < 2
    this.beside.hidden = now.length < 2
    if (same || !this.labels) return
    this.sections = now
    const top = { id: "", words: this.labels.top }
    for (const list of [this.beside, this.inside]) {
      const [before, after] = chapters(main).map((links) => links.map((link) => this.chapter(link)))
      list.replaceChildren(this.item(top), ...before, ...now.map((each) => this.item(each)), ...after)
    }
    this.marked = undefined
    this.look()
  }

  // A chapter of the page: the sections of the one that is shown stand below it.
  /** @param {HTMLAnchorElement} link */
  chapter(link) {
    const copy = element("a", "chapter", { href: link.getAttribute("href") ?? "" }, link.textContent ?? "")
    copy.onclick = () => this.dialog.close()
    return element("li", "", {}, copy)
  }

  /** @param {{ id: string, words: string }} section */
  item({ id, words }) {
    const link = element("a", "", { href: `#${id}`, "data-section": id }, words)
    link.onclick = (click) => {
      if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return
      click.preventDefault()
      this.dialog.close()
      this.go(id)
    }
    return element("li", "", {}, link)
  }

  /** @param {string} id "" for the top of the page */
  go(id) {
    const main = document.querySelector(MAIN),
      heading = id ? document.getElementById(id) : main?.querySelector("h1")
    if (!(heading instanceof HTMLElement)) return
    if (id) unfold(id)
    if (id) heading.scrollIntoView()
    else main?.scrollTo(0, 0)
    stopAt(heading).focus({ preventScroll: true })
    this.led()
    address(id)
    this.look()
  }

  open() {
    this.dialog.showModal()
    this.inside.querySelector("[aria-current]")?.scrollIntoView({ block: "center" })
  }

  // Which section is in view, once a frame.
  look() {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0
      const main = document.querySelector(MAIN),
        asked = decodeURIComponent(location.hash.slice(1))
      const atEnd = main !== null && main.scrollTop > 0 && main.scrollTop + main.clientHeight > main.scrollHeight - 2
      this.mark(inView(this.sections, { height: innerHeight, atEnd, asked }))
    })
  }

  /** @param {string} id "" above the first section */
  mark(id) {
    if (this.marked === id) return
    this.marked = id
    for (const link of [...this.beside.querySelectorAll("a"), ...this.inside.querySelectorAll("a")]) {
      if (link.dataset.section === id) link.setAttribute("aria-current", "location")
      else link.removeAttribute("aria-current")
    }
    const here = this.beside.querySelector("[aria-current]")
    if (here?.checkVisibility()) here.scrollIntoView({ block: "nearest" })
    if (this.byHand) address(id)
  }

  close() {
    clearTimeout(this.timer)
    cancelAnimationFrame(this.frame)
    this.redrawn.disconnect()
    this.notPrinting()
    removeEventListener("scroll", this.scrolled, { capture: true })
    removeEventListener("popstate", this.led)
    for (const hand of HANDS) removeEventListener(hand, this.moved, { capture: true })
    for (const part of [this.button, this.dialog, this.beside]) part.remove()
  }
}

// The links to the page's chapters, if it has any: up to that which is shown, and those after it.
/** @param {ParentNode | null} main @returns {[HTMLAnchorElement[], HTMLAnchorElement[]]} */
function chapters(main) {
  /** @type {HTMLAnchorElement[]} */
  const all = [...(main?.querySelectorAll(/** @type {"a"} */ (".chapters a")) ?? [])]
  const shown = 1 + all.findIndex((link) => link.ariaCurrent)
  return [all.slice(0, shown), all.slice(shown)]
}

// For the next visit: whether all is open at once (ui/page/depth.py).
/** @param {boolean} everything */
function keep(everything) {
  const kept = document.cookie.split("; ").includes(OPEN)
  // biome-ignore lint/suspicious/noDocumentCookie: a name and a number of ours; the Cookie Store API needs https
  if (kept !== everything) document.cookie = `${OPEN}; path=/; SameSite=Lax; max-age=${everything ? YEAR : 0}`
}

// The address names the section; the visitor's way back stays as it is.
/** @param {string} id */
function address(id) {
  if (decodeURIComponent(location.hash.slice(1)) === id) return
  history.replaceState(history.state, "", location.pathname + location.search + (id && `#${id}`))
}

/** @param {Section} known @param {string} id @param {string} words */
const is = (known, id, words) => known.id === id && known.words === words
