// One value of a map taken apart: its window, the kernel, every product, their sum, the squashing.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { partsWithin } from "../shared/lit.js"
import { rgb } from "../shared/scale.js"
import { shownAt } from "../shared/shown.js"
import { correlate, floats, SQUASHES, terms } from "./arithmetic.js"
import { button, contrast, css, filled, isDark, listen, messenger, paint, picture, print, scales } from "./pixels.js"

/** @import { Apart, ApartData, Family, Shelf, Squash, Terms, Value } from "./types.d.ts" */
/** @type {WeakMap<ShadowRoot, Apart>} */
const parts = new WeakMap()
/** @type {Family[]} */
const FAMILIES = ["classic", "painted", "C1", "C3"]
const SQUASHINGS = /** @type {Squash[]} */ (Object.keys(SQUASHES))
const still = matchMedia("(prefers-reduced-motion: reduce)")

/** @param {Given<ApartData, { shown: Value }>} given */
export default function ({ data, parentElement, setStateValue }) {
  const [part, leave] = shownAt(parts, parentElement, ".apart", create)
  part.link.send = (state) => setStateValue("shown", state)
  part.hear(data)
  return () => {
    part.stop()
    leave()
  }
}

/** @param {HTMLElement} root */
function create(root) {
  const part = /** @type {Apart} */ ({
    root,
    link: messenger(root),
    open: 0,
    until: Infinity,
    timer: 0,
    speed: 16,
    hovered: null,
  })
  const kernels = element("div", "kernels"),
    families = element("div", "pills"),
    strip = element("div", "strip")
  kernels.append(families, strip)
  const stage = element("div", "stage"),
    left = element("figure", "from"),
    right = element("figure", "to")
  const maps = element("div", "maps"),
    leftWords = element("figcaption"),
    rightWords = element("figcaption")
  const out = picture("answers")
  out.root.setAttribute("role", "application")
  left.append(leftWords, maps)
  right.append(rightWords, out.root)
  const player = element("div", "player"),
    squashes = element("div", "pills")
  const becomes = element("div", "becomes"),
    worn = element("canvas")
  worn.setAttribute("aria-hidden", "true")
  becomes.append(worn, "→")
  stage.append(left, becomes, right)
  const grids = element("div", "grids"),
    subtotals = element("div", "subtotals"),
    equation = element("div", "equation")
  const said = element("p", "said")
  said.setAttribute("role", "status")
  root.append(kernels, stage, player, grids, subtotals, equation, squashes, said)
  Object.assign(part, {
    families,
    strip,
    worn,
    maps,
    leftWords,
    rightWords,
    out,
    player,
    squashes,
    grids,
    subtotals,
    equation,
    said,
  })
  part.hear = (data) => hear(part, data)
  const calm = () => {
    pause(part)
    dressPlayer(part)
  }
  still.addEventListener("change", calm)
  const unlit = partsWithin(root)
  part.stop = () => {
    unlit()
    still.removeEventListener("change", calm)
    pause(part)
    part.link.stop()
  }
  listen(out, {
    point: (row, column) => hover(part, row, column),
    pin: (row, column) => pin(part, row, column),
    leave: () => hover(part),
    where: () => [part.chosen.row, part.chosen.column],
    keys: { " ": () => (part.timer ? pause(part) : play(part)) },
  })
  return part
}

/** @param {Apart} part @param {ApartData} data */
function hear(part, data) {
  const news = part.link.news(data, "chosen")
  if (!news.state && !news.rest) return
  part.data = data
  part.root.lang = data.lang
  part.scales = scales(part.root, data.ramps)
  part.inputs = Object.fromEntries(
    Object.entries(data.inputs).map(([name, input]) => [name, { ...input, values: floats(input.values) }]),
  )
  part.kernels = data.kernels.map((kernel) => ({ ...kernel, weights: floats(kernel.weights) }))
  if (news.state) part.chosen = { ...data.chosen }
  part.family = named(part, part.chosen.kernel).family
  dressPlayer(part)
  dressSquashes(part)
  choose(part, part.chosen.kernel, false)
}

