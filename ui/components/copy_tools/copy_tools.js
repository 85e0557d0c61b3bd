// A link to an exhibit, or a frame that shows it alone, for the clipboard (see __init__.py).
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"

/** @import { Data } from "./types.d.ts" */

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  const root = child(parentElement, ".tools"),
    { labels } = data
  root.lang = data.lang
  root.setAttribute("role", "group")
  root.setAttribute("aria-label", labels.group.replace("%t", data.title))
  const said = element("div", "said", { role: "status" })
  const alone = element("a", "", { href: data.alone }, labels.alone)
  const link = element("button", "", {}, labels.link),
    frame = element("button", "", {}, labels.frame)
  link.onclick = () => copy(data.link, "", said, data)
  frame.onclick = () => copy(frameOf(data.link, data.alone, data.title), data.note, said, data)
  root.replaceChildren(alone, link, frame, said)
}

// The frame that shows the exhibit alone, to be put into another page.
/** @param {string} link @param {string} alone @param {string} title */
export function frameOf(link, alone, title) {
  const to = new URL(link)
  to.hash = ""
  to.search = new URL(alone, to).search
  to.searchParams.set("embed", "true")
  const [address, name] = [to.href, title].map(escaped)
  return `<iframe src="${address}" title="${name}" width="100%" height="720" style="border:0" loading="lazy" allow="camera; fullscreen"></iframe>`
}

/** @param {string} text */
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** @param {string} text @param {string} note @param {HTMLElement} said @param {Data} data */
async function copy(text, note, said, { labels }) {
  const done = await copied(text)
  const words = element("p", "", {}, done ? labels.copied : labels.refused)
  said.replaceChildren(words)
  if (note) said.append(element("p", "", {}, note))
  if (done) return
  const field = element("textarea", "", { "aria-label": labels.field, readonly: "", rows: 3 })
  field.value = text
  said.append(field)
  field.focus()
  field.select()
}

// Whether the browser took it. Over plain http it has no clipboard for scripts, only the old command.
/** @param {string} text */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedByCommand(text)
  }
}

/** @param {string} text */
function copiedByCommand(text) {
  const field = element("textarea", "", { "aria-hidden": "true", style: "position:fixed;opacity:0" })
  const before = document.activeElement
  try {
    field.value = text
    document.body.append(field)
    field.select()
    return document.execCommand("copy")
  } catch {
    return false
  } finally {
    field.remove()
    if (before instanceof HTMLElement) before.focus()
  }
}
