// The same map halved twice: by LeNet's trainable subsampling and by taking the largest of four.
import { element } from "../shared/element.js"
import { shownAt } from "../shared/shown.js"
import { floats, pooled } from "./arithmetic.js"
import { button, filled, listen, messenger, paint, picture, print, scales } from "./pixels.js"

/** @import { Block, Dial, Pooling, PoolingData } from "./types.d.ts" */

/** @type {WeakMap<ShadowRoot, Pooling>} */
const poolings = new WeakMap()
/** @type {Record<Dial, [most: number, step: number]>} */
const RANGES = { coefficient: [3, 0.01], bias: [12, 0.05] }
const DIALS = /** @type {Dial[]} */ (Object.keys(RANGES))

/** @param {Given<PoolingData, { shown: Block }>} given */
export default function ({ data, parentElement, setStateValue }) {
  const [pooling, leave] = shownAt(poolings, parentElement, ".pooling", create)
  pooling.link.send = (state) => setStateValue("shown", state)
  pooling.hear(data)
  return leave
}

/** @param {HTMLElement} root */
function create(root) {
  const pooling = /** @type {Pooling} */ ({ root, link: messenger(root), hovered: null })
  const maps = element("div", "strip"),
    stage = element("div", "stage three"),
    dials = element("div", "dials")
  const presets = element("div", "pills"),
    lines = element("div", "lines"),
    said = element("p", "said")
  said.setAttribute("role", "status")
  const figures = ["from", "subsampled", "largest"].map((name) => {
    const figure = element("figure", name),
      words = element("figcaption"),
      shown = picture()
    figure.append(words, shown.root)
    stage.append(figure)
    return { words, ...shown }
  })
  root.append(maps, stage, lines, presets, dials, said)
  Object.assign(pooling, { maps, figures, dials, presets, lines, said })
  pooling.hear = (data) => hear(pooling, data)
  /** @param {number} row @param {number} column */
  const pin = (row, column) => {
    Object.assign(pooling.chosen, { row, column })
    pooling.hovered = null
    show(pooling)
    pooling.link.tell({ ...pooling.chosen })
    const { subsampled, largest } = pooling.shown
    said.textContent = filled(pooling.data.labels.said, { r: row, c: column, s: print(subsampled), m: print(largest) })
  }
  /** @param {number} [row] @param {number} [column] */
  const point = (row, column) => {
    pooling.hovered = row === undefined || column === undefined ? null : [row, column]
    show(pooling)
  }
  /** @param {(row: number, column: number) => void} act @returns {(row: number, column: number) => void} */
  const halved = (act) => (row, column) => act(row >> 1, column >> 1)
  listen(figures[0], { point: halved(point), pin: halved(pin), leave: point })
  for (const figure of figures.slice(1)) {
    figure.root.setAttribute("role", "application")
    listen(figure, { point, pin, leave: point, where: () => [pooling.chosen.row, pooling.chosen.column] })
  }
  return pooling
}

/** @param {Pooling} pooling @param {PoolingData} data */
function hear(pooling, data) {
  const news = pooling.link.news(data, "chosen")
  if (!news.state && !news.rest) return
  pooling.data = data
  pooling.root.lang = data.lang
  pooling.scales = scales(pooling.root, data.ramps)
  pooling.input = { ...data.input, values: floats(data.input.values) }
  if (news.state) pooling.chosen = { ...data.chosen }
  for (const figure of pooling.figures.slice(1)) figure.root.setAttribute("aria-label", data.labels.keys)
  dress(pooling)
}

/** @param {Pooling} pooling */
function dress(pooling) {
  // everything but the block that is pointed at
  const { data, chosen, input, figures } = pooling,
    { labels } = data,
    colour = pooling.scales.signed(1.7159)
  pooling.maps.replaceChildren(
    ...data.learned.map(([coefficient, bias], map) => {
      const made = button("", () => {
        Object.assign(chosen, { map, coefficient, bias })
        changed(pooling)
        pooling.maps.children[map].focus()
      })
      const canvas = element("canvas")
      paint(canvas, input, colour, { map })
      made.append(canvas, element("span", "", {}, filled(labels.map, { m: map })))
      made.setAttribute("aria-pressed", map === chosen.map)
      return made
    }),
  )
  const half = { height: input.height / 2, width: input.width / 2 },
    offset = chosen.map * input.height * input.width
  pooling.map = { ...input, values: input.values.subarray(offset, offset + input.height * input.width) }
  const each = Array.from({ length: half.height * half.width }, (_, i) =>
    pooled(pooling.map, Math.floor(i / half.width), i % half.width, chosen.coefficient, chosen.bias),
  )
  const shown = [
    pooling.map,
    { ...half, values: each.map(({ subsampled }) => subsampled) },
    { ...half, values: each.map(({ largest }) => largest) },
  ]
  shown.forEach((map, i) => {
    paint(figures[i].canvas, map, colour)
    figures[i].words.replaceChildren(
      element("b", "", {}, [filled(labels.from, { m: chosen.map }), labels.subsampled, labels.largest][i]),
      element("span", "", {}, ` ${map.height}×${map.width}`),
    )
  })
  dressDials(pooling)
  dressPresets(pooling)
  show(pooling)
}

