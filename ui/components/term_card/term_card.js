// A card for the term whose mention is clicked: an ordinary link, which leads to the page of all terms
// wherever a card cannot be shown. The card stands in the page itself, above everything: a popover.
import { element } from "../shared/element.js"
import { placed } from "./placed.js"

/** @import { Card, Data, Held } from "./types.d.ts" */

const APP = '[data-testid="stApp"]' // below it the theme holds
const MENTION = '[data-testid="stMarkdownContainer"] a[href*="#term-"]'
const QUIET = 250 // ms without a change of the page until new mentions are told what they open

/** @type {WeakMap<object, Terms>} */
const all = new WeakMap()

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  let terms = all.get(parentElement)
  if (!terms) all.set(parentElement, (terms = new Terms()))
  terms.take(data)
  return () => {
    all.get(parentElement)?.end()
    all.delete(parentElement)
  }
}

class Terms {
  /** @type {Data | undefined} */
  data = undefined
  /** @type {Promise<Held> | undefined} */
  held = undefined
  /** @type {HTMLAnchorElement | undefined} */
  mention = undefined // whose card is open
  /** @type {HTMLAnchorElement | undefined} */
  pressed = undefined // whose card was open when the pointer went down
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined
  style = element("style")
  card = element("div", "term-card", { popover: "auto", role: "dialog", tabindex: -1, "aria-labelledby": "term-name" })
  listening = new AbortController()
  redrawn = new MutationObserver(() => this.later())

  constructor() {
    if (!("popover" in HTMLElement.prototype)) return
    const { signal } = this.listening
    addEventListener("click", (click) => this.click(click), { signal, capture: true })
    addEventListener("pointerdown", ({ target }) => this.press(target), { signal, capture: true })
    for (const near of ["pointerover", "focusin"])
      addEventListener(near, ({ target }) => void (mentionOf(target) && this.load().catch(() => {})), { signal })
    for (const moved of ["scroll", "resize"])
      addEventListener(moved, () => this.place(), { signal, capture: true, passive: true })
    addEventListener("popstate", () => this.close(), { signal })
    this.card.addEventListener("toggle", () => this.toggled())
    this.card.addEventListener("keydown", (key) => this.key(key))
    this.card.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a")) this.close()
    })
    this.redrawn.observe(document.body, { childList: true, subtree: true })
  }

  /** @param {Data} data */
  take(data) {
    if (data.address !== this.data?.address || data.held) this.held = undefined
    this.data = data
    this.later()
  }

  // The cards, fetched once; what failed is tried again with the next mention.
  load() {
    const { address, held } = this.data ?? {}
    this.held ??= held ? Promise.resolve(held) : fetched(address ?? "")
    this.held.catch(() => {
      this.held = undefined
    })
    return this.held
  }

  /** @param {MouseEvent} click */
  async click(click) {
    const mention = mentionOf(click.target)
    if (!mention || click.button || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return
    if (mention.dataset.leads !== undefined) return
    click.preventDefault()
    const wasOpen = this.pressed === mention
    this.pressed = undefined
    if (wasOpen) return this.close()
    try {
      const { style, cards } = await this.load()
      const card = cards[keyOf(mention)]
      if (!card) throw new Error(mention.href)
      this.style.textContent = style
      this.open(mention, card)
    } catch (problem) {
      console.warn(problem)
      mention.dataset.leads = "" // as a link
      mention.click()
      delete mention.dataset.leads
    }
  }

  /** @param {EventTarget | null} target */
  press(target) {
    const mention = mentionOf(target)
    this.pressed = mention && mention === this.mention ? mention : undefined
  }

  /** @param {HTMLAnchorElement} mention @param {Card} card */
  open(mention, card) {
    this.close()
    const app = document.querySelector(APP)
    if (app && this.card.parentElement !== app) app.append(this.style, this.card)
    this.fill(mention.getAttribute("href") ?? "", card)
    this.mention = mention
    mention.focus({ preventScroll: true }) // the focus comes back to it
    this.card.showPopover()
    mention.setAttribute("aria-expanded", "true")
    this.place()
    this.card.focus({ preventScroll: true })
  }

  /** @param {string} href @param {Card} card */
  fill(href, { name, other, also, about, where, place, picture }) {
    if (!this.data) return
    const { labels, lang } = this.data
    this.card.lang = lang
    const close = element("button", "term-close", { "aria-label": labels.close }, "×")
    close.onclick = () => this.close()
    const title = element("p", "term-name", {}, [
      element("strong", "", { id: "term-name" }, name),
      " ",
      element("span", "", { lang: this.data.other }, other),
    ])
    const more = element("p", "term-more", {}, [
      element("a", "", { href: where }, `${labels.where} ${place}`),
      element("a", "", { href }, labels.all),
    ])
    const said = [
      element("p", "", {}, about),
      ...(also ? [element("p", "term-also", {}, `${labels.also} ${also}`)] : []),
    ]
    this.card.replaceChildren(close, title, ...drawing(picture), ...said, more)
    this.card.scrollTop = 0
  }

  // Beside its mention, as long as that is in the window. A mention that was drawn anew has gone.
  place() {
    if (!this.mention || !this.card.matches(":popover-open")) return
    const line = this.mention.getClientRects()[0]
    if (!line || !this.mention.isConnected) return
    if (line.bottom < 0 || line.top > innerHeight) return this.close()
    const { left, top } = placed(line, this.card.getBoundingClientRect(), { width: innerWidth, height: innerHeight })
    Object.assign(this.card.style, { left: `${left}px`, top: `${top}px` })
  }

  toggled() {
    if (this.card.matches(":popover-open")) return
    this.mention?.setAttribute("aria-expanded", "false")
    this.mention = undefined
  }

  // The Tab key goes out of the card where it came in.
  /** @param {KeyboardEvent} key */
  key(key) {
    if (key.key !== "Tab") return
    const stops = [...this.card.querySelectorAll("button, a")]
    const at = stops.indexOf(/** @type {Element} */ (document.activeElement))
    const out = key.shiftKey ? at <= 0 : at === stops.length - 1
    if (!out) return
    if (key.shiftKey) key.preventDefault()
    const mention = this.mention
    this.close()
    mention?.focus({ preventScroll: true })
  }

  close() {
    if (this.card.matches(":popover-open")) this.card.hidePopover()
  }

  later() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      for (const mention of document.querySelectorAll(`${MENTION}:not([aria-haspopup])`)) {
        mention.setAttribute("aria-haspopup", "dialog")
        mention.setAttribute("aria-expanded", "false")
      }
    }, QUIET)
  }

  end() {
    clearTimeout(this.timer)
    this.redrawn.disconnect()
    this.listening.abort()
    this.card.remove()
    this.style.remove()
  }
}

/** @param {EventTarget | null} target @returns {HTMLAnchorElement | undefined} */
function mentionOf(target) {
  const found = target instanceof Element ? target.closest(MENTION) : null
  return found instanceof HTMLAnchorElement ? found : undefined
}

/** @param {HTMLAnchorElement} mention */
const keyOf = (mention) => mention.hash.replace("#term-", "")

/** @param {string} address @returns {Promise<Held>} */
async function fetched(address) {
  const answer = await fetch(new URL(`./${address}`, document.baseURI))
  if (!answer.ok) throw new Error(`${answer.status} ${address}`)
  return answer.json()
}

/** @param {string} picture */
function drawing(picture) {
  if (!picture) return []
  const { documentElement } = new DOMParser().parseFromString(picture, "image/svg+xml")
  return [document.adoptNode(documentElement)]
}
