// What is found, page by page, in the dialog of the search: a list of links through which the arrow keys
// lead while the focus stays in the field.
import { element } from "../shared/element.js"
import { around, pieces } from "./context.js"
import { addressOf } from "./leads.js"
import { made, ranked } from "./ranking.js"
import { searched, words } from "./words.js"

/** @import { Brought, Finder, Hit, Language } from "./types.d.ts" */

const FIELD = {
  ...{ type: "text", role: "combobox", enterkeyhint: "go", autocomplete: "off", autocapitalize: "off" },
  ...{ spellcheck: "false", "aria-expanded": "false", "aria-controls": "search-list", "aria-autocomplete": "list" },
}
const ECHOED = 60 // letters of what was asked that are said again

/** @param {Brought} brought @returns {Finder} */
export default function find({ Library, index, style, parts: { dialog, input, said } }) {
  const library = made(Library, index)
  /** @type {Language} */
  let lang = "en"
  /** @type {HTMLAnchorElement[]} */
  let options = []
  let at = -1
  const list = element("div", "search-list", { id: "search-list", role: "listbox" })
  const close = element("button", "contents-close", {}, "×")
  close.onclick = () => dialog.close()
  for (const [name, value] of Object.entries(FIELD)) input.setAttribute(name, value)
  input.after(close)
  dialog.append(list, element("style", "", {}, style))

  /** @param {number} next */
  const mark = (next) => {
    options[at]?.setAttribute("aria-selected", "false")
    at = next
    const option = options[at]
    option?.setAttribute("aria-selected", "true")
    option?.scrollIntoView({ block: "nearest" })
    if (option) input.setAttribute("aria-activedescendant", option.id)
    else input.removeAttribute("aria-activedescendant")
  }

  const show = () => {
    const labels = index.labels[lang]
    const asked = input.value
    const hits = ranked(library, index, asked, lang)
    const groups = Map.groupBy(hits, ({ entry }) => entry.page)
    options = []
    list.replaceChildren(...[...groups].map(([page, found], g) => group(index.pages[page][lang], found, g)))
    list.scrollTo(0, 0)
    list.hidden = !hits.length
    input.setAttribute("aria-expanded", String(hits.length > 0))
    mark(hits.length ? 0 : -1)
    const q = asked.trim().length > ECHOED ? `${asked.trim().slice(0, ECHOED)}…` : asked.trim()
    let sentence = labels.hint
    if (hits.length) sentence = labels.found.replaceAll("%n", () => String(hits.length))
    else if (words(asked).length) sentence = labels.nothing.replaceAll("%q", () => q)
    const long = labels.long.replaceAll("%n", () => String(searched))
    said.textContent = asked.length > searched ? `${sentence} ${long}` : sentence
  }

  /** @param {string} title @param {Hit[]} hits @param {number} number */
  const group = (title, hits, number) => {
    const id = `search-page-${number}`
    const where = element("div", "search-page", { id, role: "presentation" }, title)
    return element("div", "", { role: "group", "aria-labelledby": id }, [where, ...hits.map(option)])
  }

  /** @param {Hit} hit */
  const option = (hit) => {
    const { entry } = hit
    const number = options.length
    const link = element(
      "a",
      "search-hit",
      {
        ...{ id: `search-hit-${number}`, role: "option", tabindex: "-1", "aria-selected": "false" },
        href: addressOf(entry, index.pages[entry.page].address, lang, location),
      },
      [
        element("span", "search-title", {}, marked(entry[lang].title, hit.words)),
        element("span", "search-kind", {}, index.labels[lang][entry.kind]),
        ...lines(hit, lang),
      ],
    )
    link.onpointermove = () => at !== number && mark(number)
    options.push(link)
    return link
  }

  input.oninput = () => show()
  input.onkeydown = (event) => {
    if (event.isComposing) return // Enter ends a syllable there
    if (event.key === "Enter") {
      event.preventDefault()
      options[at]?.click()
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !options.length) return
    event.preventDefault()
    mark((at + step + options.length) % options.length)
  }
  list.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return // into a tab of its own
    if (event.target instanceof Element && event.target.closest("a")) dialog.close() // inner_links.js goes on
  })

  return {
    ask(now) {
      lang = now
      input.placeholder = index.labels[lang].ask
      for (const part of [input, list]) part.setAttribute("aria-label", index.labels[lang].ask)
      close.setAttribute("aria-label", index.labels[lang].close)
      show()
    },
  }
}

// The lines below a title: what stands there around the words, in the visitor's language and, if they were
// found in the other one alone, there too.
/** @param {Hit} hit @param {Language} lang */
function lines({ entry, lang: foundIn, words }, lang) {
  const { title, text = "", does = "" } = entry[foundIn]
  const own = best([entry[lang].text, entry[lang].does], words)
  const said = own ? [line(own, words, lang)] : []
  if (foundIn !== lang) said.push(line(best([title, does, text], words), words, foundIn))
  return said
}

/** @param {string} text @param {string[]} words @param {Language} lang */
const line = (text, words, lang) => element("span", "search-line", { lang }, marked(around(text, words), words))

// The first text in which one of the words stands, else the first at all.
/** @param {(string | undefined)[]} texts @param {string[]} words */
function best(texts, words) {
  const there = texts.filter((text) => text !== undefined && text !== "")
  return there.find((text) => pieces(/** @type {string} */ (text), words).length > 1) ?? there[0] ?? ""
}

/** @param {string} text @param {string[]} words */
const marked = (text, words) =>
  pieces(text, words).map((piece, at) => (at % 2 ? element("mark", "", {}, piece) : piece))
