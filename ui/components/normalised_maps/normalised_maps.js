// A photo's maps before and after normalisation, with the constants to be moved.
import { button, filled, isDark, listen, messenger, picture } from "../convolution/pixels.js"
import { element } from "../shared/element.js"
import { paintMaps } from "../shared/maps.js"
import { say } from "../shared/say.js"
import { shape } from "../shared/shape.js"
import { shownAt } from "../shared/shown.js"
import { loudestPlace, normalised, shares, short } from "./normalising.js"

/** @import { Constants, Data, Dial, Found, Seen, SentAnswers, Shown } from "./types.d.ts" */

const DIALS = /** @type {Dial[]} */ (["k", "n", "alpha", "beta"]),
  PRESETS = /** @type {const} */ (["strong", "published"]),
  COLUMNS = 4,
  AGAIN = 5000, // ms until what did not come is asked for again
  [WIDE, HIGH, GAP] = [800, 70, 4] // of the drawing of one place, GAP between up and down
/** @type {WeakMap<ShadowRoot, Shown>} */
const placed = new WeakMap()

/** @param {Given<Data, { chosen: Constants }>} given */
export default function ({ data, parentElement, setStateValue }) {
  const [shown, leave] = shownAt(placed, parentElement, ".normalised-maps", created)
  shown.link.send = (state) => setStateValue("chosen", state)
  heard(shown, data)
  return () => {
    clearTimeout(shown.timer)
    leave()
  }
}

/** @param {HTMLElement} root @returns {Shown} */
function created(root) {
  const dials = element("div", "dials"),
    pills = element("div", "pills"),
    stage = element("div", "stage"),
    words = element("p", "words", { role: "status" })
  const rows = DIALS.map((dial) => {
    const row = element("label"),
      parts = { words: element("span"), output: element("output"), input: element("input") }
    parts.output.setAttribute("aria-hidden", "true")
    Object.assign(parts.input, { type: "range", min: "0" })
    parts.input.dataset.dial = dial
    parts.input.oninput = () =>
      put(shown, { ...shown.chosen, [dial]: valueAt(shown.data, dial, Number(parts.input.value)) })
    row.append(parts.words, parts.output, parts.input)
    dials.append(row)
    return [dial, parts]
  })
  const presets = PRESETS.map((name) => {
    const made = button("", () => put(shown, { ...shown.data.presets[name] }))
    pills.append(made)
    return [name, made]
  })
  const photo = picture("photo"), // its own canvas is a clear grid of places over the photo
    pixels = element("canvas", "pixels"),
    where = element("figcaption"),
    drawn = element("figure", "seen", {}, [where, photo.root])
  photo.root.prepend(pixels)
  stage.append(drawn)
  const sheets = ["before", "after"].map((name) => {
    const sheet = { words: element("figcaption"), canvas: element("canvas", "", { role: "img" }) }
    stage.append(element("figure", name, {}, [sheet.words, sheet.canvas]))
    return sheet
  })
  const title = element("figcaption"),
    bars = shape("svg", { viewBox: `0 0 ${WIDE} ${2 * HIGH + GAP}`, preserveAspectRatio: "none", role: "img" }),
    [before, after] = ["before", "after"].map((name) => shape("path", { class: name }))
  bars.append(before, after)
  root.append(dials, pills, stage, words, element("figure", "place", {}, [title, bars]))
  const known = /** @type {unknown} */ ({
    ...{ root, link: messenger(root), photo, pixels, sheets, where, words, seen: null, asked: "", place: 0 },
    ...{ dials: Object.fromEntries(rows), presets: Object.fromEntries(presets) },
    bars: { words: title, before, after, root: bars },
  })
  const shown = /** @type {Shown} */ (known)
  photo.root.setAttribute("role", "application")
  listen(photo, {
    pin: (row, column) => pin(shown, row, column),
    where: () => [Math.floor(shown.place / shown.photo.canvas.width), shown.place % shown.photo.canvas.width],
  })
  return shown
}

/** @param {Shown} shown @param {Data} data */
function heard(shown, data) {
  const news = shown.link.news(data, "chosen")
  if (!news.state && !news.rest) return
  const { labels } = (shown.data = data)
  shown.root.lang = data.lang
  if (news.state) shown.chosen = { ...data.chosen }
  for (const dial of DIALS) {
    const { words, input } = shown.dials[dial]
    say(words, labels[dial])
    input.setAttribute("aria-label", labels[dial])
    input.max = String((dial === "n" ? data.most : data.steps[dial].length) - 1)
  }
  for (const name of PRESETS) say(shown.presets[name], filled(labels[name], { a: written(data.presets[name].alpha) }))
  say(shown.where, labels.photo)
  shown.photo.root.setAttribute("aria-label", labels.keys)
  shown.sheets.forEach(({ words, canvas }, i) => {
    const text = filled(i ? labels.after : labels.before, { n: data.shown.length })
    say(words, text)
    canvas.setAttribute("aria-label", text)
  })
  if (shown.seen?.name === data.maps.name) dress(shown)
  else bring(shown)
}

// Fetches the photo and its maps. What does not come is said, and asked for again.
/** @param {Shown} shown */
async function bring(shown) {
  const sent = shown.data.maps
  shown.asked = sent.name
  clearTimeout(shown.timer)
  try {
    const seen = unpacked(sent, await bytesOf(sent))
    if (shown.asked !== sent.name) return
    shown.seen = seen
    shown.place = loudestPlace(seen)
    dress(shown)
  } catch (problem) {
    if (shown.asked !== sent.name) return
    say(shown.words, shown.data.labels.failed)
    shown.timer = setTimeout(bring, AGAIN, shown)
    console.warn(problem)
  }
}

