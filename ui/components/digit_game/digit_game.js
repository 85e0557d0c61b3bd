// You against the network: answer first, then see. Scores stay in this browser's localStorage.
const KEY = "how-cnns-began.game"
const games = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".game")
  let game = games.get(parentElement)
  if (!game || game.number !== data.number) {
    game = { number: data.number, given: kept(data.number, data.turns.length), shown: false }
    games.set(parentElement, game)
  }
  Object.assign(game, { root, data, tell: setTriggerValue })
  root.lang = data.lang
  show(game)
  return () => games.delete(parentElement)
}

function show(game) {
  const { root, data, given } = game
  const over = given.length === data.turns.length && !game.shown
  root.replaceChildren(over ? end(game) : turn(game), track(game))
}

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
  const place = element("p", "place", labels.place.replace("%a", at + 1).replace("%b", data.turns.length))
  const keys = element("div", "keys")
  for (let digit = 0; digit < 10; digit++) {
    const button = element("button", "", digit)
    button.disabled = game.shown
    if (game.shown && digit === given[at]) button.className = "given"
    if (game.shown && digit === label) button.className += " right"
    button.onclick = () => answer(game, digit)
    keys.append(button)
  }
  side.append(place, element("p", "ask", labels.ask), keys)
  if (game.shown) side.append(...reveal(game, at, label, network))
  board.append(picture, side)
  board.onkeydown = (press) => {
    if (/^[0-9]$/.test(press.key) && !game.shown) answer(game, Number(press.key))
  }
  return board
}

function answer(game, digit) {
  game.given.push(digit)
  game.shown = true
  keep(game.number, game.given)
  if (game.given.length === game.data.turns.length) game.tell("finished", true)
  show(game)
  game.root.querySelector(".go")?.focus({ preventScroll: true })
}

function reveal(game, at, label, network) {
  const { data, given } = game,
    { labels } = data
  const list = element("ul", "answers"),
    said = element("div")
  said.setAttribute("role", "status")
  said.append(list)
  for (const [name, digit] of [
    ["yours", given[at]],
    ["network", network],
    ["label", label],
  ]) {
    const verdict = name === "label" ? "" : digit === label ? labels.right : labels.wrong
    const line = element("li", name === "label" ? "truth" : digit === label ? "good" : "bad")
    line.append(element("span", "", labels[name]), element("b", "", digit), element("em", "", verdict))
    list.append(line)
  }
  const last = given.length === data.turns.length
  const go = element("button", "go", last ? labels.finish : labels.next)
  go.onclick = () => {
    game.shown = false
    show(game)
    game.root.querySelector(".keys button, .go")?.focus({ preventScroll: true })
  }
  return [said, go]
}

function end(game) {
  const { labels, turns } = game.data
  const [yours, theirs] = scores(game)
  const board = element("div", "end")
  const verdict = yours > theirs ? labels.won : yours < theirs ? labels.lost : labels.even
  board.append(
    element("p", "score", labels.score.replace("%a", yours).replace("%b", theirs).replace("%p", turns.length)),
    element("p", "", verdict),
    element("p", "look", labels.look),
    pictures(game),
  )
  const again = element("button", "go", labels.other),
    same = element("button", "", labels.again)
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

function pictures({ data, given }) {
  // every digit again, with all three answers
  const row = element("div", "pictures")
  data.turns.forEach(([png, label, network], i) => {
    const one = element("figure"),
      picture = element("img"),
      words = element("figcaption")
    picture.src = `data:image/png;base64,${png}`
    picture.alt = data.labels.picture
    for (const [name, digit] of [
      ["yours", given[i]],
      ["network", network],
      ["label", label],
    ]) {
      const line = element("div", name === "label" ? "" : digit === label ? "good" : "bad")
      line.append(element("span", "", data.labels[name]), element("b", "", digit))
      words.append(line)
    }
    one.append(picture, words)
    row.append(one)
  })
  return row
}

function track(game) {
  // who had which digit right, so far, and all rounds kept
  const { data, given } = game,
    { labels } = data,
    table = element("div", "track")
  for (const name of ["yours", "network"]) {
    const row = element("div", "row")
    row.append(element("span", "", labels[name]))
    data.turns.forEach(([, label, network], i) => {
      const said = name === "yours" ? given[i] : network,
        seen = i < given.length
      row.append(
        element("i", !seen ? "open" : said === label ? "good" : "bad", !seen ? "·" : said === label ? "✓" : "✗"),
      )
    })
    table.append(row)
  }
  const rounds = every().filter((one) => one[1] === data.turns.length)
  if (rounds.length) table.append(element("p", "kept", labels.kept.replace("%a", rounds.length)))
  return table
}

function scores({ data, given }) {
  return [
    data.turns.filter(([, label], i) => given[i] === label).length,
    data.turns.filter(([, label, network]) => network === label).length,
  ]
}

function stored() {
  try {
    const found = JSON.parse((localStorage.getItem(KEY) ?? "{}").slice(0, 20000))
    return found && typeof found === "object" && !Array.isArray(found) ? found : {}
  } catch {
    return {}
  } // not ours, or storage is switched off
}

function every() {
  return Object.entries(stored()).map(([number, given]) => [number, Array.isArray(given) ? given.length : 0])
}

function kept(number, length) {
  const given = stored()[number]
  const fine =
    Array.isArray(given) && given.length <= length && given.every((d) => Number.isInteger(d) && d >= 0 && d < 10)
  return fine ? [...given] : []
}

function keep(number, given) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...stored(), [number]: given }))
  } catch {
    /* storage is switched off */
  }
}

function element(tag, className = "", text = "") {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (tag === "button") made.type = "button"
  if (text !== "") made.textContent = text
  return made
}
