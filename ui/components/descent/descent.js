// A ball on a loss curve: put anywhere, it rolls down by steps of the visitor's own rate. Each way is
// told in a sentence once it has ended.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"
import { signed } from "../shared/scale.js"
import { shape } from "../shared/shape.js"
import { across, drawTrace, drawValley, valleyFrame, valueAt } from "./charts.js"
import { begin, ending, jumps, MOMENTUM, nextStep, stepped } from "./rolling.js"

/** @import { Curve, Data, Descent, Place, Rule, Told, Try } from "./types.d.ts" */
/** @type {WeakMap<ShadowRoot, Descent>} */
const descents = new WeakMap()
const [VALLEY, TRACE] = [300, 300] // heights in CSS pixels
const LASTS = 260 // ms of one step
const KEPT = 4 // ways that stay in the chart of steps
const NEAR = 44 // CSS pixels from the ball within which a finger takes it

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const known = descents.get(parentElement),
    descent = known ?? create(data, child(parentElement, ".descent"))
  descents.set(parentElement, descent)
  Object.assign(descent, { data, tell: setTriggerValue })
  descent.curve = data.curves.find(({ name }) => name === descent.curve.name) ?? data.curves[0]
  descent.root.lang = data.lang
  build(descent)
  descent.observer.observe(descent.root)
  return () => {
    descent.observer.disconnect()
    cancelAnimationFrame(descent.frame)
    descents.delete(parentElement)
  }
}

/** @param {Data} data @param {HTMLElement} root */
function create(data, root) {
  const [curve] = data.curves
  const descent = /** @type {Descent} */ ({
    ...{ root, data, curve, start: curve.start, way: [begin(curve, curve.start)], tries: /** @type {Try[]} */ ([]) },
    ...{ rule: /** @type {Rule} */ ({ rate: data.rate, momentum: false }), isRolling: false, frame: 0, width: 0 },
  })
  descent.observer = new ResizeObserver(() => {
    if (Math.floor(root.getBoundingClientRect().width) !== descent.width) paint(descent)
  })
  return descent
}

// All elements anew: what is chosen, charts, buttons.
/** @param {Descent} descent */
function build(descent) {
  const { root, data, rule } = descent,
    { labels } = data
  const curves = choice(
    labels.which,
    data.curves.map(({ name, label }) => ({ value: name, label })),
    descent.curve.name,
    (name) => take(descent, /** @type {Curve} */ (data.curves.find((each) => each.name === name))),
  )
  const rates = choice(
    labels.rate,
    data.rates.map((rate) => ({ value: String(rate), label: String(rate), isLocked: !data.bet && rate > data.rate })),
    String(rule.rate),
    (rate) => change(descent, { rate: Number(rate) }),
  )
  const momentum = element("label", "momentum"),
    box = element("input", "", { type: "checkbox" })
  box.checked = rule.momentum
  box.onchange = () => change(descent, { momentum: box.checked })
  momentum.append(box, labels.momentum.replace("%m", String(MOMENTUM)))
  const bench = element("div", "bench", {}, [curves, rates, momentum])
  const locked = element("p", "quiet locked", {}, data.bet ? "" : labels.locked)
  descent.valley = shape("svg", { class: "valley" })
  descent.trace = shape("svg", { class: "trace", role: "img" })
  const charts = element("div", "charts")
  charts.append(descent.valley, descent.trace)
  const row = element("div", "row", {}, [
    button("step", labels.step, () => walk(descent, false)),
    button("roll", labels.roll, () => (descent.isRolling ? halt(descent) : walk(descent, true))),
    button("back", labels.back, () => put(descent, descent.start)),
  ])
  root.replaceChildren(bench, locked, charts, element("p", "sum"), row, element("p", "seen", { role: "status" }))
  listen(descent)
  paint(descent)
}

/** @param {string} name @param {string} label @param {() => void} act */
function button(name, label, act) {
  const made = element("button", name, {}, label)
  made.onclick = act
  return made
}

/** @param {string} title @param {{ value: string, label: string, isLocked?: boolean }[]} options
 * @param {string} chosen @param {(value: string) => void} act */
