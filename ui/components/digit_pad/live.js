// The short way: a socket past Streamlit, where our own server runs. What it answers under the pen
// takes the place of what stands on the page, until Python has something newer to say there.
/** @import { Answer, Message, Place } from "./types.d.ts" */
const COMES_BACK = 2000 // ms between two attempts to reach the server

export class Live {
  /** @type {Place | null} */
  place = null // where to ask: { path, dark }; null where only Streamlit answers
  lang = "en"
  /** @type {WebSocket | null} */
  socket = null
  triedAt = -Infinity
  /** @type {Answer | null} */
  last = null // the newest answer: { seq, shown }
  took = 0 // ms that the server took for it
  watch = new MutationObserver(() => this.insist())

  /** @param {(seq: number) => void} answered @param {() => void} broken */
  constructor(answered, broken) {
    this.answered = answered
    this.broken = broken
  }

  get ready() {
    return this.socket?.readyState === WebSocket.OPEN
  }

  // Opens the socket, unless it is open, on its way, or was refused a moment ago.
  open() {
    if (!this.place || this.socket || performance.now() - this.triedAt < COMES_BACK) return
    this.triedAt = performance.now()
    const here = new URL(location.href)
    here.pathname = here.pathname.replace(/\/+$/, "")
    const there = new URL(this.place.path, here)
    there.protocol = there.protocol.replace("http", "ws")
    there.search = there.hash = ""
    const socket = (this.socket = new WebSocket(there))
    socket.onmessage = ({ data }) => {
      const { took, answer } = JSON.parse(data)
      this.took = took
      this.hear(answer)
    }
    socket.onclose = () => {
      if (this.socket === socket) this.socket = null
      this.broken()
    }
  }

  /** @param {Message} drawing */
  send(drawing) {
    this.socket?.send(JSON.stringify({ lang: this.lang, dark: this.place?.dark, drawing }))
  }

  /** @param {Answer} answer */
  hear(answer) {
    if (this.last && answer.seq <= this.last.seq) return
    this.last = answer
    this.show()
    this.answered(answer.seq)
  }

  show() {
    for (const [name, html] of Object.entries(this.last?.shown ?? {})) {
      const old = document.querySelector(`[data-testid="${name}"]`)
      if (!old) continue
      if (old.parentElement) this.watch.observe(old.parentElement, { childList: true })
      old.outerHTML = html.replaceAll(' role="status"', "") // Python says it aloud when the pen lifts
    }
    this.watch.takeRecords()
  }

  // An answer of Python's that was long on its way must not replace a newer one.
  insist() {
    if (!this.last) return
    const { seq, shown } = this.last
    /** @param {string} name */
    const stale = (name) => {
      const here = /** @type {HTMLElement | null} */ (document.querySelector(`[data-testid="${name}"]`))
      return here && Number(here.dataset.seq) < seq
    }
    if (Object.keys(shown).some(stale)) this.show()
  }

  close() {
    this.watch.disconnect()
    this.broken = () => {}
    this.socket?.close()
  }
}
