// Puts our words where Streamlit's menu, uploader and camera show theirs (see __init__.py).
const AREAS = ["stFileUploader", "stCameraInput", "stMainMenu", "stMainMenuPopover", "stStatusWidget"]
  .map((name) => `[data-testid="${name}"]`)
  .concat('[role="tooltip"]')
  .join()
const ATTRIBUTES = ["aria-label", "title"]
const watches = new WeakMap()

export default function ({ data, parentElement }) {
  watches.get(parentElement)?.disconnect()
  const words = data.words.map(([theirs, ours]) => [new RegExp(`^(?:${theirs})$`), ours])
  const ours = (text) => {
    const [theirs, said] = words.find(([pattern]) => pattern.test(text)) ?? []
    return theirs && text.replace(theirs, said)
  }
  const speak = () => document.querySelectorAll(AREAS).forEach((area) => translate(area, ours))
  const watch = new MutationObserver(speak)
  watch.observe(document.body, { subtree: true, childList: true, characterData: true })
  watches.set(parentElement, watch)
  speak()
  return () => watch.disconnect()
}

function translate(area, ours) {
  const texts = document.createTreeWalker(area, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const node = texts.currentNode,
      said = ours(node.nodeValue)
    if (said !== undefined && said !== node.nodeValue) node.nodeValue = said
  }
  for (const name of ATTRIBUTES) {
    for (const element of area.querySelectorAll(`[${name}]`)) {
      const said = ours(element.getAttribute(name))
      if (said !== undefined && said !== element.getAttribute(name)) element.setAttribute(name, said)
    }
  }
}
