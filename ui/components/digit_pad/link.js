// The way to Python. A drawing is sent when the pen is up and Python has answered for the last one; a
// lost message or answer is sent again. The drawing is kept in sessionStorage: one drawing a tab.
import { pack, unpack } from "./strokes.js"

/** @import { Message, Stroke, Word } from "./types.d.ts" */

const PATIENCE = 6000 // ms to wait for an answer: with forty visitors Python needs seconds

export class Link {
  seq = 0 // of the last message sent
  /** @type {string | null} */
  token = null // of the last drawing taken over from Python
  unheard = 0 // the last message, if Python has not answered it
  heard = 0 // the last one that it has answered
  waiting = false // something newer than the last message is on the sheet
  known = false // the sheet is the visitor's, and not just empty
  losses = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer = undefined
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

  // Something has changed on the sheet: Python hears of it once the pen is up.
  send() {
    this.waiting = this.known = true
    this.losses = 0
    if (!this.unheard) this.depart()
  }

  depart() {
    const { strokes, pen } = this.read()
    if (pen === "down") return
    clearTimeout(this.timer)
    Object.assign(this, { seq: this.seq + 1, waiting: false })
    this.unheard = this.seq
    this.keep()
    this.post("drawing", { seq: this.seq, token: this.token, ...pack(strokes) })
    this.timer = setTimeout(() => this.lost(), PATIENCE * 2 ** Math.min(3, this.losses))
  }

  lost() {
    this.losses += 1
    this.unheard = 0
    this.waiting = true
    if (this.losses < 10) this.depart()
  }

  // A word from Python: { ack, restore: null or a drawing, put: null or a drawing with token }.
  /** @param {Pick<Word, "ack" | "restore" | "put">} word */
  hear({ ack, restore, put }) {
    this.adopt(ack, restore, put)
    if (ack >= this.unheard || ack < this.heard) this.unheard = 0 // less: another server answers
    this.heard = ack
    this.seq = Math.max(this.seq, ack)
    if (this.unheard) return
    clearTimeout(this.timer)
    if (this.waiting || (this.known && this.heard !== this.seq)) this.send()
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
    this.waiting = this.known = true
  }

  close() {
    clearTimeout(this.timer)
    this.keep()
  }
}
