// For each of `count` new pixels, `step` old ones wide from `start` on: which of the `old` pixels it
// covers, and their shares in it. Beyond them there is paper.
/** @param {number} start @param {number} step @param {number} count @param {number} old */
export function areas(start, step, count, old) {
  return Array.from({ length: count }, (_, i) => {
    /** @type {[pixel: number, share: number][]} */
    const found = []
    const low = start + step * i
    for (let pixel = Math.max(0, Math.floor(low)); pixel < Math.min(old, low + step); pixel++) {
      const overlap = Math.min(low + step, pixel + 1) - Math.max(low, pixel)
      if (overlap > 0) found.push([pixel, overlap / step])
    }
    return found
  })
}
