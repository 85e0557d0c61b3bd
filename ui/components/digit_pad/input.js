// Mouse, pen and finger: one pointer draws, every other is ignored (the palm beside the pen).
// A pen that comes while a finger or palm is drawing takes over.
import { inside, LAST } from "./strokes.js"
/** @import { Hands, Point } from "./types.d.ts" */

export const GRID = 32 // cells to a side for the keyboard's cursor

/** @type {Record<string, Point>} */
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  Home: [-1, -1],
  PageUp: [1, -1],
  End: [-1, 1],
  PageDown: [1, 1],
}

/** @param {Hands} pad @param {HTMLCanvasElement} canvas */
export function listenToPointer(pad, canvas) {
  let active = /** @type {PointerEvent | null} */ (null),
    last = /** @type {Point} */ ([0, 0]),
    outside = false

  /** @param {PointerEvent} event @returns {Point} */
  const place = (event) => {
    const box = canvas.getBoundingClientRect()
    return [((event.clientX - box.left) * LAST) / box.width, ((event.clientY - box.top) * LAST) / box.width]
  }
  /** @param {PointerEvent} event */
  const start = (event) => {
    active = event
    last = place(event)
    outside = false
    canvas.setPointerCapture(event.pointerId)
    pad.down(...last, event.pointerType === "pen" && event.button === 5)
  }
  /** @param {PointerEvent} event */
  const step = (event) => {
    const to = place(event)
    if (inside(...to)) {
      if (outside) pad.enter(...last)
      pad.move(...to)
    } else if (!outside) pad.move(...to) // up to the edge, and no line along it
    outside = !inside(...to)
    last = to
  }
  const stop = () => {
    active = null
    pad.up()
  }

  canvas.onpointerdown = (event) => {
    if (event.button !== 0 && event.button !== 5) return
    if (active && !(event.pointerType === "pen" && active.pointerType === "touch")) return
    if (active) pad.abandon()
    start(event)
  }
  canvas.onpointermove = (event) => {
    if (!active) return pad.hover(...place(event), event.pointerType)
    if (event.pointerId !== active.pointerId) return
    const between = event.getCoalescedEvents?.() ?? []
    for (const each of between.length ? between : [event]) step(each)
  }
  canvas.onpointerup =
    canvas.onpointercancel =
    canvas.onlostpointercapture =
      (event) => {
        if (event.pointerId === active?.pointerId) stop()
      }
  canvas.onpointerleave = () => pad.hover()
  canvas.oncontextmenu = (event) => event.preventDefault()
  // Without this, iPadOS takes quick strokes of its pen for handwriting input.
  canvas.ontouchmove = (event) => event.cancelable && event.preventDefault()
}

/** @param {Hands} pad @param {HTMLCanvasElement} canvas */
export function listenToKeys(pad, canvas) {
  /** @type {Record<string, () => void>} */
  const act = {
    " ": () => pad.toggle(),
    Enter: () => pad.toggle(),
    Escape: () => pad.escape(),
    Backspace: () => pad.undo(),
    Delete: () => pad.clear(),
    e: () => pad.choose(pad.tool === "pen" ? "eraser" : "pen"),
  }
  /** @param {KeyboardEvent} event */
  const chord = (event) => {
    const key = event.key.toLowerCase()
    if (key === "z") return event.shiftKey ? () => pad.redo() : () => pad.undo()
    return key === "y" ? () => pad.redo() : undefined
  }
  canvas.onkeydown = (event) => {
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const arrow = ARROWS[name],
      by = event.shiftKey ? 4 : 1
    const command = event.altKey
      ? undefined
      : event.ctrlKey || event.metaKey
        ? chord(event)
        : arrow
          ? () => pad.walk(arrow[0] * by, arrow[1] * by)
          : act[name]
    if (!command || (event.repeat && !arrow)) return
    event.preventDefault()
    event.stopPropagation()
    command()
  }
}
