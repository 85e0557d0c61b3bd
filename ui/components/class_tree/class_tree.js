// A branch of the tree as a map of buttons, areas true; above it the path from the root.
// Python sends path and parts (see __init__.py) and is told which one is opened.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"

/** @import { Data, Part, Rectangle, Told, Tree } from "./types.d.ts" */

const GAP = 3,
  NARROW = 520,
  STAR = 16 // CSS pixels
const ROOM = 14000,
  HIGHEST = 1100 // square pixels for a part, on average, and the map's height at most
const FITS = ["", "small", "brief", "small brief", "bare"] // the name and its count, ever less of both
/** @type {WeakMap<ShadowRoot, Tree>} */
const trees = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const tree = trees.get(parentElement) ?? create(parentElement)
  trees.set(parentElement, tree)
  const focused = tree.root.contains(tree.root.getRootNode().activeElement)
  tree.data = data
  tree.open = (id) => {
    tree.touched = true
    setTriggerValue("opened", id)
  }
  draw(tree)
  arrange(tree)
  tree.observer.observe(tree.root)
  if (focused && tree.touched) tree.buttons[tree.at]?.focus({ preventScroll: true })
  return () => {
    tree.observer.disconnect()
    trees.delete(parentElement)
  }
}

/** @param {ShadowRoot} parent */
function create(parent) {
  const tree = /** @type {Tree} */ ({ root: child(parent, ".tree") })
  tree.observer = new ResizeObserver(() => arrange(tree))
  return tree
}

/** @param {Tree} tree */
function draw(tree) {
  const { data, root } = tree
  root.lang = data.lang
  const path = element("nav", "path", { "aria-label": data.labels.path })
  data.path.forEach((part, i) => {
    const last = i === data.path.length - 1
    const step = element("button", "step", last ? { "aria-current": "true" } : {}, part.name)
    step.onclick = () => tree.open(part.id)
    path.append(step)
  })
  const up = data.path.at(-2)
  tree.map = element("div", "map", { role: "group", "aria-label": data.labels.map })
  tree.said = element("p", "said")
  tree.buttons = data.parts.map((part) => button(tree, part))
  tree.at = Math.max(
    0,
    data.parts.findIndex((part) => part.id === data.selected),
  )
  tree.buttons.forEach((made, i) => {
    made.tabIndex = i === tree.at ? 0 : -1
  })
  tree.map.append(...tree.buttons)
  tree.map.onkeydown = (press) => move(tree, press, up)
  tree.map.onpointerleave = () => say(tree, data.selected)
  root.replaceChildren(path, tree.map, tree.said)
  say(tree, data.selected)
}

/** @param {Tree} tree @param {Part} part */
function button(tree, part) {
  const chosen = part.id === tree.data.selected
  const made = element("button", part.marked ? "part marked" : "part", {
    "aria-label": part.words,
    "aria-pressed": chosen,
    "data-id": part.id,
  })
  made.append(
    element("span", "inside", { "aria-hidden": "true" }),
    element("span", "name", {}, [part.name]),
    " ",
    element("span", "count", {}, [String(part.count)]),
  )
  made.onclick = () => tree.open(part.id)
  made.onpointerenter = made.onfocus = () => say(tree, part.id)
  return made
}

/** @param {Tree} tree @param {string} id */
function say(tree, id) {
  const part = [...tree.data.parts, ...tree.data.path].find((one) => one.id === id)
  tree.said.textContent = part ? part.words : ""
}

/** @param {Tree} tree @param {KeyboardEvent} press @param {Part | undefined} up */
function move(tree, press, up) {
  if (press.altKey || press.ctrlKey || press.metaKey) return
  if (press.key === "Backspace" && up) {
    press.preventDefault()
    tree.open(up.id)
    return
  }
  const last = tree.buttons.length - 1
  const to = {
    ArrowRight: tree.at + 1,
    ArrowDown: tree.at + 1,
    ArrowLeft: tree.at - 1,
    ArrowUp: tree.at - 1,
    Home: 0,
    End: last,
  }[press.key]
  if (to === undefined) return
  press.preventDefault()
  if (to < 0 || to > last) return
  tree.buttons[tree.at].tabIndex = -1
  tree.at = to
  tree.buttons[to].tabIndex = 0
  tree.buttons[to].focus()
}

