// The error over all test digits, read anew after each lesion: what stands between the page and its worker.
/** @import { Parts } from "../browser/types.d.ts" */
/** @import { Brought, Told as Report, Tools, Worked } from "./types.d.ts" */
const PATIENCE = 5000 // ms between two looks at a worker; one that was silent at two of them is lost

export class Counter {
  /** @type {Worked} */
  now = { phase: "idle", seen: [], wrong: [] }
  /** @type {Worker | null} */
  worker = null
  job = 0
  silent = 0
  /** @type {ReturnType<typeof setInterval> | undefined} */
  watch

  /** @param {Tools} tools */
  constructor(tools) {
    this.tools = tools
  }

  // Begins to read all digits, with these parts out. What was being read is given up.
  /** @param {Partial<Parts>} parts */
  async count(parts) {
    const job = ++this.job
    this.tell({ phase: this.worker ? "counting" : "fetching", seen: [], wrong: [] })
    if (!this.worker) {
      try {
        const brought = await this.tools.bring()
        if (job !== this.job) return
        this.hire(brought)
      } catch {
        if (job === this.job) this.fail()
        return
      }
      this.tell({ phase: "counting", seen: [], wrong: [] })
    }
    this.look()
    this.worker?.postMessage({ job, parts, seed: this.tools.seed() })
  }

  // What has been read so far stays.
  stop() {
    if (this.now.phase !== "counting" && this.now.phase !== "fetching") return
    this.job++
    this.worker?.postMessage({ job: this.job })
    clearInterval(this.watch)
    this.tell({ ...this.now, phase: "stopped" })
  }

  // The page is left.
  end() {
    this.job++
    clearInterval(this.watch)
    this.worker?.terminate()
    this.worker = null
  }

  /** @param {Brought} brought */
  hire(brought) {
    this.worker = this.tools.hire()
    this.worker.onmessage = ({ data }) => this.hear(data)
    this.worker.onerror = () => this.fail()
    this.worker.postMessage(brought)
  }

  /** @param {Report} report */
  hear(report) {
    this.silent = 0
    if ("problem" in report) this.fail()
    else if (report.job === this.job) {
      if (report.done) clearInterval(this.watch)
      this.tell({ phase: report.done ? "done" : "counting", seen: report.seen, wrong: report.wrong })
    }
  }

  // A worker that the browser has ended says nothing.
  look() {
    clearInterval(this.watch)
    this.silent = 0
    this.watch = setInterval(() => {
      if (++this.silent > 2) this.fail()
    }, PATIENCE)
  }

  // All that can be done is to begin anew: what failed makes no difference to it.
  fail() {
    this.end()
    this.tell({ phase: "failed", seen: [], wrong: [] })
  }

  /** @param {Worked} now */
  tell(now) {
    this.now = now
    this.tools.show(now)
  }
}