/** @param {Apart} part @param {string} name @param {boolean} [tell] */
function choose(part, name, tell = true) {
  // another kernel
  const kernel = (part.kernel = named(part, name))
  part.chosen.kernel = name
  part.input = part.inputs[kernel.on]
  part.open = Math.min(part.open, kernel.sees.length - 1)
  part.sums = correlate(part.input, kernel)
  part.chosen.row = Math.min(part.chosen.row, part.sums.height - 1)
  part.chosen.column = Math.min(part.chosen.column, part.sums.width - 1)
  dressStrip(part)
  thumbnail(part, part.worn, kernel)
  dressMaps(part)
  dressGrids(part)
  squash(part)
  if (tell) part.link.tell({ ...part.chosen })
}

/** @param {Apart} part @param {string} name */
function named(part, name) {
  return part.kernels.find((each) => each.name === name) ?? part.kernels[0]
}

/** @param {Apart} part */
function squash(part) {
  // the whole map through the squashing function
  const f = SQUASHES[part.chosen.squash]
  part.answers = { ...part.sums, values: part.sums.values.map(f) }
  part.limit = part.answers.values.reduce((most, value) => Math.max(most, Math.abs(value)), 1.7159)
  const { labels } = part.data,
    size = `${part.sums.height}×${part.sums.width}`
  part.rightWords.replaceChildren(
    element("b", "", {}, labels.output),
    element("span", "", {}, ` ${size}, ±${print(part.limit, 1)}`),
  )
  part.out.root.setAttribute("aria-label", labels.keys)
  repaint(part)
  show(part)
}

/** @param {Apart} part */
function repaint(part) {
  paint(part.out.canvas, part.answers, part.scales.signed(part.limit), { until: part.until })
}

/** @param {Apart} part @param {number} [row] @param {number} [column] */
function hover(part, row, column) {
  if (part.timer) return
  part.hovered = row === undefined || column === undefined ? null : [row, column]
  show(part)
}

/** @param {Apart} part @param {number} row @param {number} column @param {boolean} [tell] */
function pin(part, row, column, tell = true) {
  if (tell) pause(part)
  if (tell && part.until !== Infinity) {
    part.until = Infinity
    repaint(part)
  }
  Object.assign(part.chosen, { row, column })
  part.hovered = null
  show(part)
  if (!tell) return
  part.link.tell({ ...part.chosen })
  const { labels } = part.data,
    { sum, answer } = part.shown
  part.said.textContent = filled(labels.said, { r: row, c: column, s: print(sum), a: print(answer) })
}

/** @param {Apart} part */
function show(part) {
  // the value that is pointed at, or the one that was chosen
  const {
    kernel,
    input,
    chosen,
    data: { labels },
  } = part
  const [row, column] = part.hovered ?? [chosen.row, chosen.column]
  part.pictures.forEach(({ frame }, map) =>
    kernel.sees.includes(map) ? frame(row, column, kernel.side, kernel.side) : frame(),
  )
  part.out.frame(row, column, 1, 1)
  const found = terms(input, kernel, row, column),
    open = found[part.open]
  const largest = Math.max(...part.kernel.weights.map(Math.abs), 1e-6)
  fill(part.cells.pixels, open.pixels, part.scales.signed(1.7159))
  fill(part.cells.weights, open.weights, part.scales.signed(largest))
  fill(part.cells.products, open.products, part.scales.signed(1.7159 * largest))
  const sum = found.reduce((total, { subtotal }) => total + subtotal, 0),
    weighted = sum + kernel.bias
  const answer = SQUASHES[chosen.squash](weighted)
  part.shown = { sum, answer }
  Object.assign(part.root.dataset, { kernel: kernel.name, row, column, sum: print(sum), answer: print(answer) })
  part.subtotals.replaceChildren(...(found.length > 1 ? subtotals(part, found) : []))
  /** @param {string} kind @param {string} number @param {string} words */
  const value = (kind, number, words) => {
    const box = element("div", `term ${kind}`, { "data-part": `convolution.${kind}` })
    box.append(element("b", "", {}, number), element("span", "", {}, words))
    return box
  }
  /** @param {string} text */
  const sign = (text) => element("span", "sign", {}, text)
  const count = found.length * kernel.side ** 2
  const step = element("div", "term curve", { "data-part": "convolution.curve" })
  step.append(curve(part, weighted), element("span", "", {}, labels[`by-${chosen.squash}`]))
  part.equation.replaceChildren(
    value("sum", print(sum), filled(labels.sum, { n: count })),
    sign("+"),
    value("bias", print(kernel.bias), labels.bias),
    sign("="),
    value("weighted", print(weighted), labels.weighted),
    sign("→"),
    step,
    sign("→"),
    value("answer", print(answer), labels.answer),
  )
}

