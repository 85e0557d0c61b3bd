// Which entries of the index answer to what is searched, the best first.
import { tokens, words } from "./words.js"

/** @import { Entry, Hit, Index, Language, Library, LibraryClass, Query, Word } from "./types.d.ts" */

const MOST_HITS = 30
const LANGUAGES = /** @type {const} */ (["en", "ko"])
const PARTS = /** @type {const} */ (["title", "does", "text"])
const FIELDS = [...LANGUAGES.flatMap((lang) => PARTS.map((part) => `${lang}.${part}`)), "also"]
const WORTH = { title: 5, does: 2.5, text: 1, also: 4 }
const OTHER = 0.5 // what a word of the other language is worth
const KINDS = { page: 1.5, term: 1.5, section: 1, exhibit: 1, event: 0.8, note: 0.4 }
const EXACT = 3 // what a title counts for that is just what was searched
// Letters of a word that may be wrong.
/** @param {string} term */
const wrong = (term) => (term.length < 4 ? false : term.length < 7 ? 1 : 2)
/** @param {string} term */
const begun = (term) => term.length > 1 || !/[\d]/.test(term) // 5 is no beginning of 50

// A library that has read the index.
/** @param {LibraryClass} Library @param {Index} index */
export function made(Library, { entries }) {
  const library = new Library({
    fields: FIELDS,
    extractField: (/** @type {Entry & { id: number }} */ entry, /** @type {string} */ field) => held(entry, field),
    tokenize: tokens,
    processTerm: (/** @type {string} */ term) => term,
  })
  library.addAll(entries.map((entry, id) => ({ ...entry, id })))
  return library
}

/** @param {Entry & { id: number }} entry @param {string} field */
function held(entry, field) {
  if (field === "id") return entry.id
  if (field === "also") return entry.also?.join(", ")
  const [lang, part] = /** @type {[Language, typeof PARTS[number]]} */ (field.split("."))
  return entry[lang][part]
}

// What is found: entries that have every word, else every word or one much like it, else half of them.
/** @param {Library} library @param {Index} index @param {string} asked @param {Language} lang @returns {Hit[]} */
export function ranked(library, { entries }, asked, lang) {
  const all = words(asked)
  if (!all.length) return []
  const names = all.map(({ forms }) => forms[0]).join(" ")
  const options = {
    tokenize: (/** @type {string} */ term) => [term],
    boost: Object.fromEntries(FIELDS.map((field) => [field, worth(field, lang)])),
    boostDocument: (/** @type {number} */ id) => KINDS[entries[id].kind] * (isNamed(entries[id], names) ? EXACT : 1),
  }
  for (const query of [query_(all, "AND", false), query_(all, "AND", true), query_(all, "OR", true)]) {
    const found = library.search(query, options).filter(({ queryTerms }) => hasHalf(all, queryTerms))
    if (found.length) return found.slice(0, MOST_HITS).map(({ id, match }) => hit(entries[id], match, all, lang))
  }
  return []
}

/** @param {Word[]} all @param {string[]} there the forms and parts that were found */
const hasHalf = (all, there) =>
  2 * all.filter(({ forms, parts }) => [...forms, ...parts].some((each) => there.includes(each))).length >= all.length

/** @param {string} field @param {Language} lang */
function worth(field, lang) {
  const [first, part = first] = field.split(".")
  return WORTH[/** @type {keyof typeof WORTH} */ (part)] * (first === lang || first === "also" ? 1 : OTHER)
}

// Whether one of the entry's titles is what was searched, word by word.
/** @param {Entry} entry @param {string} names */
function isNamed(entry, names) {
  return LANGUAGES.some((lang) => named(entry[lang].title) === names)
}

/** @param {string} title */
const named = (title) =>
  words(title)
    .map(({ forms }) => forms[0])
    .join(" ")

/** @param {Word[]} all @param {"AND" | "OR"} combineWith @param {boolean} loosely @returns {Query} */
function query_(all, combineWith, loosely) {
  return { combineWith, queries: all.map((word) => either(word, loosely)) }
}

/** @param {Word} word @param {boolean} loosely @returns {Query} */
function either({ forms, parts }, loosely) {
  /** @type {Query[]} */
  const queries = [{ combineWith: "OR", queries: forms, prefix: begun, fuzzy: loosely && wrong }]
  if (parts.length) queries.push({ combineWith: "AND", queries: parts, prefix: false, fuzzy: false })
  return { combineWith: "OR", queries }
}

/** @param {Entry} entry @param {Record<string, string[]>} match @param {Word[]} all @param {Language} lang @returns {Hit} */
function hit(entry, match, all, lang) {
  const fields = Object.values(match).flat()
  const own = fields.some((field) => field.startsWith(lang) || field === "also")
  const other = LANGUAGES.find((each) => fields.some((field) => field.startsWith(each))) ?? lang
  const found = Object.keys(match).filter((term) => /^[a-z\d]/.test(term)) // Hangul stands there in letters
  return { entry, lang: own ? lang : other, words: [...new Set([...all.map(({ seen }) => seen), ...found])] }
}
