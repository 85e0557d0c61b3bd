// What both networks say of the digit on the pad, and how often they misread MNIST's.
import { element } from "../shared/element.js"
import { wilson } from "./interval.js"

/** @import { Reading } from "../browser/types.d.ts" */
/** @import { Card, Data, ResultView, Worked } from "./types.d.ts" */
const FULL = 150 // the distance whose bar has full length
const MILLION = 1_000_000

/** @returns {ResultView} */
export function resultView() {
  const whole = card("whole"),
    hurt = card("hurt"),
    picture = element("canvas", "input"),
    changed = element("p", "changed", { role: "status" })
  const head = element("div", "cards", {}, [picture, whole.root, hurt.root])
  const heads = element("thead"),
    body = element("tbody")
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const cells = Array.from({ length: 4 }, () => element("td"))
    const row = element("tr", "", {}, [element("th", "", { scope: "row" }, digit), ...cells])
    body.append(row)
    return { row, cells }
  })
  const table = element("table", "ten", {}, [element("caption"), heads, body])
  const error = element("p", "error", { role: "status" }),
    progress = element("progress", "", { max: 1, value: 0 }),
    button = element("button", "tool read")
  const counted = element("div", "counted", {}, [error, progress, button])
  const root = element("div", "result", {}, [head, changed, counted, table])
  return { root, whole, hurt, picture, changed, heads, rows, table, error, progress, button }
}

/** @param {ResultView} view @param {Data} data */
export function dressResult({ whole, hurt, picture, heads, table }, { labels }) {
  whole.title.textContent = labels.whole
  hurt.title.textContent = labels.hurt
  picture.setAttribute("role", "img")
  picture.setAttribute("aria-label", labels.input)
  const caption = table.querySelector("caption")
  if (caption) caption.textContent = labels.ten
  const top = element("tr", "", {}, [
    element("th", "", { scope: "col", rowspan: 2 }, labels.digit),
    element("th", "", { scope: "colgroup", colspan: 2 }, labels.distance),
    element("th", "", { scope: "colgroup", colspan: 2 }, labels.misread),
  ])
  const below = element(
    "tr",
    "",
    {},
    [labels.whole, labels.hurt, labels.whole, labels.hurt].map((words) => element("th", "", { scope: "col" }, words)),
  )
  heads.replaceChildren(top, below)
}

// Both readings; nothing but a sentence if there is no digit. Told aloud only if `aloud`: the pen is up.
/** @param {ResultView} view @param {Data} data @param {Reading | null} whole @param {Reading | null} hurt
 * @param {string} problem @param {boolean} aloud */
export function showReadings({ whole: first, hurt: second, changed, rows }, { labels }, whole, hurt, problem, aloud) {
  for (const [{ root, digit, words }, reading] of /** @type {[Card, Reading | null][]} */ ([
    [first, whole],
    [second, hurt],
  ])) {
    digit.textContent = reading ? String(reading.best) : "?"
    root.classList.toggle("refused", !reading?.isDigit)
    words.textContent = !reading ? "" : reading.isDigit ? sure(reading, labels) : labels.refused
  }
  changed.setAttribute("aria-live", aloud ? "polite" : "off")
  changed.textContent = problem || (whole && hurt ? comparison(whole, hurt, labels) : "")
  rows.forEach(({ row, cells }, digit) => {
    for (const [at, reading] of [whole, hurt].entries()) {
      const distance = reading?.distances[digit]
      cells[at].textContent = distance === undefined ? "–" : distance.toFixed(1)
      cells[at].style.setProperty("--part", Math.min(1, (distance ?? 0) / FULL).toFixed(3))
      cells[at].classList.toggle("nearest", digit === reading?.best)
    }
    row.classList.toggle("answer", digit === hurt?.best)
  })
}

// How much of the test digits has been misread; of each digit in the table.
/** @param {ResultView} view @param {Data} data @param {Worked} worked */
export function showCount({ error, progress, button, rows }, { labels, whole, bytes, bet }, worked) {
  const { phase, seen, wrong } = worked,
    read = sum(seen),
    all = sum(whole.digits)
  const running = phase === "fetching" || phase === "counting"
  const intact = percent(sum(whole.wrong) / all)
  error.textContent = (bet ? counted(worked, all, labels) : labels["bet-first"]).replace("%w", intact)
  error.setAttribute("aria-live", running ? "off" : "polite")
  progress.max = all
  progress.value = read
  progress.setAttribute("aria-label", labels.progress)
  progress.style.visibility = running ? "" : "hidden"
  button.hidden = !bet
  button.textContent = running
    ? labels.stop
    : phase === "idle"
      ? labels.read.replace("%m", (bytes / MILLION).toFixed(1))
      : labels["read-again"]
  rows.forEach(({ cells }, digit) => {
    const parts = bet ? [whole.wrong[digit] / whole.digits[digit], seen[digit] ? wrong[digit] / seen[digit] : null] : []
    for (const at of [0, 1]) {
      const part = parts[at] ?? null
      cells[2 + at].textContent = part === null ? "–" : `${percent(part)}%`
      cells[2 + at].style.setProperty("--part", (part ?? 0).toFixed(3))
    }
  })
}

/** @param {Worked} worked @param {number} all @param {Data["labels"]} labels */
function counted({ phase, seen, wrong }, all, labels) {
  const read = sum(seen),
    missed = sum(wrong)
  if (phase === "failed") return labels.failed
  if (phase === "fetching") return labels.fetching
  if (!read) return phase === "counting" ? labels.fetching : labels.unread
  if (read === all) return labels.all.replace("%a", percent(missed / read))
  const [least, most] = wilson(missed, read)
  return labels.sample
    .replace("%a", percent(missed / read))
    .replace("%x", percent(least))
    .replace("%y", percent(most))
    .replace("%n", read.toLocaleString("en-US"))
}

/** @param {"whole" | "hurt"} name @returns {Card} */
function card(name) {
  const title = element("b"),
    digit = element("span", "digit"),
    words = element("small")
  return { root: element("div", `card ${name}`, {}, [title, digit, words]), title, digit, words }
}

/** @param {Reading} reading @param {Data["labels"]} labels */
function sure({ probabilities, best }, labels) {
  return labels.sure.replace("%p", Math.round(100 * (probabilities?.[best] ?? 0)))
}

/** @param {Reading} whole @param {Reading} hurt @param {Data["labels"]} labels */
function comparison(whole, hurt, labels) {
  if (!hurt.isDigit && whole.isDigit) return `≠ ${labels["now-refused"]}`
  if (hurt.best !== whole.best) return `≠ ${labels["now-other"].replace("%d", hurt.best).replace("%e", whole.best)}`
  return `= ${labels["now-same"]}`
}

/** @param {number[]} all */
const sum = (all) => all.reduce((total, each) => total + each, 0)

// A part of one in per cent, with two decimals where it is small.
/** @param {number} part */
export function percent(part) {
  return (100 * part).toFixed(part < 0.0995 ? 2 : 1)
}
