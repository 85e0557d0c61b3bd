// You against the network: answer first, then see. Scores stay in this browser's localStorage; those of
// a class beside them, for that class alone.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"

/** @import { Data, Game, Told } from "./types.d.ts" */
const KEY = "how-cnns-began.game",
  IN_CLASS = `${KEY}.class`
/** @type {WeakMap<ShadowRoot, Game>} */
const games = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  const root = child(parentElement, ".game")
  const found = games.get(parentElement)
  const game = found?.number === data.number && found.room === data.room ? found : begun(data)
  games.set(parentElement, game)
  Object.assign(game, { root, data, tell: setTriggerValue })
  root.lang = data.lang
  show(game)
  if (game !== found && data.room && isOver(game)) setTriggerValue("finished", [...game.given])
  return () => games.delete(parentElement)
}

/** @param {Data} data */
function begun({ number, turns, room }) {
  return /** @type {Game} */ ({ number, room, given: kept(number, turns.length, room), shown: false })
}

/** @param {Game} game */
const isOver = ({ given, data }) => given.length === data.turns.length

/** @param {Game} game */
function show(game) {
  const { root, data, given } = game
  const over = given.length === data.turns.length && !game.shown
  root.replaceChildren(!over ? turn(game) : data.held ? heldBack(game) : end(game))
  if (!data.held) root.append(track(game))
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
  game.shown = !game.data.held
  keep(game, game.given)
  if (isOver(game)) game.tell("finished", [...game.given])
  show(game)
  focus(game, game.shown ? ".go" : ".keys button, .end button")
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
    keep(game, [])
    show(game)
  }
  const buttons = element("div", "buttons")
  buttons.append(again, same)
  board.append(buttons)
  return board
}

// A round of a class whose answers are not to be seen yet: what was answered, and a way to answer anew.
/** @param {Game} game */
function heldBack(game) {
  const { data, given } = game
  const board = element("div", "end"),
    row = element("div", "pictures"),
    buttons = element("div", "buttons"),
    same = element("button", "", {}, data.labels.again)
  data.turns.forEach(([png], i) => {
    const picture = element("img"),
      line = element("div", "", {}, [element("span", "", {}, data.labels.yours), element("b", "", {}, given[i])])
    picture.src = `data:image/png;base64,${png}`
    picture.alt = data.labels.picture
    row.append(element("figure", "", {}, [picture, element("figcaption", "", {}, line)]))
  })
  same.onclick = () => {
    game.given = []
    keep(game, [])
    show(game)
    focus(game, ".keys button")
  }
  buttons.append(same)
  board.append(row, buttons)
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

/** @param {string} name @returns {Record<string, unknown>} */
function stored(name) {
  try {
    const found = JSON.parse((localStorage.getItem(name) ?? "{}").slice(0, 20000))
    return found && typeof found === "object" && !Array.isArray(found) ? found : {}
  } catch {
    return {}
  } // not ours, or storage is switched off
}

// The rounds of a class, or of one's own.
/** @param {string} room @returns {Record<string, unknown>} */
function rounds(room) {
  if (!room) return stored(KEY)
  const { room: other, ...found } = stored(IN_CLASS)
  return other === room ? found : {}
}

/** @returns {[number: string, length: number][]} */
function every() {
  return Object.entries(stored(KEY)).map(([number, given]) => [number, Array.isArray(given) ? given.length : 0])
}

/** @param {number} number @param {number} length @param {string} [room] @returns {number[]} */
export function kept(number, length, room = "") {
  const given = rounds(room)[number]
  const fine =
    Array.isArray(given) && given.length <= length && given.every((d) => Number.isInteger(d) && d >= 0 && d < 10)
  return fine ? [...given] : []
}

/** @param {Pick<Game, "number" | "room">} game @param {number[]} given */
function keep({ number, room }, given) {
  const now = { ...rounds(room), [number]: given, ...(room && { room }) }
  try {
    localStorage.setItem(room ? IN_CLASS : KEY, JSON.stringify(now))
  } catch {
    /* storage is switched off */
  }
}
