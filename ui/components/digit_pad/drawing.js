// The drawing and its history; knows nothing of screens or servers. `changed` is called
// after each change: changed() while the pen is down, changed(true) when it is not.
import { bound, CAPACITY, cut, thin, total } from "./strokes.js"

export class Drawing {
  strokes = []
  past = []
  future = []
  growing = null // the stroke under the pen
  rubbing = false // something has gone since the eraser came down
  full = false
  changed = () => {}

  begin(x, y) {
    if (!this.hasRoom()) return
    this.remember()
    this.open(x, y)
  }

  // Also when the pen has left the sheet and come back: a new stroke, undone with the last.
  open(x, y) {
    if (!this.hasRoom()) return
    this.growing = [[bound(x), bound(y)]]
    this.strokes = [...this.strokes, this.growing]
    this.changed()
  }

  // Drops a point closer than `least` to the last one.
  extend(x, y, least) {
    const point = [bound(x), bound(y)],
      last = this.growing.at(-1)
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
    if (this.growing) this.growing = thinned.at(-1)
    this.strokes = thinned
    return true
  }

  lift() {
    this.growing = null
    this.rubbing = false
    this.changed(true)
  }

  // Rubs out along the way from a to b; false when nothing was there.
  erase(a, b, radius) {
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / (radius / 2)))
    let left = this.strokes
    for (let i = 0; i <= steps; i++) {
      const c = [0, 1].map((k) => a[k] + (i / steps) * (b[k] - a[k]))
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

  replace(strokes) {
    this.remember()
    this.growing = null
    this.put(strokes)
    this.changed(true)
  }

  undo() {
    if (!this.strokes.length && !this.past.length) return false
    this.future.push(this.strokes)
    this.put(this.past.pop() ?? this.strokes.slice(0, -1)) // no past: the page was reloaded
    this.changed(true)
    return true
  }

  redo() {
    if (!this.future.length) return false
    this.past.push(this.strokes)
    this.put(this.future.pop())
    this.changed(true)
    return true
  }

  remember() {
    this.past = [...this.past.slice(-99), this.strokes]
    this.future = []
  }

  put(strokes) {
    this.strokes = strokes
    this.full = false
  }
}
