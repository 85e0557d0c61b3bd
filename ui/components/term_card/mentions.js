// Mentions of terms: links to the page of all terms, and where a card can be shown, its buttons. What shows
// it is loaded when the hand or the focus first comes to a mention; every page's first visit carries this.
/** @import { Data, Shown } from "./types.d.ts" */

const MENTION = '[data-testid="stMarkdownContainer"] a[href*="#term-"]'

/** @type {WeakMap<object, () => void>} */
const ends = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ data: { address }, parentElement }) {
  ends.get(parentElement)?.()
  const stop = new AbortController(),
    heard = { signal: stop.signal, capture: true }
  /** @type {Promise<Shown> | undefined} */
  let shown
  const load = () => {
    shown ??= import(new URL(address, document.baseURI).href).then(({ default: made, said }) => made(said))
    shown.catch(() => {
      shown = undefined
    })
    return shown
  }
  const tell = () => {
    for (const mention of document.querySelectorAll(MENTION)) mention.ariaHasPopup = "dialog"
  }
  const drawn = new MutationObserver(tell)
  if ("popover" in HTMLElement.prototype) {
    drawn.observe(document.body, { childList: true, subtree: true })
    tell()
    addEventListener("click", (click) => clicked(click, load), heard)
    for (const near of ["pointerover", "focusin"])
      addEventListener(near, ({ target }) => void (mentionOf(target) && load()), heard)
  }
  const end = () => {
    stop.abort()
    drawn.disconnect()
    shown?.then((cards) => cards.end())
  }
  ends.set(parentElement, end)
  return end
}

/** @param {MouseEvent} click @param {() => Promise<Shown>} load */
async function clicked(click, load) {
  const mention = mentionOf(click.target)
  if (!mention || mention.dataset.leads || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return
  click.preventDefault()
  try {
    ;(await load()).turn(mention)
  } catch {
    mention.dataset.leads = "on" // as a link, from now on
    mention.click()
  }
}

/** @param {EventTarget | null} target @returns {HTMLAnchorElement | null} */
function mentionOf(target) {
  return target instanceof Element ? target.closest(MENTION) : null
}
