// What a component has drawn lives as long as its place on the page, however often Python speaks.
import { child } from "./child.js"

// What stands at a place, made in the element found there if nothing does yet; and what to call once
// that place has gone.
/** @template {{ link: { stop(): void } }} Shown @param {WeakMap<ShadowRoot, Shown>} kept
 * @param {ShadowRoot} place @param {string} selector @param {(root: HTMLElement) => Shown} made
 * @returns {[shown: Shown, leave: () => void]} */
export function shownAt(kept, place, selector, made) {
  const shown = kept.get(place) ?? made(child(place, selector))
  kept.set(place, shown)
  const leave = () => {
    shown.link.stop()
    kept.delete(place)
  }
  return [shown, leave]
}
