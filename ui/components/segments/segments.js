// The browser's radio buttons, side by side. They are made anew only when the options are others,
// so that the focus stays.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { whenLeft } from "../shared/leaving.js"
import { forget, hear, hurry, move } from "../shared/moves.js"

/** @import { Data, Group, Told } from "./types.d.ts" */

/** @type {WeakMap<ShadowRoot, Group>} */
const groups = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const set = child(parentElement, "fieldset", HTMLFieldSetElement)
  const group = groups.get(parentElement) ?? /** @type {Group} */ ({})
  if (!groups.has(parentElement)) whenLeft(set, () => hurry(group))
  groups.set(parentElement, group)
  const news = JSON.stringify(data.words)
  if (group.news !== news) {
    group.news = news
    group.radios = data.words.map(() => element("input", "", { type: "radio", name: "one" }))
    child(set, "div").replaceChildren(
      ...data.words.map((word, at) => element("label", "", {}, [group.radios[at], element("span", "", {}, word)])),
    )
  }
  set.className = data.look
  set.setAttribute("aria-label", data.label)
  child(set, "legend").textContent = data.label
  hear(group, data, setTriggerValue)
  group.radios.forEach((radio, at) => {
    radio.checked = at === group.at
    radio.onchange = () => move(group, at)
  })
  return () => {
    forget(group)
    groups.delete(parentElement)
  }
}
