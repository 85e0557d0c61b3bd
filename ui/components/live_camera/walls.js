// The walls: of each layer all its maps as one canvas. A map is held by a click, a tap or the arrow keys.
import { element } from "../shared/element.js"
import { paintMaps } from "../shared/maps.js"
import { say } from "../shared/say.js"

/** @import { Seen } from "../small_edition/types.d.ts" */
/** @import { Data, Held, Wall } from "./types.d.ts" */
const WIDEST = { 28: 40, 13: 30 } // CSS pixels of a map, by its units a side; a finger needs 24
const LEAST = 25

// A wall for each layer; `hold` is called with the layer's number and the map's.
/** @param {Data} data @param {(held: Held) => void} hold @returns {Wall[]} */
export function wallsOf(data, hold) {
  return data.layers.map((row, layer) => {
    const canvas = element("canvas"),
      chosen = element("i", "chosen", { hidden: "" }),
      title = element("b")
    const face = element("div", "face", { role: "spinbutton", tabindex: 0, "aria-valuemin": 0 }, [canvas, chosen])
    face.setAttribute("aria-valuemax", row.maps - 1)
    /** @type {Wall} */
    const wall = {
      row,
      root: element("figure", "wall", {}, [element("figcaption", "", {}, [title]), face]),
      ...{ title, face, canvas, chosen, columns: 1, map: 0 },
    }
    face.onclick = (event) => hold({ layer, map: mapAt(wall, event) })
    face.onkeydown = (press) => {
      const to = mapTo(wall, press.key)
      if (to === undefined || press.altKey || press.ctrlKey || press.metaKey) return
      press.preventDefault()
      hold({ layer, map: Math.min(row.maps - 1, Math.max(0, to)) })
    }
    return wall
  })
}

/** @param {Wall[]} walls @param {Data} data @param {Held | null} held */
export function dressWalls(walls, { labels }, held) {
  for (const [layer, { row, title, face, map }] of walls.entries()) {
    const size = labels.maps.replace("%n", row.maps).replaceAll("%s", String(row.side))
    say(title, `${row.name} · ${size}`)
    face.setAttribute("aria-label", labels.wall.replace("%l", row.name))
    face.setAttribute("aria-valuenow", map)
    face.setAttribute("aria-valuetext", labels.map.replace("%l", row.name).replace("%m", map))
    face.classList.toggle("held", held?.layer === layer)
  }
}

// As many maps side by side as there is room for.
/** @param {Wall[]} walls */
export function fitWalls(walls) {
  for (const wall of walls) {
    const { row, canvas, face } = wall,
      widest = /** @type {Record<number, number>} */ (WIDEST)[row.side] ?? LEAST
    wall.columns = Math.max(1, Math.min(row.maps, Math.floor(face.clientWidth / widest)))
    const [wide, high] = [wall.columns, Math.ceil(row.maps / wall.columns)].map((n) => n * (row.side + 1) - 1)
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high })
    place(wall)
  }
}

/** @param {Wall[]} walls @param {Seen} seen @param {Data} data */
export function paintWalls(walls, { maps }, { colours }) {
  for (const { row, canvas, columns } of walls) {
    const layer = { values: maps[row.name], maps: row.maps, height: row.side, width: row.side }
    paintMaps(canvas, layer, colours, { columns, limit: row.limit })
  }
}

/** @param {Wall[]} walls @param {Held} held */
export function markHeld(walls, held) {
  for (const [layer, wall] of walls.entries()) {
    wall.chosen.hidden = layer !== held.layer
    if (layer !== held.layer) continue
    wall.map = held.map
    place(wall)
  }
}

/** @param {Wall} wall */
function place({ row, chosen, columns, map }) {
  const rows = Math.ceil(row.maps / columns)
  chosen.style.left = `${(100 * (map % columns)) / columns}%`
  chosen.style.top = `${(100 * Math.floor(map / columns)) / rows}%`
  chosen.style.width = `${100 / columns}%`
  chosen.style.height = `${100 / rows}%`
}

/** @param {Wall} wall @param {MouseEvent} event */
function mapAt({ row, canvas, columns }, { clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect(),
    rows = Math.ceil(row.maps / columns)
  const [x, y] = [
    Math.min(columns - 1, Math.max(0, Math.floor(((clientX - left) / width) * columns))),
    Math.min(rows - 1, Math.max(0, Math.floor(((clientY - top) / height) * rows))),
  ]
  return Math.min(row.maps - 1, y * columns + x)
}

/** @param {Wall} wall @param {string} key @returns {number | undefined} */
export function mapTo({ row, columns, map }, key) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }
  if (key === "Home") return 0
  if (key === "End") return row.maps - 1
  const step = /** @type {Record<string, number>} */ (steps)[key]
  const to = map + step
  return step && to >= 0 && to < row.maps ? to : step && map
}
