// The answer in a sentence; a refusal still names its best guess. It is said aloud when the pen is lifted.
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"
import { filled } from "./words.js"

/** @import { Read, Words } from "./types.d.ts" */

export class Verdict {
  /** @param {HTMLElement} host @param {Words} words */
  constructor(host, words) {
    this.words = words
    this.digit = element("span", "digit", { "aria-hidden": "true" })
    this.sentence = element("span")
    this.more = element("small")
    this.aloud = element("p", "aloud", { role: "status" })
    const seen = element("p", "", {}, [this.sentence, this.more])
    this.box = element("div", "verdict", { "data-testid": "verdict" }, [this.digit, seen, this.aloud])
    host.replaceChildren(this.box)
  }

  /** @param {Read} read */
  show(read) {
    const [digit, sentence, more] = this.said(read)
    this.box.classList.toggle("refused", !read.reading?.isDigit)
    this.box.dataset.seq = String(read.number)
    say(this.digit, digit)
    say(this.sentence, sentence)
    say(this.more, more)
    if (read.pen === "up" && read.number) say(this.aloud, `${sentence} ${more}`)
  }

  /** @param {Read} read @returns {[digit: string, sentence: string, more: string]} */
  said({ reading, problem, number }) {
    const { labels } = this.words
    if (problem) return ["?", labels[problem], ""]
    if (!reading) return ["", "", ""]
    const { best, second, isDigit } = reading
    /** @param {"answer" | "refused" | "refused-more" | "sample-read"} key */
    const of = (key) => filled(labels[key], { digit: best })
    if (!isDigit) return [String(best), of("refused"), of("refused-more")]
    if (!number) return [String(best), of("sample-read"), labels["sample-more"]]
    return [String(best), of("answer"), filled(labels.second, { digit: second })]
  }
}
