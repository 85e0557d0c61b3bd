// The browser's slider, with its label and its value.
import { child } from "../shared/child.js"
import { whenLeft } from "../shared/leaving.js"
import { forget, hear, hurry, move } from "../shared/moves.js"
import { signed } from "../shared/scale.js"

/** @import { Data, Numbers, Told } from "./types.d.ts" */
/** @import { Kept } from "../shared/types.d.ts" */

/** @type {WeakMap<ShadowRoot, Kept & { at: number }>} */
const sliders = new WeakMap()
const ASIDE = 12 // one step with the page keys on a scale of so many

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const input = child(parentElement, "input", HTMLInputElement),
    output = child(parentElement, "output")
  const slider = sliders.get(parentElement) ?? /** @type {Kept & { at: number }} */ ({})
  if (!sliders.has(parentElement)) whenLeft(input, () => hurry(slider))
  sliders.set(parentElement, slider)
  child(parentElement, "span").textContent = data.label
  input.setAttribute("aria-label", data.label)
  input.max = String(data.last)
  input.disabled = Boolean(data.disabled)

  const show = () => {
    const words = data.words ? data.words[slider.at] : written(data, slider.at)
    input.value = String(slider.at)
    output.textContent = words
    input.setAttribute("aria-valuetext", words)
    input.style.setProperty("--at", data.last ? slider.at / data.last : 0)
  }
  /** @param {number} at */
  const put = (at) => {
    if (at === slider.at) return
    move(slider, at)
    show()
  }
  hear(slider, data, setTriggerValue)
  show()
  input.oninput = () => put(Number(input.value))
  input.onkeydown = (press) => {
    const way = { PageUp: 1, PageDown: -1 }[press.key]
    if (!way || press.altKey || press.ctrlKey || press.metaKey) return
    press.preventDefault()
    put(Math.min(Math.max(slider.at + way * Math.max(1, Math.round(data.last / ASIDE)), 0), data.last))
  }
  return () => {
    forget(slider)
    sliders.delete(parentElement)
  }
}

/** @param {Numbers} data @param {number} at */
export function written(data, at) {
  return signed((data.first + at) / 10 ** data.digits, data.digits) + data.unit
}
