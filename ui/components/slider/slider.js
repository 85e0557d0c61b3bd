// The browser's slider. Python is told of a move at once, and of the next when it has answered;
// what it sends of an older move is not shown, so that the thumb never jumps back under a hand.
const sliders = new WeakMap()
const PATIENCE = 700 // ms without an answer, then the next move is sent nevertheless
const ASIDE = 12 // one step with the page keys on a scale of so many

export default function ({ data, parentElement, setTriggerValue }) {
  const input = parentElement.querySelector("input"), output = parentElement.querySelector("output")
  const slider = sliders.get(parentElement) ?? { moves: data.heard, told: data.heard, sent: 0 }
  sliders.set(parentElement, slider)
  parentElement.querySelector("span").textContent = data.label
  input.setAttribute("aria-label", data.label)
  input.max = data.last
  input.disabled = Boolean(data.disabled)

  const show = () => {
    const at = Number(input.value), words = data.words?.[at] ?? written(data, at)
    output.textContent = words
    input.setAttribute("aria-valuetext", words)
    input.style.setProperty("--at", data.last ? at / data.last : 0)
  }
  const send = () => {
    clearTimeout(slider.timer)
    Object.assign(slider, { told: slider.moves, timer: setTimeout(() => next(), PATIENCE) })
    setTriggerValue("move", { at: Number(input.value), moves: slider.moves })
  }
  const next = () => { slider.timer = null; if (slider.told < slider.moves) send() }

  if (data.heard >= slider.moves) input.value = data.at
  show()
  if (data.heard >= slider.told && slider.timer) { clearTimeout(slider.timer); next() }
  input.oninput = () => { slider.moves += 1; show(); if (!slider.timer) send() }
  input.onkeydown = (press) => {
    const way = { PageUp: 1, PageDown: -1 }[press.key]
    if (!way) return
    press.preventDefault()
    const before = input.value
    input.value = Number(before) + way * Math.max(1, Math.round(data.last / ASIDE))
    if (input.value !== before) input.oninput()
  }
  return () => { clearTimeout(slider.timer); sliders.delete(parentElement) }
}

function written(data, at) {
  return ((data.first + at) / 10 ** data.digits).toFixed(data.digits).replace("-", "−") + data.unit
}
