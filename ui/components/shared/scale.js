// The scales of cnn/figures.py, and signed numbers as ui/words/numbers.py prints them.
/** @param {string} colour @returns {Tone} */
export function rgb(colour) {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
}

/** @param {Tone[]} colours @param {number} part */
export function shade(colours, part) {
  // the colour at `part`, 0 to 1, of the way from the first to the last
  const at = Math.min(1, Math.max(0, part)) * (colours.length - 1),
    below = Math.min(Math.floor(at), colours.length - 2)
  return colours[below].map((channel, i) => channel + (colours[below + 1][i] - channel) * (at - below))
}

/** @param {Ramp} colours @returns {(value: number) => Tone} */
export function ramp(colours) {
  // value from -1 to 1 -> red, green, blue; zero is the middle colour
  const tones = colours.map(rgb)
  return (value) => shade(tones, (value + 1) / 2)
}

/** @param {number} value @param {number} [digits] behind the point */
export function signed(value, digits = 2) {
  // with a true minus, and never "−0.00"
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) ? `−${text}` : text
}