/** @param {SentAnswers} sent @returns {Promise<Uint8Array>} */
async function bytesOf({ bytes, address }) {
  if (bytes) return Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))
  const answer = await fetch(new URL(address ?? "", document.baseURI))
  if (!answer.ok) throw new Error(`the maps did not come: ${answer.status}`)
  return new Uint8Array(await answer.arrayBuffer())
}

/** @param {SentAnswers} sent @param {Uint8Array} bytes @returns {Seen} */
function unpacked({ name, maps, height, width, loudest, photo: [tall, wide] }, bytes) {
  const count = maps * height * width
  if (bytes.length !== count + 3 * tall * wide) throw new Error(`the maps came with ${bytes.length} bytes`)
  const values = Float32Array.from(bytes.subarray(0, count), (level) => (level / 255) * loudest)
  return { name, maps, height, width, values, photo: { pixels: bytes.subarray(count), height: tall, width: wide } }
}

// By the visitor's hand.
/** @param {Shown} shown @param {Constants} chosen */
function put(shown, chosen) {
  if (same(shown.chosen, chosen)) return
  shown.chosen = chosen
  dress(shown)
  shown.link.tell({ ...chosen })
}

/** @param {Shown} shown @param {number} row @param {number} column */
function pin(shown, row, column) {
  const { seen } = shown
  if (!seen) return
  shown.place = row * seen.width + column
  show(shown, normalised(seen, shown.chosen))
}

/** @param {Shown} shown */
function dress(shown) {
  const { data, chosen, seen } = shown
  for (const dial of DIALS) {
    const { output, input } = shown.dials[dial],
      text = written(chosen[dial])
    say(output, text)
    input.value = String(indexOf(data, dial, chosen[dial]))
    input.setAttribute("aria-valuetext", text)
    input.style.setProperty("--at", String(Number(input.value) / Number(input.max)))
  }
  for (const name of PRESETS) shown.presets[name].setAttribute("aria-pressed", String(same(chosen, data.presets[name])))
  if (!seen) return
  const found = normalised(seen, chosen),
    colours = data.ramps[isDark(shown.root) ? "dark" : "light"],
    places = seen.height * seen.width
  ;[seen.values, found.after].forEach((values, i) => {
    const some = new Float32Array(data.shown.length * places)
    data.shown.forEach((map, at) => some.set(values.subarray(map * places, (map + 1) * places), at * places))
    const loudest = some.reduce((most, value) => Math.max(most, value), 0)
    paintMaps(
      shown.sheets[i].canvas,
      { values: some, maps: data.shown.length, height: seen.height, width: seen.width },
      colours,
      { columns: COLUMNS, limit: loudest || 1 },
    )
  })
  paintPhoto(shown.pixels, seen.photo)
  Object.assign(shown.photo.canvas, { width: seen.width, height: seen.height })
  show(shown, found)
}

/** @param {HTMLCanvasElement} canvas @param {Seen["photo"]} photo */
function paintPhoto(canvas, { pixels, height, width }) {
  Object.assign(canvas, { width, height })
  const brush = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")),
    image = brush.createImageData(width, height)
  for (let i = 0; i < height * width; i++) {
    image.data.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i)
    image.data[4 * i + 3] = 255
  }
  brush.putImageData(image, 0, 0)
}

// What can be said in words, and one place in all maps.
/** @param {Shown} shown @param {Found} found */
function show(shown, found) {
  const { seen, chosen, place, bars } = shown,
    { labels } = shown.data
  if (!seen) return
  shown.photo.frame(Math.floor(place / seen.width), place % seen.width, 1, 1)
  const { least, most } = found.divisor,
    texts = [filled(labels.divided, { l: short(least), h: short(most) })]
  if (!chosen.alpha || !chosen.beta) texts.push(labels.same)
  else if (!found.falls) texts.push(labels.zero)
  else {
    const [mean, top] = [found.falls.mean, found.falls.most].map((part) => short(100 * part))
    texts.push(filled(labels.change, { a: short(found.added), k: written(chosen.k), m: mean, t: top }))
  }
  if (chosen.n > seen.maps) texts.push(filled(labels.wide, { n: seen.maps }))
  say(shown.words, texts.join(" "))
  Object.assign(shown.root.dataset, {
    low: short(least),
    high: short(most),
    mean: found.falls ? String(found.falls.mean) : "",
    most: found.falls ? String(found.falls.most) : "",
    place: String(place),
  })
  const title = filled(labels.bars, { n: seen.maps })
  say(bars.words, title)
  bars.root.setAttribute("aria-label", title)
  const wide = WIDE / seen.maps,
    places = seen.height * seen.width
  for (const [path, values, base, way] of /** @type {const} */ ([
    [bars.before, seen.values, HIGH, -1],
    [bars.after, found.after, HIGH + GAP, 1],
  ])) {
    const parts = shares(values, seen.maps, places, place).map(
      (share, map) =>
        `M${(map * wide).toFixed(1)} ${base}v${(way * HIGH * share).toFixed(1)}h${(0.75 * wide).toFixed(1)}V${base}z`,
    )
    path.setAttribute("d", parts.join(""))
  }
}

/** @param {Data} data @param {Dial} dial @param {number} at */
function valueAt(data, dial, at) {
  return dial === "n" ? at + 1 : data.steps[dial][at]
}

/** @param {Data} data @param {Dial} dial @param {number} value */
function indexOf(data, dial, value) {
  return dial === "n" ? value - 1 : data.steps[dial].indexOf(value)
}

/** @param {Constants} one @param {Constants} other */
function same(one, other) {
  return DIALS.every((dial) => one[dial] === other[dial])
}

/** @param {number} value as Python's "g" writes what can be chosen */
function written(value) {
  return value && value < 1e-4 ? value.toExponential(0).replace("-", "−") : String(value)
}