/** @param {Pooling} pooling */
function changed(pooling) {
  dress(pooling)
  pooling.link.tell({ ...pooling.chosen })
}

/** @param {Pooling} pooling */
function show(pooling) {
  const {
    chosen,
    figures,
    lines,
    data: { labels },
  } = pooling
  const [row, column] = pooling.hovered ?? [chosen.row, chosen.column]
  figures[0].frame(2 * row, 2 * column, 2, 2)
  figures[1].frame(row, column, 1, 1)
  figures[2].frame(row, column, 1, 1)
  const found = (pooling.shown = pooled(pooling.map, row, column, chosen.coefficient, chosen.bias))
  Object.assign(pooling.root.dataset, {
    map: chosen.map,
    row,
    column,
    subsampled: print(found.subsampled),
    largest: print(found.largest),
  })
  const four = found.block.map((value) => (value < 0 ? `(${print(value)})` : print(value)))
  /** @param {string} name @param {(string | Node)[]} parts */
  const line = (name, parts) => {
    const made = element("p", name)
    made.append(element("b", "", {}, `${labels[name]} `), ...parts)
    return made
  }
  /** @param {string} text */
  const learned = (text) => element("span", "bias", {}, text)
  lines.replaceChildren(
    line("subsampled", [
      `(${four.join(" + ")}) × `,
      learned(print(chosen.coefficient)),
      " + ",
      learned(print(chosen.bias)),
      ` = ${print(found.weighted)} → `,
      element("span", "answer", {}, print(found.subsampled)),
    ]),
    line("largest", [
      `max(${found.block.map((value) => print(value)).join(", ")}) = `,
      element("span", "answer", {}, print(found.largest)),
    ]),
  )
}

/** @param {Pooling} pooling */
function dressDials(pooling) {
  const {
    dials,
    chosen,
    data: { labels },
  } = pooling
  const rows = DIALS.map((name) => {
    const [most, step] = RANGES[name],
      row = element("label"),
      range = element("input"),
      shown = element("output", "", {}, print(chosen[name]))
    Object.assign(range, { type: "range", min: -most, max: most, step, value: chosen[name] })
    range.dataset.dial = name
    range.oninput = () => {
      pooling.chosen[name] = Number(range.value)
      shown.textContent = print(pooling.chosen[name])
      changed(pooling)
    }
    row.append(labels[name], range, shown)
    return row
  })
  if (dials.contains(pooling.root.getRootNode().activeElement)) {
    // under the hand: values alone
    DIALS.forEach((name, i) => {
      dials.querySelectorAll("output")[i].textContent = print(chosen[name])
      dials.querySelectorAll("input")[i].value = String(chosen[name])
    })
  } else dials.replaceChildren(...rows)
}

/** @param {Pooling} pooling */
function dressPresets(pooling) {
  const { presets, chosen, data } = pooling
  const [learned, learnedBias] = data.learned[chosen.map]
  const kinds = { learned: [learned, learnedBias], mean: [0.25, 0], or: [2, 10], and: [2, -10] }
  const held = pooling.root.getRootNode().activeElement,
    at = [...presets.children].indexOf(/** @type {HTMLButtonElement} */ (held))
  presets.replaceChildren(
    ...Object.entries(kinds).map(([name, [coefficient, bias]]) => {
      const made = button(data.labels[name], () => {
        Object.assign(chosen, { coefficient, bias })
        changed(pooling)
      })
      made.setAttribute("aria-pressed", chosen.coefficient === coefficient && chosen.bias === bias)
      return made
    }),
  )
  if (at >= 0) presets.children[at].focus({ preventScroll: true })
}
