// A photo, the same in grey with maps over it, and a slider for how much of the maps is seen.
import { child } from "../shared/child.js"

/** @import { Data, Layer } from "./types.d.ts" */
const overlays = new WeakMap()
const FIRST = 65 // per cent

/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  const root = child(parentElement, ".overlay"),
    slider = child(root, "input", HTMLInputElement)
  const known = overlays.has(parentElement)
  overlays.set(parentElement, true)
  root.lang = data.lang
  child(root, "label span").textContent = data.label
  if (!known) slider.value = String(FIRST)
  const see = () => root.style.setProperty("--seen", slider.valueAsNumber / 100)
  slider.oninput = see
  see()
  const panels = [{ caption: data.caption }, ...data.layers].map((layer) => panel(data, layer))
  child(root, ".panels").replaceChildren(...panels)
  return () => overlays.delete(parentElement)
}

/** @param {Data} data @param {Layer} layer */
function panel(data, layer) {
  const made = document.createElement("figure"),
    frame = document.createElement("div")
  const words = document.createElement("figcaption")
  frame.className = "frame"
  frame.append(picture(data.photo, layer.url ? "" : data.alt))
  if (layer.url) frame.append(picture(layer.url, layer.alt ?? ""))
  words.textContent = layer.caption
  made.append(frame)
  if (layer.scale && layer.ends) made.append(scale(layer.scale, layer.ends))
  made.append(words)
  return made
}

/** @param {string} url @param {[string, string]} ends */
function scale(url, ends) {
  const made = document.createElement("div")
  const [low, high] = ends.map((end) => Object.assign(document.createElement("span"), { textContent: end }))
  made.className = "scale"
  made.append(low, picture(url, ""), high)
  return made
}

/** @param {string} url @param {string} alt */
function picture(url, alt) {
  const made = document.createElement("img")
  made.src = url
  made.alt = alt
  return made
}