function choice(title, options, chosen, act) {
  const group = element("fieldset", "", {}, [element("legend", "", {}, title)])
  for (const { value, label, isLocked } of options) {
    const line = element("label"),
      radio = element("input", "", { type: "radio", name: title, value })
    radio.checked = value === chosen
    radio.disabled = Boolean(isLocked)
    radio.onchange = () => act(value)
    line.append(radio, label)
    group.append(line)
  }
  return group
}

/** @param {Descent} descent @param {Curve} curve */
function take(descent, curve) {
  Object.assign(descent, { curve, start: curve.start, tries: [] })
  put(descent, curve.start)
}

// Another rate begins anew from where the ball was put: two ways can be compared.
/** @param {Descent} descent @param {Partial<Rule>} more */
function change(descent, more) {
  descent.rule = { ...descent.rule, ...more }
  put(descent, descent.start)
}

// The ball lies at `w`; where it was put elsewhere, what rolled from there is no comparison any more.
/** @param {Descent} descent @param {number} w */
function put(descent, w) {
  halt(descent)
  const { curve } = descent,
    to = Math.min(curve.last, Math.max(curve.first, w))
  if (to !== descent.start) descent.tries = []
  descent.start = to
  descent.way = [begin(curve, to)]
  paint(descent)
}

/** @param {Descent} descent */
function halt(descent) {
  cancelAnimationFrame(descent.frame)
  Object.assign(descent, { frame: 0, isRolling: false })
  if (descent.width) paint(descent)
}

// One step, or all that come until the way ends. Whoever wants no motion sees where each ends at once.
/** @param {Descent} descent @param {boolean} isRoll */
function walk(descent, isRoll) {
  if (descent.frame) return
  const { curve, way } = descent
  if (ending(curve, way) !== "going") descent.way = [begin(curve, descent.start)]
  descent.isRolling = isRoll
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    do descent.way.push(stepped(curve, descent.way[descent.way.length - 1], descent.rule))
    while (isRoll && ending(curve, descent.way) === "going")
    return arrived(descent)
  }
  move(descent)
}

/** @param {Descent} descent */
function move(descent) {
  const { curve, way } = descent,
    from = way[way.length - 1],
    to = stepped(curve, from, descent.rule)
  let began = 0
  /** @param {number} now */
  const frame = (now) => {
    began ||= now
    const part = Math.min(1, (now - began) / LASTS)
    if (part < 1) {
      const w = from.w + (to.w - from.w) * part * (2 - part)
      drawValley(descent, { ...from, w })
      descent.frame = requestAnimationFrame(frame)
      return
    }
    way.push(to)
    if (descent.isRolling && ending(curve, way) === "going") {
      paint(descent)
      move(descent)
    } else arrived(descent)
  }
  descent.frame = requestAnimationFrame(frame)
  controls(descent)
}

// The ball lies still: after one step, or at the end of its way.
/** @param {Descent} descent */
function arrived(descent) {
  const { curve, way, rule } = descent,
    end = ending(curve, way)
  Object.assign(descent, { frame: 0, isRolling: false })
  if (end !== "going") {
    /** @type {Try} */
    const gone = { ...rule, curve: curve.name, way, ending: end }
    paint(descent)
    descent.tries = [...descent.tries, gone].slice(-KEPT)
    descent.tell("rolled", true)
  } else paint(descent)
}

/** @param {Descent} descent */
function paint(descent) {
  const { root, curve, way } = descent
  descent.width = Math.floor(root.getBoundingClientRect().width) || 640
  const both = descent.width >= 700,
    wide = both ? Math.round(descent.width * 0.62) : descent.width,
    narrow = both ? descent.width - wide - 16 : descent.width,
    low = both ? TRACE : 200
  descent.box = valleyFrame(curve, wide, VALLEY)
  size(descent.valley, wide, VALLEY)
  size(descent.trace, narrow, low)
  const hadFocus = root.getRootNode() instanceof ShadowRoot && focused(descent)
  drawValley(descent, way[way.length - 1])
  if (hadFocus) descent.valley.querySelector("g")?.focus()
  drawTrace(descent, narrow, low)
  say(child(root, ".sum"), sum(descent))
  controls(descent)
}

/** @param {Descent} descent */
const focused = ({ root }) =>
  Boolean(/** @type {ShadowRoot} */ (root.getRootNode()).activeElement?.classList.contains("ball"))