/** @param {Apart} part @param {Terms[]} found */
function subtotals(part, found) {
  const { labels } = part.data,
    row = element("div", "pills")
  const buttons = found.map(({ map, subtotal }, place) => {
    const made = button(`${filled(labels.map, { m: map })}: ${print(subtotal)}`, () => {
      part.open = place
      dressGrids(part)
      show(part)
      part.subtotals.querySelectorAll("button")[place].focus()
    })
    made.setAttribute("aria-pressed", place === part.open)
    return made
  })
  row.append(...buttons.flatMap((made, place) => (place ? [element("span", "sign", {}, "+"), made] : [made])))
  return [element("p", "words", {}, labels.subtotals), row]
}

/** @param {Apart} part @param {number} weighted */
function curve(part, weighted) {
  // the squashing function, with this sum on it
  const f = SQUASHES[part.chosen.squash],
    reach = Math.max(4, Math.abs(weighted) * 1.1),
    top = part.chosen.squash === "tanh" ? 2 : reach
  /** @param {number} a */
  const x = (a) => 50 + (48 * a) / reach,
    y = (/** @type {number} */ v) => 30 - (27 * v) / top
  const line = Array.from({ length: 61 }, (_, i) => {
    const a = reach * (i / 30 - 1)
    return `${x(a).toFixed(1)},${y(f(a)).toFixed(1)}`
  }).join(" ")
  const svg = element("div", "plot")
  svg.innerHTML = `<svg viewBox="0 0 100 60" aria-hidden="true"><path class="axis" d="M2 30H98M50 2V58"/><polyline points="${line}"/><circle cx="${x(weighted).toFixed(1)}" cy="${y(f(weighted)).toFixed(1)}" r="4"/></svg>`
  return svg
}

/**
 * @param {HTMLElement[]} cells
 * @param {number[]} values
 * @param {(value: number) => Tone} colour
 */
function fill(cells, values, colour) {
  values.forEach((value, i) => {
    const tone = colour(value)
    cells[i].textContent = print(value)
    cells[i].style.background = css(tone)
    cells[i].style.color = contrast(tone)
  })
}

/** @param {Apart} part */
function dressGrids(part) {
  // three grids of numbers; pointing at a cell marks its fellows
  const {
    kernel,
    data: { labels },
  } = part
  part.cells = { pixels: [], weights: [], products: [] }
  const names = /** @type {(keyof Apart["cells"])[]} */ (Object.keys(part.cells))
  const grids = names.map((name) => {
    const figure = element("figure", name, { "data-part": `convolution.${name}` }),
      grid = element("div", "cells")
    grid.style.setProperty("--side", kernel.side)
    part.cells[name] = Array.from({ length: kernel.side ** 2 }, (_, i) => {
      const cell = element("span")
      cell.onpointerenter = () => mark(part, i)
      cell.onpointerleave = () => mark(part, -1)
      return cell
    })
    grid.append(...part.cells[name])
    const words = element("figcaption")
    words.append(element("b", "", {}, labels[name]))
    if (kernel.sees.length > 1) words.append(` ${filled(labels.map, { m: kernel.sees[part.open] })}`)
    figure.append(words, grid)
    return figure
  })
  part.grids.replaceChildren(
    grids[0],
    element("span", "sign", {}, "×"),
    grids[1],
    element("span", "sign", {}, "="),
    grids[2],
  )
}

