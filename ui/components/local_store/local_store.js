// The browser's copy of the progress. Copies merge by epoch, as in ui/page/progress.py: the one that
// was cleared last wins whole, equal ones unite. With them goes the place where the visitor was last.
import { child } from "../shared/child.js"

/** @import { Data, Place, Progress, Told } from "./types.d.ts" */
const KEY = "how-cnns-began.progress"
const LIMIT = 20000 // characters; more than this was not written by us
const PATIENCE = 4000 // ms until an answer is taken for lost; twice as long after each try
const TRIES = 4
const NOWHERE = /** @type {Place} */ ([0, ""])
const listeners = new WeakMap(),
  reported = new WeakMap(),
  waiting = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  if (data.lang) document.documentElement.lang = data.lang
  const ours = { epoch: data.epoch, done: data.done, last: data.last }
  const sync = () => {
    const stored = read(data.known, data.lessons)
    const both = merge(ours, stored)
    count(both.done)
    if (!same(both, stored) || both.last[0] !== stored.last[0]) write(both)
    // where another tab has been meanwhile is none of this one's business
    if (!data.quiet && (!same(both, ours) || (both.last[0] && !ours.last[0]))) tell(both)
  }
  /** @param {Progress} both @param {number} [tries] */
  const tell = (both, tries = 0) => {
    // until the server mounts us anew, with what it was told
    clearTimeout(waiting.get(parentElement))
    setStateValue("stored", both)
    if (tries < TRIES) {
      waiting.set(
        parentElement,
        setTimeout(() => tell(both, tries + 1), PATIENCE * 2 ** tries),
      )
    }
  }
  clearTimeout(waiting.get(parentElement))
  /** @param {StorageEvent} event */
  const onStorage = (event) => {
    if (event.key === KEY) sync()
  } // another tab wrote
  window.removeEventListener("storage", listeners.get(parentElement))
  window.addEventListener("storage", onStorage)
  listeners.set(parentElement, onStorage)
  sync()
  requestAnimationFrame(() => {
    // Streamlit itself does not run again when the theme changes
    const { colorScheme } = getComputedStyle(child(parentElement, "span"))
    const seen = reported.get(parentElement) ?? data.theme
    if (data.theme && colorScheme !== seen) setTriggerValue("theme", colorScheme)
    reported.set(parentElement, colorScheme)
  })
  return () => {
    window.removeEventListener("storage", listeners.get(parentElement))
    clearTimeout(waiting.get(parentElement))
  }
}

// In the sidebar, which does not run when a fragment does: what of the short way is done, and what beyond.
/** @param {string[]} done */
function count(done) {
  const line = /** @type {HTMLElement | null} */ (document.querySelector(".progress-line"))
  if (!line) return
  /** @type {string[]} */
  const short = JSON.parse(line.dataset.short ?? "[]")
  const exhibits = done.filter((one) => !one.includes(":")) // the others are answers to questions
  const now = exhibits.filter((one) => short.includes(one)).length,
    more = exhibits.length - now
  const beyond = child(line, ".beyond")
  line.dataset.done = String(exhibits.length)
  child(line, "b").textContent = String(now)
  child(beyond, "b").textContent = String(more)
  beyond.hidden = !more
  child(line, "i").style.width = `${(100 * now) / short.length}%`
}

/** @param {string[]} known @param {string[]} lessons pages that may be the last place @returns {Progress} */
export function read(known, lessons) {
  try {
    const text = localStorage.getItem(KEY) ?? ""
    const { epoch, done, last } = JSON.parse(text.slice(0, LIMIT))
    if (!Number.isSafeInteger(epoch) || epoch < 0 || !Array.isArray(done)) throw new TypeError(KEY)
    return { epoch, done: known.filter((exhibit) => done.includes(exhibit)), last: place(last, known, lessons) }
  } catch {
    // nothing there, not ours, or storage is switched off
    return { epoch: 0, done: [], last: NOWHERE }
  }
}

/** @param {unknown} last @param {string[]} known @param {string[]} lessons @returns {Place} */
function place(last, known, lessons) {
  const [at, name] = Array.isArray(last) && last.length === 2 ? last : NOWHERE
  const exists = lessons.includes(name) || (known.includes(name) && !name.includes(":")) // no answer
  return Number.isSafeInteger(at) && at > 0 && exists ? [at, name] : NOWHERE
}

/** @param {Progress} progress */
function write(progress) {
  try {
    localStorage.setItem(KEY, JSON.stringify(progress))
  } catch {
    /* storage is switched off */
  }
}

/** @param {Progress} a @param {Progress} b @returns {Progress} */
export function merge(a, b) {
  if (a.epoch !== b.epoch) return a.epoch > b.epoch ? a : b
  const last = a.last[0] > b.last[0] || (a.last[0] === b.last[0] && a.last[1] > b.last[1]) ? a.last : b.last
  return { epoch: a.epoch, done: [...new Set([...a.done, ...b.done])], last }
}

// Whether as much is done.
/** @param {Progress} a @param {Progress} b */
export function same(a, b) {
  return a.epoch === b.epoch && a.done.length === b.done.length && a.done.every((exhibit) => b.done.includes(exhibit))
}
