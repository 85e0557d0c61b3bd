// How many frames are read, and how many are dropped, in a second: over the last few seconds.
const SPAN = 3000 // ms

export class Pace {
  /** @type {{ at: number, read: boolean }[]} */
  frames = []

  /** @param {boolean} read @param {number} now in milliseconds */
  count(read, now) {
    this.frames.push({ at: now, read })
    while (this.frames[0].at < now - SPAN) this.frames.shift()
  }

  // Of a second; null until there is enough to say so.
  rates() {
    const { frames } = this,
      seconds = frames.length > 1 ? (frames[frames.length - 1].at - frames[0].at) / 1000 : 0
    if (seconds < 1) return null
    const read = frames.filter((frame) => frame.read).length
    return { read: read / seconds, dropped: (frames.length - read) / seconds }
  }

  forget() {
    this.frames = []
  }
}
