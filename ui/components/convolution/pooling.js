// The same map halved twice: by LeNet's trainable subsampling and by taking the largest of four.
import { floats, pooled } from "./arithmetic.js"
import { button, element, filled, listen, messenger, paint, picture, print, scales } from "./pixels.js"

const poolings = new WeakMap()
const RANGES = { coefficient: [3, 0.01], bias: [12, 0.05] }

export default function ({ data, parentElement, setStateValue }) {
  let pooling = poolings.get(parentElement)
  if (!pooling) poolings.set(parentElement, (pooling = create(parentElement.querySelector(".pooling"))))
  pooling.link.send = (state) => setStateValue("shown", state)
  pooling.hear(data)
  return () => {
    pooling.link.stop()
    poolings.delete(parentElement)
  }
}

function create(root) {
  const pooling = { root, link: messenger(root), chosen: null, hovered: null }
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
  const pin = (row, column) => {
    Object.assign(pooling.chosen, { row, column })
    pooling.hovered = null
    show(pooling)
    pooling.link.tell({ ...pooling.chosen })
    const { subsampled, largest } = pooling.shown
    said.textContent = filled(pooling.data.labels.said, { r: row, c: column, s: print(subsampled), m: print(largest) })
  }
  const point = (row, column) => {
    pooling.hovered = row === undefined ? null : [row, column]
    show(pooling)
  }
  const halved = (act) => (row, column) => act(row >> 1, column >> 1)
  listen(figures[0], { point: halved(point), pin: halved(pin), leave: point })
  for (const figure of figures.slice(1)) {
    figure.root.setAttribute("role", "application")
    listen(figure, { point, pin, leave: point, where: () => [pooling.chosen.row, pooling.chosen.column] })
  }
  return pooling
}

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
      made.append(canvas, element("span", "", filled(labels.map, { m: map })))
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
      element("b", "", [filled(labels.from, { m: chosen.map }), labels.subsampled, labels.largest][i]),
      element("span", "", ` ${map.height}×${map.width}`),
    )
  })
  dressDials(pooling)
  dressPresets(pooling)
  show(pooling)
}

function changed(pooling) {
  dress(pooling)
  pooling.link.tell({ ...pooling.chosen })
}

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
  const line = (name, parts) => {
    const made = element("p", name)
    made.append(element("b", "", `${labels[name]} `), ...parts)
    return made
  }
  const learned = (text) => element("span", "bias", text)
  lines.replaceChildren(
    line("subsampled", [
      `(${four.join(" + ")}) × `,
      learned(print(chosen.coefficient)),
      " + ",
      learned(print(chosen.bias)),
      ` = ${print(found.weighted)} → `,
      element("span", "answer", print(found.subsampled)),
    ]),
    line("largest", [
      `max(${found.block.map((value) => print(value)).join(", ")}) = `,
      element("span", "answer", print(found.largest)),
    ]),
  )
}

function dressDials(pooling) {
  const {
    dials,
    chosen,
    data: { labels },
  } = pooling
  const rows = Object.entries(RANGES).map(([name, [most, step]]) => {
    const row = element("label"),
      range = element("input"),
      shown = element("output", "", print(chosen[name]))
    Object.assign(range, { type: "range", min: -most, max: most, step, value: chosen[name] })
    range.dataset.dial = name
    range.oninput = () => {
      chosen[name] = Number(range.value)
      shown.textContent = print(chosen[name])
      changed(pooling)
    }
    row.append(labels[name], range, shown)
    return row
  })
  if (dials.contains(pooling.root.getRootNode().activeElement)) {
    // under the hand: values alone
    Object.keys(RANGES).forEach((name, i) => {
      dials.querySelectorAll("output")[i].textContent = print(chosen[name])
      dials.querySelectorAll("input")[i].value = chosen[name]
    })
  } else dials.replaceChildren(...rows)
}

function dressPresets(pooling) {
  const { presets, chosen, data } = pooling
  const [learned, learnedBias] = data.learned[chosen.map]
  const kinds = { learned: [learned, learnedBias], mean: [0.25, 0], or: [2, 10], and: [2, -10] }
  const held = pooling.root.getRootNode().activeElement,
    at = [...presets.children].indexOf(held)
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
