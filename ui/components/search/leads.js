// Where an entry of the index leads.

/** @import { Entry, Language } from "./types.d.ts" */

// A link below the app's root that inner_links.js follows. On the page that is shown, what its address
// says besides stays as it is.
/** @param {Entry} entry @param {string} address of its page @param {Language} lang
 * @param {{ href: string, search: string }} here @returns {string} */
export function addressOf({ section = "", more = "" }, address, lang, here) {
  const base = new URL(".", here.href).pathname // the app may live below a path
  const shown = new URL(here.href).pathname.slice(base.length) === address
  const asked = new URLSearchParams(shown ? here.search : "")
  asked.delete("note") // a teacher's note, which stands alone
  asked.set("lang", lang)
  for (const [name, value] of new URLSearchParams(more)) asked.set(name, value)
  return `./${address}?${asked}${section && `#${section}`}`
}
