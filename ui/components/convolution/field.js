// What a unit sees: followed back through the layers to the pixels. Python says who sees whom.
import { element } from "../shared/element.js"
import { shownAt } from "../shared/shown.js"
import { floats } from "./arithmetic.js"
import { filled, listen, messenger, paint, picture, scales } from "./pixels.js"

/** @import { Field, FieldData, Unit } from "./types.d.ts" */

/** @type {WeakMap<ShadowRoot, Field>} */
const fields = new WeakMap()

/** @param {Given<FieldData, { shown: Unit }>} given */
export default function ({ data, parentElement, setStateValue }) {
  const [field, leave] = shownAt(fields, parentElement, ".field", create)
  field.link.send = (state) => setStateValue("shown", state)
  field.hear(data)
  return leave
}

/** @param {HTMLElement} root */
function create(root) {
  const field = /** @type {Field} */ ({ root, link: messenger(root), hovered: null })
  const levels = element("div", "levels"),
    words = element("p", "trail")
  words.setAttribute("role", "status")
  root.append(levels, words)
  Object.assign(field, { levels, words, figures: [] })
  field.hear = (data) => hear(field, data)
  return field
}

/** @param {Field} field @param {FieldData} data */
function hear(field, data) {
  const news = field.link.news(data, "chosen")
  if (!news.state && !news.rest) return
  field.data = data
  field.root.lang = data.lang
  field.scales = scales(field.root, data.ramps)
  if (news.state) field.chosen = { ...data.chosen }
  if (field.figures.length !== data.levels.length) build(field)
  data.levels.forEach((level, i) => {
    const figure = field.figures[i]
    paint(
      figure.canvas,
      { values: floats(level.values), height: level.side, width: level.side },
      field.scales.signed(1.7159),
    )
    figure.words.replaceChildren(element("b", "", {}, level.title), ` ${level.side}×${level.side}`)
    figure.root.setAttribute("aria-label", filled(data.labels[i ? "keys" : "image"], { l: level.name }))
  })
  show(field)
}

/** @param {Field} field */
function build(field) {
  field.figures = field.data.levels.map((level, number) => {
    const figure = element("figure", number ? "level" : "level pixels"),
      words = element("figcaption"),
      made = picture()
    figure.append(words, made.root)
    /** @param {number} row @param {number} column @returns {Unit} */
    const unit = (row, column) => ({ level: level.name, row, column })
    made.root.setAttribute("role", number ? "application" : "img")
    if (number) {
      listen(made, {
        point: (row, column) => {
          field.hovered = unit(row, column)
          show(field)
        },
        pin: (row, column) => {
          field.chosen = unit(row, column)
          field.hovered = null
          show(field)
          field.link.tell(field.chosen)
        },
        leave: () => {
          field.hovered = null
          show(field)
        },
        where: () => (field.chosen.level === level.name ? [field.chosen.row, field.chosen.column] : [0, 0]),
      })
    }
    return { figure, words, ...made }
  })
  field.levels.replaceChildren(...field.figures.map(({ figure }) => figure))
}

/** @param {Field} field */
function show(field) {
  const {
      data: { levels, labels },
      figures,
    } = field,
    chosen = field.hovered ?? field.chosen
  const at = levels.findIndex(({ name }) => name === chosen.level),
    sees = levels[at].sees
  /** @type {string[]} */
  const seen = []
  figures.forEach((figure, i) => {
    figure.figure.classList.toggle("chosen", i === at)
    figure.root.classList.toggle("seen", i < at)
    if (i > at) return figure.frame()
    const [top, bottom] = i === at ? [chosen.row, chosen.row] : sees[chosen.row][i]
    const [left, right] = i === at ? [chosen.column, chosen.column] : sees[chosen.column][i]
    figure.frame(top, left, bottom - top + 1, right - left + 1)
    if (i < at)
      seen.unshift(
        filled(labels[i ? "units" : "pixels"], {
          n: bottom - top + 1,
          l: levels[i].name,
          a: top,
          b: bottom,
          c: left,
          d: right,
        }),
      )
  })
  field.words.replaceChildren(
    element("b", "", {}, filled(labels.unit, { l: chosen.level, r: chosen.row, c: chosen.column })),
    ` ${seen.join(" ← ")}`,
  )
  const [top, bottom] = sees[chosen.row][0],
    [left, right] = sees[chosen.column][0]
  Object.assign(field.root.dataset, { level: chosen.level, field: [top, bottom, left, right].join(" ") })
}
