// The way to Python and back. At most one message is under way; the next one leaves when
// the answer to the last has been drawn, and carries the newest drawing. A lost message or
// answer is sent again. Where there is a short way (live.js), all go by it, and to Python only
// those with the pen up, one at a time too: with forty visitors Python needs seconds, the short way
// does not. The drawing is kept in sessionStorage: one drawing a tab.
import { Live } from "./live.js"
import { pack, unpack } from "./strokes.js"

/** @import { Message, Stroke, Word } from "./types.d.ts" */

const PATIENCE = 1500 // ms to wait for an answer
const LONGER = 6000 // ms to wait for Python's, when the short way has answered
const SHORT = 33,
  LONG = 200 // ms between two messages by the short way: as the server can

export class Link {
  seq = 0 // of the last message sent
  /** @type {string | null} */
  token = null // of the last drawing taken over from Python
  flying = false
  unheard = 0 // the last message to Python, if it has not answered it
  heard = 0 // the last one that it has answered
  waiting = false // something newer than the last message is on the sheet
  known = false // the sheet is the visitor's, and not just empty
  losses = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined
  sentAt = -Infinity
  short = false // the last message went by the short way
  interval = 50 // ms between two messages to Python
  /** @type {(name: "drawing", message: Message) => void} */
  post = () => {}

  /**
   * @param {string} name
   * @param {() => { strokes: Stroke[], pen: "up" | "down" }} read
   * @param {(strokes: Stroke[]) => void} write
   */
  constructor(name, read, write) {
    this.name = name
    this.read = read
    this.write = write
    this.live = new Live(
      (seq) => seq === this.seq && this.landed(),
      () => this.missed(),
    )
    this.recall()
  }

  recall() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name) ?? "null")
      if (!kept) return
      this.write(unpack(kept))
      Object.assign(this, { seq: Number(kept.seq) || 0, token: kept.token ?? null, known: true })
    } catch {
      /* storage is blocked or not ours: begin with an empty sheet */
    }
  }

  keep() {
    if (!this.seq) return
    try {
      const kept = { ...pack(this.read().strokes), seq: this.seq, token: this.token }
      sessionStorage.setItem(this.name, JSON.stringify(kept))
    } catch {
      /* storage is full or blocked: the drawing lives as long as the page */
    }
  }

  // Sends soon; `now` does not wait for the interval (but still for the answer under way).
  send(now = false) {
    this.waiting = this.known = true
    this.losses = 0
    if (this.flying) return
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.depart(), now ? 0 : Math.max(0, this.pause()))
  }

  // What is left of the least time between two messages; by the short way, as long as the server
  // takes for an answer and twice that, so that a busy one has time for other things.
  pause() {
    const short = Math.min(LONG, Math.max(SHORT, 3 * this.live.took))
    return (this.live.ready ? short : this.interval) - (performance.now() - this.sentAt)
  }

  depart() {
    const { strokes, pen } = this.read()
    Object.assign(this, { seq: this.seq + 1, flying: true, waiting: false, sentAt: performance.now() })
    this.keep()
    const message = { seq: this.seq, pen, token: this.token, ...pack(strokes) }
    this.live.open()
    this.short = this.live.ready
    if (this.short) this.live.send(message)
    if (!this.short || (pen === "up" && !this.unheard)) {
      this.unheard = this.seq
      this.post("drawing", message)
    }
    this.wait(PATIENCE)
  }

  /** @param {number} patience */
  wait(patience) {
    this.timer = setTimeout(() => this.lost(), patience * 2 ** Math.min(3, this.losses))
  }

  lost() {
    this.losses += 1
    if (this.losses > 1 && this.flying) this.live.socket?.close() // it may be what does not answer
    this.flying = false
    this.unheard = 0
    if (this.losses < 10) this.depart()
  }

  // The short way has closed: what was on it goes the other one.
  missed() {
    if (!this.flying || !this.short || this.unheard === this.seq) return
    clearTimeout(this.timer)
    this.depart()
  }

  // The newest message has been answered, by either way.
  landed() {
    clearTimeout(this.timer)
    this.flying = false
    if (this.waiting || this.isBehind()) this.send()
    else if (this.unheard) this.wait(LONGER)
  }

  // A word from Python: { ack, restore: null or a drawing, put: null or a drawing with token }.
  /** @param {Pick<Word, "ack" | "restore" | "put">} word */
  hear({ ack, restore, put }) {
    this.adopt(ack, restore, put)
    const answered = ack === this.seq
    if (ack >= this.unheard || ack < this.heard) this.unheard = 0 // less: another server answers
    this.heard = ack
    this.seq = Math.max(this.seq, ack)
    if (this.flying && !answered) return
    if (answered || !this.unheard) clearTimeout(this.timer)
    this.flying = false
    if (this.waiting || this.isBehind()) this.send()
  }

  // Python has not been told of what is on the sheet. What the short way shows under the pen it
  // need not know.
  isBehind() {
    if (!this.known || this.unheard || this.heard === this.seq) return false
    return !this.live.ready || this.read().pen === "up"
  }

  /** @param {number} ack @param {Word["restore"]} restore @param {Word["put"]} put */
  adopt(ack, restore, put) {
    if (restore && !this.known) {
      this.write(unpack(restore))
      Object.assign(this, { seq: ack, known: true })
    }
    if (!put || put.token === this.token) return
    this.token = put.token
    this.write(unpack(put))
    this.waiting = true
  }

  close() {
    clearTimeout(this.timer)
    this.live.close()
    this.keep()
  }
}
