// What the exhibit looks like: the drawings in a table, and what a lesson has changed.
import { element } from "../shared/element.js"
import { paintInk } from "../shared/maps.js"
import { shape } from "../shared/shape.js"
import { digitsIn } from "./digits.js"
import { interval, lost, misread, moved } from "./outcome.js"
import { filled, perCent } from "./words.js"

/** @import { Grey, Layer } from "../browser/types.d.ts" */
/** @import { Data, Digits, Misread, OwnDigit, Pass } from "./types.d.ts" */

const SHOWN = 24 // forgotten digits, at most
const [WIDE, HIGH, LEFT, FOOT, TOP] = [360, 170, 46, 26, 10] // of a chart, and around its field
const SCALES = [0.05, 0.1, 0.2, 0.5, 1] // the ends of the charts' scales

/** @param {readonly OwnDigit[]} digits @param {Data} data @param {(digit: OwnDigit) => void} remove */
export function collection(digits, data, remove) {
  const { labels } = data
  if (!digits.length) return element("p", "none", {}, filled(labels.none, { k: data.rule.every }))
  const head = element("tr", "", {}, [
    ...[labels.digit, labels.learns, labels.back].map((words) => element("th", "", { scope: "col" }, words)),
  ])
  const body = [...new Set(digits.map(({ label }) => label))]
    .sort((a, b) => a - b)
    .map((label) => {
      const row = element("tr", "", {}, [element("th", "", { scope: "row" }, label)])
      for (const held of [false, true]) {
        const some = digits.filter((digit) => digit.label === label && digit.held === held)
        const cell = element("td", held ? "held" : "")
        cell.append(
          element(
            "div",
            "row",
            {},
            some.map((digit) => thumb(digit, digits.indexOf(digit) + 1, data, remove)),
          ),
        )
        row.append(cell)
      }
      return row
    })
  return element("table", "", {}, [element("thead", "", {}, [head]), element("tbody", "", {}, body)])
}

/** @param {OwnDigit} digit @param {number} number @param {Data} data @param {(digit: OwnDigit) => void} remove */
function thumb(digit, number, { labels, colours }, remove) {
  const fields = { n: number, d: digit.label }
  const gone = element("button", "remove", { "aria-label": filled(labels.remove, fields) }, "×")
  gone.title = filled(labels.remove, fields)
  gone.onclick = () => remove(digit)
  const answers = element("figcaption")
  for (const answer of [digit.before, digit.after]) {
    if (answer === undefined) continue
    if (answers.childNodes.length) answers.append(element("span", "to", { "aria-hidden": "true" }, "→"))
    answers.append(verdict(answer, digit.label, labels))
  }
  return element("figure", "thumb", {}, [
    pictureOf(digit.image, colours, filled(labels.picture, fields)),
    gone,
    answers,
  ])
}

/** @param {number} answer @param {number} label @param {Data["labels"]} labels */
function verdict(answer, label, labels) {
  const right = answer === label
  return element("b", right ? "right" : "wrong", {}, [
    `${answer}`,
    element("i", "", { role: "img", "aria-label": right ? labels.right : labels.wrong }, right ? "✓" : "✗"),
  ])
}

/** @param {Grey} image @param {string[]} colours @param {string} words */
function pictureOf(image, colours, words) {
  const canvas = element("canvas", "", { role: "img", "aria-label": words })
  paintInk(canvas, image, colours)
  return canvas
}

// Before the first pass and after the last one, of the drawings and of the sample.
/** @param {readonly OwnDigit[]} taught @param {readonly OwnDigit[]} asked @param {readonly Pass[]} passes
 * @param {Digits} test @param {{ before: readonly Layer[], after: readonly Layer[] }} layers @param {Data} data */
export function results(taught, asked, passes, test, layers, data) {
  const { labels } = data,
    [first, last] = [passes[0], lastTested(passes)]
  /** @param {readonly OwnDigit[]} some */
  const what = (some) => some.map(({ label }) => label)
  const rows = [
    row(labels["yours-back"], misread(first.held, what(asked)), misread(last.held, what(asked))),
    row(labels["yours-learned"], misread(first.learn, what(taught)), misread(last.learn, what(taught))),
  ]
  const [before, after] = [first.test ?? [], last.test ?? []]
  rows.push(
    row(labels.sample, misread(before, test.labels), misread(after, test.labels), (sample) => {
      const [least, most] = interval(sample).map(perCent)
      return ` · ${perCent(sample.wrong / sample.of)}\u202f% (${least}–${most})`
    }),
  )
  const head = ["misread", "before", "after"].map((name) =>
    element("th", "", { scope: "col" }, labels[/** @type {"misread"} */ (name)]),
  )
  const table = element("table", "errors", {}, [
    element("thead", "", {}, [element("tr", "", {}, head)]),
    element("tbody", "", {}, rows),
  ])
  const gone = lost(before, after, test.labels)
  return [
    element("h3", "", {}, labels.results),
    table,
    element("p", "quiet", {}, filled(labels.chance, { n: test.labels.length.toLocaleString("en") })),
    charts(taught, asked, passes, test, data),
    forgotten(gone, after, test, data),
    element("p", "quiet", {}, filled(labels.moved, { l: distances(layers) })),
  ]
}