/** @param {Apart} part @param {number} place */
function mark(part, place) {
  // the same cell in all three grids, and its pixel in the picture
  const { kernel, chosen } = part,
    seen = part.pictures[kernel.sees[part.open]]
  for (const cells of Object.values(part.cells)) cells.forEach((cell, i) => cell.classList.toggle("same", i === place))
  if (place < 0) return seen.spot()
  seen.spot(chosen.row + Math.floor(place / kernel.side), chosen.column + (place % kernel.side), 1, 1)
}

/** @param {Apart} part */
function dressMaps(part) {
  // the picture, or the six maps of S2
  const {
      input,
      kernel,
      data: { labels },
    } = part,
    colour = part.scales.signed(1.7159)
  part.pictures = Array.from({ length: input.maps }, (_, map) => {
    const made = picture(kernel.sees.includes(map) ? "" : "apart-from")
    paint(made.canvas, input, colour, { map })
    made.canvas.setAttribute("role", "img")
    made.canvas.setAttribute("aria-label", input.maps > 1 ? filled(labels.map, { m: map }) : labels.image)
    const half = Math.floor(kernel.side / 2),
      clamp = (/** @type {number} */ place, /** @type {number} */ count) =>
        Math.min(count - 1, Math.max(0, place - half))
    /** @param {number} row @param {number} column @returns {[row: number, column: number]} */
    const at = (row, column) => [clamp(row, part.sums.height), clamp(column, part.sums.width)]
    if (kernel.sees.includes(map)) {
      listen(made, {
        point: (row, column) => hover(part, ...at(row, column)),
        pin: (row, column) => {
          part.open = kernel.sees.indexOf(map)
          dressGrids(part)
          pin(part, ...at(row, column))
        },
        leave: () => hover(part),
      })
    }
    return made
  })
  part.maps.className = input.maps > 1 ? "maps many" : "maps"
  part.maps.replaceChildren(...part.pictures.map(({ root }) => root))
  const name = input.maps > 1 ? labels.S2 : labels.image
  const size = `${input.maps > 1 ? `${input.maps} × ` : ""}${input.height}×${input.width}`
  part.leftWords.replaceChildren(element("b", "", {}, name), element("span", "", {}, ` ${size}, ±1.7`))
}

/** @param {Apart} part */
function dressStrip(part) {
  // kernels of one family as pictures, a button each
  const { labels } = part.data,
    { families, strip } = part
  const names = FAMILIES.filter((family) => part.kernels.some((kernel) => kernel.family === family))
  /** @param {Family} family */
  const of = (family) => part.kernels.filter((kernel) => kernel.family === family)
  const focused = part.root.getRootNode().activeElement,
    held = focused && (focused.dataset.family ?? focused.dataset.kernel)
  families.replaceChildren(
    ...names.map((family) => {
      const made = button(labels[family], () => {
        part.family = family
        choose(part, of(family)[0].name)
      })
      made.dataset.family = family
      made.setAttribute("aria-pressed", family === part.family)
      return made
    }),
  )
  strip.replaceChildren(
    ...of(part.family).map((kernel) => {
      const made = button("", () => choose(part, kernel.name)),
        canvas = element("canvas")
      thumbnail(part, canvas, kernel)
      made.append(canvas, element("span", "", {}, kernel.label))
      made.dataset.kernel = kernel.name
      made.setAttribute("aria-pressed", kernel.name === part.chosen.kernel)
      return made
    }),
  )
  if (held) {
    /** @type {HTMLElement | null} */
    const again = part.root.querySelector(`[data-family="${held}"], [data-kernel="${held}"]`)
    again?.focus({ preventScroll: true })
  }
}

