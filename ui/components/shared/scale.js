// The diverging scale of cnn/figures.py, and signed numbers as ui/words/numbers.py prints them.
/** @param {Ramp} colours @returns {(value: number) => Tone} */
export function ramp(colours) {
  // value from -1 to 1 -> red, green, blue; zero is the middle colour
  const parts = colours.map((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)))
  return (value) => {
    const at = ((Math.max(-1, Math.min(1, value)) + 1) / 2) * (parts.length - 1)
    const low = Math.min(Math.floor(at), parts.length - 2),
      share = at - low
    return parts[low].map((from, i) => from + (parts[low + 1][i] - from) * share)
  }
}

/** @param {number} value */
export function signed(value) {
  // with a true minus, and never "−0.00"
  const text = Math.abs(value).toFixed(2)
  return value < 0 && Number(text) ? `−${text}` : text
}
