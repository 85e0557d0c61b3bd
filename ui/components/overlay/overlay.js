// A photo, the same with maps over it, and a slider for how much of the maps is seen.
const overlays = new WeakMap()
const FIRST = 65 // per cent

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".overlay"),
    slider = root.querySelector("input")
  const known = overlays.has(parentElement)
  overlays.set(parentElement, true)
  root.lang = data.lang
  root.querySelector("label span").textContent = data.label
  if (!known) slider.value = FIRST
  const see = () => root.style.setProperty("--seen", slider.value / 100)
  slider.oninput = see
  see()
  const panels = [{ caption: data.caption }, ...data.layers].map((layer) => panel(data, layer))
  root.querySelector(".panels").replaceChildren(...panels)
  return () => overlays.delete(parentElement)
}

function panel(data, layer) {
  const made = document.createElement("figure"),
    frame = document.createElement("div")
  const words = document.createElement("figcaption")
  frame.className = "frame"
  frame.append(picture(data.photo, layer.url ? "" : data.alt))
  if (layer.url) frame.append(picture(layer.url, layer.alt))
  words.textContent = layer.caption
  made.append(frame, words)
  return made
}

function picture(url, alt) {
  const made = document.createElement("img")
  made.src = url
  made.alt = alt
  return made
}
