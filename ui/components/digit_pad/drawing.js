// The drawing and its history; knows nothing of screens or servers. `changed` is called
// after each change.
import { bound, CAPACITY, cut, thin, total } from "./strokes.js"
/** @import { Point, Stroke } from "./types.d.ts" */

export class Drawing {
  /** @type {Stroke[]} */
  strokes = []
  /** @type {Stroke[][]} */
  past = []
  /** @type {Stroke[][]} */
  future = []
  /** @type {Stroke | null} */
  growing = null // the stroke under the pen
  rubbing = false // something has gone since the eraser came down
  full = false
  /** @type {() => void} */
  changed = () => {}

  /** @param {number} x @param {number} y */
  begin(x, y) {
    if (!this.hasRoom()) return
    this.remember()
    this.open(x, y)
  }

  // Also when the pen has left the sheet and come back: a new stroke, undone with the last.
  /** @param {number} x @param {number} y */
  open(x, y) {
    if (!this.hasRoom()) return
    this.growing = [[bound(x), bound(y)]]
    this.strokes = [...this.strokes, this.growing]
    this.changed()
  }

  // Drops a point closer than `least` to the last one.
  /** @param {number} x @param {number} y @param {number} least */
  extend(x, y, least) {
    if (!this.growing) return
    /** @type {Point} */
    const point = [bound(x), bound(y)],
      last = this.growing[this.growing.length - 1]
    if (Math.hypot(point[0] - last[0], point[1] - last[1]) < Math.max(1, least)) return
    if (!this.hasRoom()) return
    this.growing.push(point)
    this.changed()
  }

  hasRoom() {
    if (total(this.strokes) < CAPACITY) return true
    const thinned = this.full ? null : thin(this.strokes)
    this.full = !thinned
    if (!thinned) return false
    if (this.growing) this.growing = thinned[thinned.length - 1]
    this.strokes = thinned
    return true
  }

  lift() {
    this.growing = null
    this.rubbing = false
    this.changed()
  }

  // Rubs out along the way from a to b; false when nothing was there.
  /** @param {Point} a @param {Point} b @param {number} radius */
  erase(a, b, radius) {
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / (radius / 2)))
    /** @type {Stroke[] | null} */
    let left = this.strokes
    for (let i = 0; i <= steps; i++) {
      const part = i / steps
      /** @type {Point} */
      const c = [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]
      left = left.flatMap((stroke) => cut(stroke, c, radius))
    }
    if (left.length === this.strokes.length && left.every((s, i) => s === this.strokes[i])) return false
    if (total(left) > CAPACITY) left = thin(left) // the cut ends are points, too
    if (!left) return false
    if (!this.rubbing) this.remember()
    this.rubbing = true
    this.put(left)
    this.changed()
    return true
  }

  /** @param {Stroke[]} strokes */
  replace(strokes) {
    this.remember()
    this.growing = null
    this.put(strokes)
    this.changed()
  }

  undo() {
    if (!this.strokes.length && !this.past.length) return false
    this.future.push(this.strokes)
    this.put(this.past.pop() ?? this.strokes.slice(0, -1)) // no past: the page was reloaded
    this.changed()
    return true
  }

  redo() {
    const next = this.future.pop()
    if (!next) return false
    this.past.push(this.strokes)
    this.put(next)
    this.changed()
    return true
  }

  remember() {
    this.past = [...this.past.slice(-99), this.strokes]
    this.future = []
  }

  /** @param {Stroke[]} strokes */
  put(strokes) {
    this.strokes = strokes
    this.full = false
  }
}