// Where the sample was read last.
/** @param {readonly Pass[]} passes */
export function lastTested(passes) {
  return [...passes].reverse().find(({ test }) => test) ?? passes[0]
}

/** @param {string} name @param {Misread} before @param {Misread} after @param {(sample: Misread) => string} more */
function row(name, before, after, more = () => "") {
  const cells = [before, after].map((some) =>
    element("td", "", {}, [
      element("b", "", {}, `${some.wrong}`),
      ` / ${some.of.toLocaleString("en")}`,
      element("span", "", {}, more(some)),
    ]),
  )
  return element("tr", "", {}, [element("th", "", { scope: "row" }, name), ...cells])
}

/** @param {{ before: readonly Layer[], after: readonly Layer[] }} layers */
function distances({ before, after }) {
  return moved(before, after)
    .map(({ name, part }) => `${name}\u00a0${part ? perCent(part) : 0}\u202f%`)
    .join(" · ")
}

/** @param {number[]} gone @param {ArrayLike<number>} answers @param {Digits} test @param {Data} data */
function forgotten(gone, answers, test, { labels, colours }) {
  const all = digitsIn(test)
  const words = [labels["lost-none"], labels["lost-one"]][gone.length] ?? filled(labels.lost, { n: gone.length })
  const shown = gone.slice(0, SHOWN).map((i) => {
    const { image, label } = all[i]
    return element("figure", "thumb", {}, [
      pictureOf(image, colours, filled(labels.picture, { n: i + 1, d: label })),
      element("figcaption", "", {}, [
        verdict(label, label, labels),
        element("span", "to", { "aria-hidden": "true" }, "→"),
        verdict(answers[i], label, labels),
      ]),
    ])
  })
  return element("div", "lost", {}, [element("p", "", {}, words), element("div", "row", {}, shown)])
}

/** @param {readonly OwnDigit[]} taught @param {readonly OwnDigit[]} asked @param {readonly Pass[]} passes
 * @param {Digits} test @param {Data} data */
function charts(taught, asked, passes, test, { labels, rule }) {
  /** @param {readonly OwnDigit[]} some @param {"held" | "learn"} key */
  const own = (some, key) =>
    passes.map((each) => {
      const { wrong, of } = misread(
        each[key],
        some.map(({ label }) => label),
      )
      return { pass: each.pass, part: wrong / of, range: null }
    })
  const sample = passes.flatMap(({ pass, test: answers }) => {
    if (!answers) return []
    const some = misread(answers, test.labels)
    return [{ pass, part: some.wrong / some.of, range: interval(some) }]
  })
  return element("div", "charts", {}, [
    chart(labels["chart-yours"], [own(asked, "held"), own(taught, "learn")], rule.passes, labels),
    chart(labels["chart-sample"], [sample], rule.passes, labels),
  ])
}

/** @typedef {{ pass: number, part: number, range: [least: number, most: number] | null }} Measured */

// Parts misread over the passes; of several lines the first is the thick one.
/** @param {string} words @param {Measured[][]} lines @param {number} passes @param {Data["labels"]} labels */
function chart(words, lines, passes, labels) {
  const highest = Math.max(...lines.flat().map(({ part, range }) => range?.[1] ?? part)),
    end = SCALES.find((each) => highest <= each) ?? 1
  /** @param {number} pass */
  const x = (pass) => LEFT + ((WIDE - LEFT - 8) * pass) / passes
  /** @param {number} part */
  const y = (part) => TOP + (HIGH - TOP - FOOT) * (1 - part / end)
  const [first, last] = [lines[0][0], lines[0][lines[0].length - 1]]
  const fields = { a: perCent(first.part), b: perCent(last.part), p: last.pass }
  const drawn = shape("svg", {
    viewBox: `0 0 ${WIDE} ${HIGH}`,
    role: "img",
    "aria-label": `${words} ${filled(labels["chart-alt"], fields)}`,
  })
  for (const part of [0, end / 2, end])
    drawn.append(
      shape("path", { class: "grid", d: `M${LEFT} ${y(part)}H${WIDE - 8}` }),
      shape("text", { x: LEFT - 6, y: y(part) + 5, "text-anchor": "end" }, `${Number((100 * part).toFixed(1))}\u202f%`),
    )
  for (const pass of [0, passes / 2, passes])
    drawn.append(shape("text", { x: x(pass), y: HIGH - 4, "text-anchor": pass ? "end" : "start" }, `${pass}`))
  lines.forEach((line, i) => {
    const points = line.map(({ pass, part }) => `${x(pass).toFixed(1)},${y(part).toFixed(1)}`).join(" ")
    drawn.append(shape("polyline", { class: i ? "line thin" : "line", points }))
    for (const { pass, part, range } of i ? [] : line) {
      if (range) drawn.append(shape("path", { class: "range", d: `M${x(pass)} ${y(range[0])}V${y(range[1])}` }))
      drawn.append(shape("circle", { class: "dot", cx: x(pass), cy: y(part), r: 3 }))
    }
  })
  return element("figure", "", {}, [
    element("figcaption", "", {}, words),
    drawn,
    element("p", "axis", {}, labels.passes),
  ])
}
