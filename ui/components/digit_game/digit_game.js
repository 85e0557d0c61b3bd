// You against the network: answer first, then see. Scores stay in this browser's localStorage.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"

/** @import { Data, Game, Told } from "./types.d.ts" */
const KEY = "how-cnns-began.game"
/** @type {WeakMap<ShadowRoot, Game>} */
const games = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = child(parentElement, ".game")
  const found = games.get(parentElement)
  const game = found?.number === data.number ? found : begun(data)
  games.set(parentElement, game)
  Object.assign(game, { root, data, tell: setTriggerValue })
  root.lang = data.lang
  show(game)
  return () => games.delete(parentElement)
}

/** @param {Data} data */
function begun({ number, turns }) {
  return /** @type {Game} */ ({ number, given: kept(number, turns.length), shown: false })
}

/** @param {Game} game */
function show(game) {
  const { root, data, given } = game
  const over = given.length === data.turns.length && !game.shown
  root.replaceChildren(over ? end(game) : turn(game), track(game))
}

/** @param {Game} game */
function turn(game) {
  const { data, given } = game,
    { labels } = data
  const at = game.shown ? given.length - 1 : given.length
  const [png, label, network] = data.turns[at]
  const board = element("div", "board"),
    side = element("div", "side")
  const picture = element("img")
  picture.src = `data:image/png;base64,${png}`
  picture.alt = labels.picture
  const place = element("p", "place", {}, labels.place.replace("%a", at + 1).replace("%b", data.turns.length))
  const keys = element("div", "keys")
  for (let digit = 0; digit < 10; digit++) {
    const button = element("button", "", {}, digit)
    button.disabled = game.shown
    if (game.shown && digit === given[at]) button.className = "given"
    if (game.shown && digit === label) button.className += " right"
    button.onclick = () => answer(game, digit)
    keys.append(button)
  }
  side.append(place, element("p", "ask", {}, labels.ask), keys)
  if (game.shown) side.append(...reveal(game, at, label, network))
  board.append(picture, side)
  board.onkeydown = (press) => {
    if (press.altKey || press.ctrlKey || press.metaKey) return
    if (/^[0-9]$/.test(press.key) && !game.shown) answer(game, Number(press.key))
  }
  return board
}

/** @param {Game} game @param {number} digit */
function answer(game, digit) {
  game.given.push(digit)
  game.shown = true
  keep(game.number, game.given)
  if (game.given.length === game.data.turns.length) game.tell("finished", true)
  show(game)
  focus(game, ".go")
}

/** @param {Game} game @param {string} selector */
function focus(game, selector) {
  const found = game.root.querySelector(selector)
  if (found instanceof HTMLElement) found.focus({ preventScroll: true })
}

/** @param {Game} game @param {number} at @param {number} label @param {number} network */
function reveal(game, at, label, network) {
  const { data, given } = game,
    { labels } = data
  const list = element("ul", "answers"),
    said = element("div")
  said.setAttribute("role", "status")
  said.append(list)
  for (const [name, digit] of answers(given[at], network, label)) {
    const verdict = name === "label" ? "" : digit === label ? labels.right : labels.wrong
    const line = element("li", name === "label" ? "truth" : digit === label ? "good" : "bad")
    line.append(element("span", "", {}, labels[name]), element("b", "", {}, digit), element("em", "", {}, verdict))
    list.append(line)
  }
  const last = given.length === data.turns.length
  const go = element("button", "go", {}, last ? labels.finish : labels.next)
  go.onclick = () => {
    game.shown = false
    show(game)
    focus(game, ".keys button, .go")
  }
  return [said, go]
}

/**
 * @param {number} yours
 * @param {number} network
 * @param {number} label
 * @returns {["yours" | "network" | "label", number][]}
 */
function answers(yours, network, label) {
  return [
    ["yours", yours],
    ["network", network],
    ["label", label],
  ]
}

/** @param {Game} game */
function end(game) {
  const { labels, turns } = game.data
  const [yours, theirs] = scores(game)
  const board = element("div", "end")
  const verdict = yours > theirs ? labels.won : yours < theirs ? labels.lost : labels.even
  board.append(
    element("p", "score", {}, labels.score.replace("%a", yours).replace("%b", theirs).replace("%p", turns.length)),
    element("p", "", {}, verdict),
    element("p", "look", {}, labels.look),
    pictures(game),
  )
  const again = element("button", "go", {}, labels.other),
    same = element("button", "", {}, labels.again)
  again.onclick = () => game.tell("another", true)
  same.onclick = () => {
    game.given = []
    keep(game.number, [])
    show(game)
  }
  const buttons = element("div", "buttons")
  buttons.append(again, same)
  board.append(buttons)
  return board
}

/** @param {Game} game */
function pictures({ data, given }) {
  // every digit again, with all three answers
  const row = element("div", "pictures")
  data.turns.forEach(([png, label, network], i) => {
    const one = element("figure"),
      picture = element("img"),
      words = element("figcaption")
    picture.src = `data:image/png;base64,${png}`
    picture.alt = data.labels.picture
    for (const [name, digit] of answers(given[i], network, label)) {
      const line = element("div", name === "label" ? "" : digit === label ? "good" : "bad")
      line.append(element("span", "", {}, data.labels[name]), element("b", "", {}, digit))
      words.append(line)
    }
    one.append(picture, words)
    row.append(one)
  })
  return row
}

/** @param {Game} game */
function track(game) {
  // who had which digit right, so far, and all rounds kept
  const { data, given } = game,
    { labels } = data,
    table = element("div", "track")
  for (const name of /** @type {const} */ (["yours", "network"])) {
    const row = element("div", "row")
    row.append(element("span", "", {}, labels[name]))
    data.turns.forEach(([, label, network], i) => {
      const said = name === "yours" ? given[i] : network,
        seen = i < given.length
      row.append(
        element("i", !seen ? "open" : said === label ? "good" : "bad", {}, !seen ? "·" : said === label ? "✓" : "✗"),
      )
    })
    table.append(row)
  }
  const rounds = every().filter((one) => one[1] === data.turns.length)
  if (rounds.length) table.append(element("p", "kept", {}, labels.kept.replace("%a", rounds.length)))
  return table
}

/** @param {Pick<Game, "data" | "given">} game */
export function scores({ data, given }) {
  return [
    data.turns.filter(([, label], i) => given[i] === label).length,
    data.turns.filter(([, label, network]) => network === label).length,
  ]
}

/** @returns {Record<string, unknown>} */
function stored() {
  try {
    const found = JSON.parse((localStorage.getItem(KEY) ?? "{}").slice(0, 20000))
    return found && typeof found === "object" && !Array.isArray(found) ? found : {}
  } catch {
    return {}
  } // not ours, or storage is switched off
}

/** @returns {[number: string, length: number][]} */
function every() {
  return Object.entries(stored()).map(([number, given]) => [number, Array.isArray(given) ? given.length : 0])
}

/** @param {number} number @param {number} length @returns {number[]} */
export function kept(number, length) {
  const given = stored()[number]
  const fine =
    Array.isArray(given) && given.length <= length && given.every((d) => Number.isInteger(d) && d >= 0 && d < 10)
  return fine ? [...given] : []
}

/** @param {number} number @param {number[]} given */
function keep(number, given) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...stored(), [number]: given }))
  } catch {
    /* storage is switched off */
  }
}
