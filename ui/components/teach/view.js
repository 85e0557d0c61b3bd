// What is drawn of photos, tests and terms; what happens to them is teach.js's.
import { element } from "../shared/element.js"
import { placeOf } from "./collection.js"
import { opaque } from "./photos.js"

/** @import { Data, Layer, Shown, Term, Tested } from "./types.d.ts" */

// A sentence with its fields: %n and the like, each a letter.
/** @param {string} text @param {Record<string, string | number>} fields */
export function told(text, fields) {
  return text.replaceAll(/%([a-z])/g, (whole, name) => String(fields[name] ?? whole))
}

/** @param {Uint8Array} pixels @param {number} side @param {string} words */
export function picture(pixels, side, words) {
  const canvas = element("canvas", "", { role: "img", "aria-label": words, width: side, height: side })
  canvas.getContext("2d")?.putImageData(new ImageData(opaque(pixels, side), side, side), 0, 0)
  return canvas
}

// How likely each name is, as bars.
/** @param {HTMLElement} list @param {string[]} names @param {readonly number[]} chances */
export function showChances(list, names, chances) {
  const best = chances.indexOf(Math.max(...chances))
  list.replaceChildren(
    ...names.map((name, i) => {
      const bar = element("i")
      bar.style.width = `${(100 * chances[i]).toFixed(1)}%`
      return element("li", i === best ? "best" : "", {}, [
        element("span", "name", {}, name),
        element("span", "number", {}, `${(100 * chances[i]).toFixed(0)}\u202f%`),
        element("span", "bar", {}, [bar]),
      ])
    }),
  )
}

/** @param {number[][]} table @param {string[]} names @param {Data["labels"]} labels */
export function confusionTable(table, names, labels) {
  const head = [
    element("td", "corner", {}, `${labels.is} \\ ${labels.answered}`),
    ...names.map((name) => element("th", "", { scope: "col" }, name)),
  ]
  const rows = table.map((row, i) =>
    element("tr", "", {}, [
      element("th", "", { scope: "row" }, names[i]),
      ...row.map((count, j) => element("td", count ? (i === j ? "right" : "wrong") : "nothing", {}, `${count}`)),
    ]),
  )
  return element("table", "confusion", {}, [
    element("caption", "", {}, labels.confusion),
    element("thead", "", {}, [element("tr", "", {}, head)]),
    element("tbody", "", {}, rows),
  ])
}

// A photo that was held out: a button that holds it, with what it was called.
/** @param {Tested} tested @param {string[]} names @param {Data} data @param {boolean} isHeld @param {() => void} hold */
export function testedPhoto({ photo, name, answer }, names, { labels, way }, isHeld, hold) {
  const isRight = name === answer
  const button = element("button", isRight ? "tested" : "tested wrong", { "aria-pressed": isHeld }, [
    picture(photo.pixels, way.short, photo.title || names[name]),
    element("span", "", {}, [
      element("b", "", { role: "img", "aria-label": isRight ? labels.right : labels.wrong }, isRight ? "✓" : "✗"),
      ` ${names[answer]}`,
    ]),
  ])
  button.onclick = hold
  return button
}

/** @param {Term[]} terms @param {Layer} layer @param {Data} data @param {string} name */
export function termBars(terms, layer, { labels, way }, name) {
  const most = Math.max(...terms.map(({ term }) => Math.abs(term))) || 1
  const rows = terms.map(({ at, activation, term }) => {
    const place = placeOf(layer, at, way.side)
    const words =
      "c" in place
        ? told(labels.pixel, { ...place, c: [labels.red, labels.green, labels.blue][place.c] })
        : told(layer === "pool5" ? labels.map : labels.unit, place)
    const bar = element("i", term < 0 ? "against" : "for")
    bar.style.width = `${((50 * Math.abs(term)) / most).toFixed(1)}%`
    return element("li", "", {}, [
      element("span", "unit", {}, `${words}: ${activation.toFixed(1)}`),
      element("span", "axis", {}, [bar]),
      element("span", "number", {}, `${term < 0 ? "−" : "+"}${Math.abs(term).toFixed(3)}`),
    ])
  })
  return [
    element("p", "", {}, told(labels.terms, { a: name })),
    element("p", "quiet", {}, `${labels.against} ← → ${labels.for}`),
    element("ul", "terms", {}, rows),
  ]
}

// The photo under a film of colour: orange where covering it makes the answer less likely, blue where more.
/** @param {Shown} photo @param {Float32Array} heat @param {Data} data @param {string} words */
export function heatPicture({ pixels }, heat, { way: { short }, colours }, words) {
  const data = opaque(pixels, short),
    most = Math.max(0.05, ...heat.map(Math.abs))
  const [low, high] = [colours[0], colours[colours.length - 1]].map((colour) =>
    [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)),
  )
  for (const [i, value] of heat.entries()) {
    const part = Math.min(1, Math.abs(value) / most),
      tone = value < 0 ? low : high
    const grey = (data[4 * i] + data[4 * i + 1] + data[4 * i + 2]) / 3
    for (let c = 0; c < 3; c++) data[4 * i + c] = grey + 0.75 * part * (tone[c] - grey)
  }
  const canvas = element("canvas", "heat", { role: "img", "aria-label": words, width: short, height: short })
  canvas.getContext("2d")?.putImageData(new ImageData(data, short, short), 0, 0)
  return canvas
}