/** @param {SVGSVGElement} chart @param {number} wide @param {number} high */
function size(chart, wide, high) {
  for (const [name, value] of Object.entries({ width: wide, height: high, viewBox: `0 0 ${wide} ${high}` }))
    chart.setAttribute(name, String(value))
}

/** @param {Descent} descent */
function controls(descent) {
  const { root, data, frame, isRolling, way, start } = descent,
    isEnd = ending(descent.curve, way) !== "going"
  child(root, "button.step", HTMLButtonElement).disabled = Boolean(frame) || isEnd
  child(root, "button.back", HTMLButtonElement).disabled = way.length === 1 && way[0].w === start
  const roll = child(root, "button.roll", HTMLButtonElement)
  roll.disabled = Boolean(frame) && !isRolling
  say(roll, isRolling ? data.labels.stop : data.labels.roll)
  if (!frame) say(child(root, ".seen"), sentence(descent))
  root.dataset.state = frame ? "moving" : ending(descent.curve, way)
}

// The next step as arithmetic.
/** @param {Descent} descent */
function sum({ data, way, rule }) {
  const place = way[way.length - 1]
  if (!Number.isFinite(place.slope)) return ""
  const { step } = nextStep(place, rule),
    label = data.labels[rule.momentum && place.carried ? "sum-carried" : "sum"]
  return fill(label, {
    s: signed(place.slope, 2),
    r: rule.rate,
    m: MOMENTUM,
    c: signed(place.carried, 2),
    d: signed(step, 3),
    w: signed(place.w, 3),
    n: signed(place.w + step, 3),
  })
}

// What was seen, computed from the way; and the one before it, where the ball began there, too.
/** @param {Descent} descent */
function sentence({ data: { labels }, curve, way, rule, tries }) {
  if (way.length === 1) return labels.hint
  const end = ending(curve, way)
  const over = jumps(curve, way),
    words = [told(labels, labels[end], { ...rule, way })]
  if (over) words.push(over === 1 ? labels["jump-one"] : fill(labels.jumps, { j: over }))
  const before = tries.filter((each) => each.way !== way && end !== "going").at(-1)
  if (before) words.push(told(labels, labels[`before-${before.ending}`], before))
  return words.join(" ")
}

/** @param {Data["labels"]} labels @param {string} label @param {Rule & { way: Place[] }} gone */
function told(labels, label, { rate, momentum, way }) {
  return fill(label, {
    r: momentum ? fill(labels["with-momentum"], { r: rate, m: MOMENTUM }) : rate,
    n: way.length - 1,
    a: way[0].loss.toFixed(1),
    b: way[way.length - 1].loss.toFixed(1),
  })
}

/** @param {string} label @param {Record<string, string | number>} fields */
const fill = (label, fields) => label.replace(/%([a-z])/g, (_, name) => String(fields[name]))

// The ball follows a hand, or the arrow keys.
/** @param {Descent} descent */
function listen(descent) {
  const { valley } = descent
  let isHeld = false
  /** @param {PointerEvent} event */
  const at = (event) => event.clientX - valley.getBoundingClientRect().left
  valley.onpointerdown = (event) => {
    const { curve, box, way } = descent,
      w = Math.min(curve.last, Math.max(curve.first, way[way.length - 1].w))
    if (event.button) return
    if (event.pointerType !== "mouse" && Math.abs(at(event) - across(box, w)) > NEAR) return // it wants to scroll
    isHeld = true
    valley.setPointerCapture(event.pointerId)
    event.preventDefault() // else what is pressed loses the focus with the ball, which is drawn anew
    put(descent, valueAt(box, at(event)))
    valley.querySelector("g")?.focus()
  }
  valley.onpointermove = (event) => {
    if (isHeld) put(descent, valueAt(descent.box, at(event)))
  }
  valley.onpointerup = valley.onpointercancel = () => {
    isHeld = false
  }
  valley.onkeydown = (press) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return
    const { curve, way } = descent,
      w = Math.min(curve.last, Math.max(curve.first, way[way.length - 1].w)),
      little = (curve.last - curve.first) / 80
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -8, PageUp: 8 }[press.key]
    const to = { Home: curve.first, End: curve.last }[press.key] ?? (steps && w + steps * little)
    if (to === undefined) return
    put(descent, to)
    press.preventDefault()
  }
}