/** @param {Tree} tree */
function arrange(tree) {
  const width = tree.map.clientWidth
  if (!width) return
  const height = Math.max(width < NARROW ? 460 : 420, Math.min((ROOM * tree.data.parts.length) / width, HIGHEST))
  tree.map.style.height = `${height}px`
  const places = squarify(
    tree.data.parts.map((part) => part.count),
    0,
    0,
    width,
    height,
  )
  tree.buttons.forEach((made, i) => {
    const [x, y, w, h] = places[i]
    Object.assign(made.style, {
      left: `${x}px`,
      top: `${y}px`,
      width: `${Math.max(w - GAP, 2)}px`,
      height: `${Math.max(h - GAP, 2)}px`,
    })
    const kind = tree.data.parts[i].marked ? "part marked" : "part"
    FITS.find((fit) => {
      made.className = `${kind} ${fit}`
      return fit === "bare" || holds(made)
    })
    inside(child(made, ".inside"), tree.data.parts[i].inside, w - GAP, h - GAP)
  })
}

/** @param {HTMLElement} made */
function holds(made) {
  // whether no word is cut, by either edge or by the star
  const [name, count] = [child(made, ".name"), child(made, ".count")]
  const last = count.offsetHeight ? count : name
  const room = made.clientHeight - 2 - (made.classList.contains("marked") ? STAR : 0)
  return name.scrollWidth <= name.clientWidth && last.offsetTop + last.offsetHeight <= room
}

/** @param {HTMLElement} holder @param {number[]} counts @param {number} w @param {number} h */
function inside(holder, counts, w, h) {
  if (counts.length < 2 || w < 40 || h < 40) {
    holder.replaceChildren()
    return
  }
  holder.replaceChildren(
    ...squarify(counts, 0, 0, w, h).map(([x, y, width, height]) =>
      element("i", "", { style: `left:${x}px;top:${y}px;width:${width}px;height:${height}px` }),
    ),
  )
}

// Rectangles [x, y, w, h] with areas as the values, as nearly square as may be (Bruls et al., 2000).
/**
 * @param {number[]} values
 * @param {number} x
 * @param {number} y
 * @param {number} w
 * @param {number} h
 * @returns {Rectangle[]}
 */
export function squarify(values, x, y, w, h) {
  const places = new Array(values.length),
    total = values.reduce((sum, value) => sum + value, 0)
  const order = values.map((_, i) => i).sort((a, b) => values[b] - values[a])
  const scale = (w * h) / total
  /** @type {number[]} */
  let row = [],
    from = 0
  /** @param {number[]} some @param {number} side */
  const worst = (some, side) => {
    const sum = some.reduce((all, i) => all + values[i] * scale, 0)
    return Math.max(
      ...some.map((i) => {
        const area = values[i] * scale
        return Math.max((side * side * area) / (sum * sum), (sum * sum) / (side * side * area))
      }),
    )
  }
  const lay = () => {
    const sum = row.reduce((all, i) => all + values[i] * scale, 0),
      along = w >= h,
      thick = sum / (along ? h : w)
    let at = along ? y : x
    for (const i of row) {
      const length = (values[i] * scale) / thick
      places[i] = along ? [x, at, thick, length] : [at, y, length, thick]
      at += length
    }
    if (along) {
      x += thick
      w -= thick
    } else {
      y += thick
      h -= thick
    }
    row = []
  }
  while (from < order.length) {
    const side = Math.min(w, h),
      next = row.concat(order[from])
    if (row.length && worst(next, side) > worst(row, side)) lay()
    else {
      row = next
      from += 1
    }
  }
  if (row.length) lay()
  return places
}
