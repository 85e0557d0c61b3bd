// How far the error of all digits may lie from that of a sample: Wilson's interval (1927).
const Z = 1.96 // standard deviations to either side: 95 of 100 such intervals hold the true error

// Parts of one, lowest and highest. Of nothing: anything may be.
/** @param {number} wrong @param {number} of how many were read @returns {[lowest: number, highest: number]} */
export function wilson(wrong, of) {
  if (!of) return [0, 1]
  const part = wrong / of,
    z2 = (Z * Z) / of
  const middle = (part + z2 / 2) / (1 + z2),
    half = (Z * Math.sqrt((part * (1 - part)) / of + z2 / (4 * of))) / (1 + z2)
  return [Math.max(0, middle - half), Math.min(1, middle + half)]
}
