// Work that is done in frames, and only while its element is in view: elsewhere on the page a pen may
// move, which must not wait for what nobody sees.
const AHEAD = "120px" // this near to the window counts as in view

// `work` returns whether there is more to do, in the next frame. `ask` wakes it, `end` is for good.
/** @param {HTMLElement} element @param {() => boolean} work */
export function whileInView(element, work) {
  let [isSeen, isWanted, frame] = [false, false, 0]
  const next = () => {
    if (isSeen && isWanted && !frame) frame = requestAnimationFrame(run)
  }
  const run = () => {
    frame = 0
    isWanted = work()
    next()
  }
  const observer = new IntersectionObserver(
    (entries) => {
      isSeen = entries[entries.length - 1].isIntersecting
      next()
    },
    { rootMargin: AHEAD },
  )
  observer.observe(element)
  return {
    ask() {
      isWanted = true
      next()
    },
    end() {
      observer.disconnect()
      cancelAnimationFrame(frame)
    },
  }
}
