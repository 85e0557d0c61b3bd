// Printing opens all of a page first, and folds it again afterwards: by the keys for it, and by the item of
// Streamlit's menu. Where a browser prints by its own menu, it prints what is open.
const SWITCH = ".st-key-frame-everything input"
const MENU = '[data-testid="stMainMenuItem-print"]'
const FOLDED = "[class*='st-key-fold-'], .chapters"
const WORKS = '[data-testid="stApp"]:not([data-test-script-state="notRunning"]), [data-testid="stSkeleton"]'
const PAUSE = 100, // ms
  STILL = 5, // ticks without work until all is taken to be there
  LOOKS = 300 // ticks until it is printed as it is

// Listens; returns what ends that.
export function listenForPrinting() {
  let busy = false
  /** @param {Event} event */
  const take = async (event) => {
    if (!document.querySelector(FOLDED) || !document.querySelector(SWITCH)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    if (busy) return
    busy = true
    switchAll()
    await allDrawn()
    print()
    switchAll()
    busy = false
  }
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "p") take(event)
  }
  /** @param {MouseEvent} event */
  const onClick = (event) => {
    if (event.target instanceof Element && event.target.closest(MENU)) take(event)
  }
  addEventListener("keydown", onKey, { capture: true })
  addEventListener("click", onClick, { capture: true })
  return () => {
    removeEventListener("keydown", onKey, { capture: true })
    removeEventListener("click", onClick, { capture: true })
  }
}

function switchAll() {
  /** @type {HTMLElement | null} */
  const input = document.querySelector(SWITCH)
  input?.click()
}

// Once nothing is folded, nothing works, and what loads when it comes near the window has been there.
async function allDrawn() {
  for (let tick = 0, quiet = 0; tick < LOOKS && quiet < STILL; tick++) {
    const later = document.querySelector("[data-later]")
    later?.scrollIntoView()
    quiet = later || document.querySelector(`${FOLDED}, ${WORKS}`) ? 0 : quiet + 1
    await new Promise((go) => setTimeout(go, PAUSE))
  }
}
