// The way to Python and back. At most one message is under way; the next one leaves when
// the answer to the last has been drawn, and carries the newest drawing. A lost message or
// answer is sent again. The drawing is kept in sessionStorage: one drawing a tab.
const PATIENCE = 1500   // ms to wait for an answer

class Link {
  seq = 0          // of the last message sent
  token = null     // of the last drawing taken over from Python
  flying = false
  waiting = false  // something newer than the last message is on the sheet
  known = false    // the sheet is the visitor's, and not just empty
  losses = 0
  timer = 0
  sentAt = -Infinity

  constructor(name, read, write) {
    Object.assign(this, { name, read, write, interval: 50, post: () => {} })
    this.recall()
  }

  recall() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.name))
      if (!kept) return
      this.write(unpack(kept))
      Object.assign(this, { seq: Number(kept.seq) || 0, token: kept.token ?? null, known: true })
    } catch { /* storage is blocked or not ours: begin with an empty sheet */ }
  }

  keep() {
    if (!this.seq) return
    try {
      const kept = { ...pack(this.read().strokes), seq: this.seq, token: this.token }
      sessionStorage.setItem(this.name, JSON.stringify(kept))
    } catch { /* storage is full or blocked: the drawing lives as long as the page */ }
  }

  // Sends soon; `now` does not wait for the interval (but still for the answer under way).
  send(now = false) {
    this.waiting = this.known = true
    this.losses = 0
    if (this.flying) return
    clearTimeout(this.timer)
    const pause = now ? 0 : Math.max(0, this.interval - (performance.now() - this.sentAt))
    this.timer = setTimeout(() => this.depart(), pause)
  }

  depart() {
    const { strokes, pen } = this.read()
    Object.assign(this, { seq: this.seq + 1, flying: true, waiting: false, sentAt: performance.now() })
    this.keep()
    this.post("drawing", { seq: this.seq, pen, token: this.token, ...pack(strokes) })
    this.timer = setTimeout(() => this.lost(), PATIENCE * 2 ** Math.min(3, this.losses))
  }

  lost() {
    this.flying = false
    this.losses += 1
    if (this.losses < 10) this.depart()
  }

  // A word from Python: { ack, restore: null or a drawing, put: null or a drawing with token }.
  hear({ ack, restore, put }) {
    this.adopt(ack, restore, put)
    const answered = ack === this.seq
    this.seq = Math.max(this.seq, ack)
    if (this.flying && !answered) return
    clearTimeout(this.timer)
    this.flying = false
    if (this.waiting || (this.known && !answered)) this.send()
  }

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
    this.keep()
  }
}
