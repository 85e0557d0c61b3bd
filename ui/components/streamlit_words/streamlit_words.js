// Puts our words where Streamlit's menu, uploader and camera show theirs (see __init__.py).
/** @import { Data, Said } from "./types.d.ts" */
const AREAS = ["stFileUploader", "stCameraInput", "stMainMenu", "stMainMenuPopover", "stStatusWidget"]
  .map((name) => `[data-testid="${name}"]`)
  .concat('[role="tooltip"]')
  .join()
const ONE = 'input[type="file"]:not([multiple])' // an uploader of a single file has it
const ATTRIBUTES = ["aria-label", "title"]
/** @type {WeakMap<ShadowRoot, MutationObserver>} */
const watches = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  watches.get(parentElement)?.disconnect()
  const ours = translator(data.words),
    one = translator(data.words.map(([theirs, ours, said = ours]) => [theirs, said]))
  const speak = () => {
    for (const area of document.querySelectorAll(AREAS)) translate(area, area.querySelector(ONE) ? one : ours)
  }
  const watch = new MutationObserver(speak)
  watch.observe(document.body, { subtree: true, childList: true, characterData: true })
  watches.set(parentElement, watch)
  speak()
  return () => watch.disconnect()
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
