// An ordinary click on a link to a page of ours: on in the same visit (see __init__.py).
import { foldsOf, stopAt, unfold } from "../shared/folds.js"

/** @import { Data } from "./types.d.ts" */
const TICK = 100,
  QUIET = 10,
  PATIENCE = 200 // ms; ticks without work until a page counts as there; ticks
const HANDS = ["wheel", "touchstart", "pointerdown", "keydown"] // whoever moves the page is not moved

const PHONE = matchMedia("(max-width: 768px)") // where Streamlit lays its sidebar over the page
const SIDEBAR = '[data-testid="stSidebar"]'
const CLOSE = '[data-testid="stSidebarCollapseButton"] button' // there while the sidebar is open
const STORED = "stSidebarCollapsed-" // how the names begin under which Streamlit remembers an open sidebar
const NAMED = { sidebar: SIDEBAR, open: '[data-testid="stExpandSidebarButton"]', close: CLOSE }
const NAMES = /** @type {(keyof typeof NAMED)[]} */ (Object.keys(NAMED))

/** @type {WeakMap<ShadowRoot, () => void>} */
const listening = new WeakMap() // how each stops

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  const loaded = !listening.has(parentElement)
  listening.get(parentElement)?.() // it is called anew with every theme
  /** @param {MouseEvent} click */
  const onClick = (click) => {
    if (follow(click, data.addresses)) closeOnPhone()
    forgetOnPhone()
  }
  const redrawn = new MutationObserver(() => name(data.labels)) // Streamlit draws its buttons anew
  const stop = () => {
    redrawn.disconnect()
    document.removeEventListener("click", onClick)
  }
  listening.set(parentElement, stop)
  document.addEventListener("click", onClick)
  redrawn.observe(document.body, { childList: true, subtree: true })
  if (loaded) closeOnPhone()
  if (loaded && location.hash) reach(decodeURIComponent(location.hash.slice(1)))
  forgetOnPhone()
  name(data.labels)
  return stop
}

function closeOnPhone() {
  if (PHONE.matches) {
    /** @type {HTMLElement | null} */
    const close = document.querySelector(CLOSE)
    close?.click()
  }
}

function forgetOnPhone() {
  if (!PHONE.matches) return
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(STORED)) localStorage.removeItem(key)
  } catch {
    /* storage is switched off */
  }
}

/** @param {Data["labels"]} labels */
function name(labels) {
  for (const which of NAMES) document.querySelector(NAMED[which])?.setAttribute("aria-label", labels[which])
  const skip = document.querySelector('a[href="#stMain"]')
  if (skip && skip.textContent !== labels.skip) skip.textContent = labels.skip
}

/** @param {MouseEvent} click @param {string[]} addresses */
export function follow(click, addresses) {
  if (click.defaultPrevented || click.button || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return
  const link = click.composedPath().find((node) => node instanceof HTMLAnchorElement)
  const written = link?.getAttribute("href") ?? ""
  if (!written.startsWith("./")) return
  const base = new URL(".", location.href).pathname // the app may live below a path
  const to = new URL(written, location.href),
    address = to.pathname.slice(base.length)
  if (!to.pathname.startsWith(base) || !addresses.includes(address)) return
  click.preventDefault()
  for (const [name, value] of new URLSearchParams(location.search))
    if (name.startsWith("embed")) to.searchParams.append(name, value) // shown in a frame: stay so
  history.pushState({}, "", base + address + to.search + to.hash)
  dispatchEvent(new PopStateEvent("popstate", { state: {} })) // Streamlit goes where the address says
  reach(decodeURIComponent(to.hash.slice(1)))
  return Boolean(link?.closest(SIDEBAR))
}

/** @param {string} section */
function reach(section) {
  if (!section) document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
  if (!section) return
  const moved = new AbortController()
  for (const hand of HANDS)
    addEventListener(hand, () => moved.abort(), { signal: moved.signal, capture: true, passive: true })
  let ticks = 0,
    quiet = 0,
    opened = false
  const timer = setInterval(() => {
    if (!moved.signal.aborted && ticks < PATIENCE) opened ||= unfold(section)
    foldsOf(document)
    const heading = document.getElementById(section)
    const app = /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="stApp"]'))
    const works = app?.dataset.testScriptState !== "notRunning"
    const shown = heading?.checkVisibility({ visibilityProperty: true }) // what still waits takes no focus
    quiet = works || !shown || !opened ? 0 : quiet + 1
    if (!moved.signal.aborted) heading?.scrollIntoView()
    if (!moved.signal.aborted && quiet < QUIET && ++ticks < PATIENCE) return
    clearInterval(timer)
    const elsewhere = moved.signal.aborted
    moved.abort()
    if (elsewhere || !heading) return
    stopAt(heading).focus({ preventScroll: true })
  }, TICK)
}
