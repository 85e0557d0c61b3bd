// A link that follows itself once each time the teacher points (see __init__.py).
import { child } from "../shared/child.js"

/** @import { Data } from "./types.d.ts" */
const FOLLOWED = "how-cnns-began.followed" // which pointing, so that a page that is loaded again stays

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  const link = child(parentElement, "a", HTMLAnchorElement)
  link.href = data.href
  link.textContent = data.words
  if (isNews(`${data.href} ${data.pointed}`, data.pointed)) setTimeout(() => link.click())
}

// Whether this pointing has not been followed in this tab.
/** @param {string} pointing @param {number} pointed */
export function isNews(pointing, pointed) {
  if (!pointed) return false
  try {
    if (sessionStorage.getItem(FOLLOWED) === pointing) return false
    sessionStorage.setItem(FOLLOWED, pointing)
    return true
  } catch {
    return false // storage is switched off: the link is pressed by hand, or it would be followed for ever
  }
}
