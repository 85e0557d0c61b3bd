// A card for the term whose mention was clicked. It stands in the page itself, above everything: a
// popover. This module comes with all that the cards of a language say, when they are first wanted.
import { element } from "../shared/element.js"
import { placed } from "./placed.js"

/** @import { Card, Said } from "./types.d.ts" */

const APP = '[data-testid="stApp"]' // below it the theme holds

/** @param {Said} said */
export default function (said) {
  return new Terms(said)
}

class Terms {
  /** @type {HTMLAnchorElement | undefined} */
  mention = undefined // whose card is open
  /** @type {HTMLAnchorElement | undefined} */
  pressed = undefined // whose card was open when the pointer went down
  style = element("style")
  card = element("div", "term-card", { popover: "auto", role: "dialog", tabindex: -1, "aria-labelledby": "term-name" })
  listening = new AbortController()

  /** @param {Said} said */
  constructor(said) {
    this.said = said
    this.card.lang = said.lang
    this.style.textContent = said.style
    const { signal } = this.listening
    addEventListener("pointerdown", ({ target }) => this.press(target), { signal, capture: true })
    for (const moved of ["scroll", "resize"])
      addEventListener(moved, () => this.place(), { signal, capture: true, passive: true })
    addEventListener("popstate", () => this.close(), { signal })
    this.card.addEventListener("toggle", () => this.toggled())
    this.card.addEventListener("keydown", (key) => this.key(key))
    this.card.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a")) this.close()
    })
  }

  /** @param {EventTarget | null} target */
  press(target) {
    this.pressed = target instanceof Node && this.mention?.contains(target) ? this.mention : undefined
  }

  // Opens the card of this mention, or closes it if it was open. Throws if there is no such term.
  /** @param {HTMLAnchorElement} mention */
  turn(mention) {
    const card = this.said.cards[mention.hash.replace("#term-", "")]
    if (!card) throw new Error(mention.href)
    const wasOpen = this.pressed === mention
    this.pressed = undefined
    this.close()
    if (!wasOpen) this.open(mention, card)
  }

  /** @param {HTMLAnchorElement} mention @param {Card} card */
  open(mention, card) {
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
    const { labels } = this.said
    const close = element("button", "term-close", { "aria-label": labels.close }, "×")
    close.onclick = () => this.close()
    const title = element("p", "term-name", {}, [
      element("strong", "", { id: "term-name" }, name),
      " ",
      element("span", "", { lang: this.said.other }, other),
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

  end() {
    this.listening.abort()
    this.card.remove()
    this.style.remove()
  }
}

/** @param {string} picture */
function drawing(picture) {
  if (!picture) return []
  const { documentElement } = new DOMParser().parseFromString(picture, "image/svg+xml")
  return [document.adoptNode(documentElement)]
}