/** @param {Apart} part @param {HTMLCanvasElement} canvas @param {Shelf} kernel */
function thumbnail(part, canvas, kernel) {
  // for C3 the kernels lie where the maps of S2 lie
  const { side, sees, weights } = kernel,
    many = part.inputs[kernel.on].maps > 1
  const across = many ? 3 : 1,
    down = many ? 2 : 1,
    width = across * (side + 1) - 1,
    height = down * (side + 1) - 1
  const values = new Float32Array(width * height).fill(NaN),
    largest = Math.max(...weights.map(Math.abs), 1e-6)
  sees.forEach((map, place) => {
    const top = Math.floor(map / 3) * (side + 1),
      left = (map % 3) * (side + 1)
    for (let i = 0; i < side * side; i++)
      values[(top + Math.floor(i / side)) * width + left + (i % side)] = weights[place * side * side + i]
  })
  const colour = part.scales.signed(largest),
    empty = rgb(isDark(part.root) ? "#383d46" : "#ddd8cc")
  paint(canvas, { values, height, width }, (value) => (Number.isNaN(value) ? empty : colour(value)))
  canvas.style.aspectRatio = `${width} / ${height}`
}

/** @param {Apart} part */
function dressSquashes(part) {
  const { labels } = part.data
  part.squashes.replaceChildren(
    element("span", "words", {}, labels.squash),
    ...SQUASHINGS.map((name) => {
      const made = button(labels[`squash-${name}`], () => {
        part.chosen.squash = name
        dressSquashes(part)
        squash(part)
        child(part.squashes, '[aria-pressed="true"]').focus()
        part.link.tell({ ...part.chosen })
      })
      made.setAttribute("aria-pressed", name === part.chosen.squash)
      return made
    }),
  )
}

/** @param {Apart} part */
function dressPlayer(part) {
  // no motion for those who ask for none: steps alone
  const { labels } = part.data
  /** @param {number} by */
  const step = (by) => () => {
    pause(part)
    walk(part, by)
  }
  const back = button("‹", step(-1)),
    forward = button("›", step(1))
  back.setAttribute("aria-label", labels.back)
  forward.setAttribute("aria-label", labels.forward)
  /** @type {HTMLElement[]} */
  const made = [back, forward]
  if (still.matches) made.push(element("span", "words", {}, labels.still))
  else {
    part.playing = button("", () => (part.timer ? pause(part) : play(part)), "play")
    const speed = element("label", "speed", {}, labels.speed),
      range = element("input")
    Object.assign(range, { type: "range", min: 1, max: 60, value: part.speed })
    range.oninput = () => {
      part.speed = Number(range.value)
    }
    speed.append(range)
    made.splice(1, 0, part.playing)
    made.push(speed)
  }
  part.player.replaceChildren(...made)
  dressPlaying(part)
}

/** @param {Apart} part */
function dressPlaying(part) {
  if (!part.playing) return
  const word = part.timer ? part.data.labels.pause : part.data.labels.play
  part.playing.textContent = `${part.timer ? "❚❚" : "▶"} ${word}`
  part.playing.setAttribute("aria-pressed", Boolean(part.timer))
}

/** @param {Apart} part @param {number} by */
function walk(part, by) {
  // one place on, row by row; what lies ahead is not yet there
  const { width, height } = part.sums,
    last = width * height - 1
  const to = Math.min(last, Math.max(0, part.chosen.row * width + part.chosen.column + by))
  if (part.timer || part.until !== Infinity) part.until = to === last ? Infinity : to + 1
  repaint(part)
  pin(part, Math.floor(to / width), to % width, false)
  return to < last
}

/** @param {Apart} part */
function play(part) {
  if (still.matches) return
  const { width, height } = part.sums
  if (part.chosen.row * width + part.chosen.column === width * height - 1)
    Object.assign(part.chosen, { row: 0, column: -1 })
  const tick = () => {
    part.timer = setTimeout(tick, 1000 / part.speed)
    if (!walk(part, 1)) pause(part)
  }
  tick()
  dressPlaying(part)
}

/** @param {Apart} part */
function pause(part) {
  if (!part.timer) return
  clearTimeout(part.timer)
  part.timer = 0
  dressPlaying(part)
  part.link.tell({ ...part.chosen })
}
