// The sections of a page: its headings of the second rank that can be led to, folded or not. The
// glossary has its letters.
import { foldsOf } from "../shared/folds.js"

/** @import { Section } from "./types.d.ts" */

const BELOW = 0.3 // of the window's height: a section counts as read once its heading is above this line
const TOUCHES = -2 // pixels that a heading may lie above the window's edge when it was scrolled to

/** @param {ParentNode} main @returns {Section[]} */
export function gathered(main) {
  /** @type {Section[]} */
  const found = []
  foldsOf(main)
  for (const heading of main.querySelectorAll("h2[id]:not(.glossary h2), summary [role='heading'][id]")) {
    const words = heading.textContent?.trim()
    if (heading.checkVisibility?.() === false) continue // a teacher has left it out
    if (words) found.push({ id: heading.id, words, heading })
  }
  return found
}

// The last section whose heading has come above the line, "" while the first has not; at the page's end
// the line is the window's lower edge. Of several there, the one that was asked for by its link.
/** @param {Section[]} sections @param {{ height: number, atEnd: boolean, asked: string }} window
 * @returns {string} */
export function inView(sections, { height, atEnd, asked }) {
  const line = atEnd ? height : BELOW * height
  let id = ""
  for (const { id: next, heading } of sections) {
    const { top } = heading.getBoundingClientRect()
    if (top > line) break
    if (next === asked && top >= TOUCHES) return asked
    id = next
  }
  return id
}
