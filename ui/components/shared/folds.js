// What a page has folded, or keeps in another chapter (ui/page/folds.py): opened for whoever is led to one
// of its sections. The links to the pages, which come before all else, say where each section is.
const PAGES = "nav.pages"
const SHOWN = ".chapters [aria-current]"
const TITLE = "summary [data-testid='stMarkdownContainer']" // of a fold

/** @typedef {{ key: string, title: HTMLElement }} Fold */

// The folds that stand on the page. Their titles are headings of the second rank, which Streamlit does not
// make them, and are called as the sections that they open.
/** @param {ParentNode} main @returns {Fold[]} */
export function foldsOf(main) {
  /** @type {Fold[]} */
  const found = []
  for (const place of main.querySelectorAll("[class*='st-key-fold-']")) {
    const [, key] = place.className.match(/st-key-fold-([\w-]+)/) ?? []
    /** @type {HTMLElement | null} */
    const title = place.querySelector(TITLE)
    if (!key || !title) continue
    if (title.id !== key) Object.assign(title, { id: key, role: "heading", ariaLevel: "2" })
    found.push({ key, title })
  }
  return found
}

// Opens what holds the section; false while that has not come yet.
/** @param {string} section */
export function unfold(section) {
  /** @type {HTMLDetailsElement | null | undefined} */
  const term = document.getElementById(section)?.closest("details.term")
  if (term) term.open = true // of the glossary
  const key = listed("folds", section)
  if (key) {
    /** @type {HTMLDetailsElement | null} */
    const details = document.querySelector(`.st-key-fold-${key} details`)
    if (details && !details.open) details.querySelector("summary")?.click()
    if (details) return true
  }
  const chapter = listed("chapters", section)
  if (!chapter) return !key
  /** @type {HTMLAnchorElement | null} */
  const shown = document.querySelector(SHOWN)
  if (!shown) return false
  if (new URL(shown.href).searchParams.get("chapter") === chapter) return !key
  const to = new URL(location.href)
  if (to.searchParams.get("chapter") === chapter) return false // under way
  to.searchParams.set("chapter", chapter)
  to.hash = section
  history.replaceState({}, "", to)
  dispatchEvent(new PopStateEvent("popstate", { state: {} })) // Streamlit goes where the address says
  return false
}

// What the keyboard stands on once it was led to a heading: a fold's title is part of what opens it.
/** @param {HTMLElement} heading @returns {HTMLElement} */
export function stopAt(heading) {
  const summary = heading.closest("summary")
  if (summary) return summary
  heading.tabIndex = -1 // the Tab key goes on from here, a screen reader reads from here
  return heading
}

/** @param {"folds" | "chapters"} kind @param {string} section @returns {string | undefined} */
function listed(kind, section) {
  /** @type {HTMLElement | null} */
  const pages = document.querySelector(PAGES)
  const where = JSON.parse(pages?.dataset[kind] ?? "{}")
  return Object.hasOwn(where, section) ? where[section] : undefined
}
