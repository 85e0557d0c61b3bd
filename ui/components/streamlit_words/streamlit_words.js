// Puts our words where Streamlit's menu, uploader and camera show theirs (see __init__.py).
/** @import { Data, Said } from "./types.d.ts" */
const AREAS = ["stFileUploader", "stCameraInput", "stMainMenu", "stMainMenuPopover", "stStatusWidget"]
  .map((name) => `[data-testid="${name}"]`)
  .concat('[role="tooltip"]')
  .join()
const ONE = 'input[type="file"]:not([multiple])' // an uploader of a single file has it
const ATTRIBUTES = ["aria-label", "title"]
// Letters that Streamlit takes for orders (run again, clear the cache) wherever the focus is: who speaks to
// the computer gives them by a word (WCAG 2.1.4). Where one types they are letters.
const ORDERS = ["r", "c"]
const LETTERS =
  "input:not([type=range],[type=checkbox],[type=radio]),textarea,select,[contenteditable=true],[role=textbox]"
/** @type {WeakMap<ShadowRoot, MutationObserver>} */
const watches = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  watches.get(parentElement)?.disconnect()
  const ours = translator(data.words),
    one = translator(data.words.map(([theirs, ours, said = ours]) => [theirs, said]))
  const speak = () => {
    for (const area of document.querySelectorAll(AREAS)) translate(area, area.querySelector(ONE) ? one : ours)
    for (const toast of document.querySelectorAll('[data-testid="stToast"][aria-labelledby]')) name(toast)
  }
  window.addEventListener("keydown", unheard, true) // once, however often
  const watch = new MutationObserver(speak)
  watch.observe(document.body, { subtree: true, childList: true, characterData: true })
  watches.set(parentElement, watch)
  speak()
  return () => watch.disconnect()
}

/** @param {KeyboardEvent} event */
function unheard(event) {
  const [at] = event.composedPath()
  const typed = at instanceof Element && at.closest(LETTERS)
  const modified = event.ctrlKey || event.metaKey || event.altKey
  if (ORDERS.includes(event.key.toLowerCase()) && !typed && !modified) event.stopImmediatePropagation()
}

// A toast calls itself after an element that is not there: after its own words, which are news.
/** @param {Element} toast */
function name(toast) {
  const words = toast.querySelector('[data-testid="stToastText"]')
  toast.removeAttribute("aria-labelledby")
  toast.setAttribute("aria-label", words?.textContent ?? "")
  words?.setAttribute("role", "status")
}

/** @param {Data["words"]} words @returns {Said} */
export function translator(words) {
  const patterns = words.map(([theirs, said]) => ({ theirs: new RegExp(`^(?:${theirs})$`), said }))
  return (text) => {
    const found = patterns.find(({ theirs }) => theirs.test(text))
    return found && text.replace(found.theirs, found.said)
  }
}

/** @param {Element} area @param {Said} ours */
function translate(area, ours) {
  // what takes the files that are dropped says that it is there for looks alone, though it can have the focus
  for (const zone of area.querySelectorAll('section[role="presentation"]')) zone.removeAttribute("role")
  const texts = document.createTreeWalker(area, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const node = texts.currentNode,
      said = ours(node.nodeValue ?? "")
    if (said !== undefined && said !== node.nodeValue) node.nodeValue = said
  }
  for (const name of ATTRIBUTES) {
    for (const element of area.querySelectorAll(`[${name}]`)) {
      const said = ours(element.getAttribute(name) ?? "")
      if (said !== undefined && said !== element.getAttribute(name)) element.setAttribute(name, said)
    }
  }
}
