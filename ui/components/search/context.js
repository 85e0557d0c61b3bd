// A line of what was found, and where in it the words stand that were searched.

const BEFORE = 40 // letters before the first of them
const MOST = 150
const LETTER = /[\p{L}\p{N}]/u
const SYLLABLE = /\p{Script=Hangul}/u

// The text in pieces, every second of them one of the words: "", "pool", "ing twice". A Latin word counts
// where a word begins, Hangul anywhere.
/** @param {string} text @param {string[]} words @returns {string[]} */
export function pieces(text, words) {
  const low = text.toLowerCase()
  if (low.length !== text.length) return [text] // a letter that grows: nothing can be told apart
  /** @type {[number, number][]} */
  const spans = []
  for (const word of words) {
    if (!word) continue
    for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length))
      if (SYLLABLE.test(word) || !LETTER.test(low[at - 1] ?? "")) spans.push([at, at + word.length])
  }
  spans.sort(([a], [b]) => a - b)
  /** @type {string[]} */
  const cut = []
  let done = 0
  for (const [from, to] of spans) {
    if (to <= done) continue
    if (from < done) cut.push(`${cut.pop()}${text.slice(done, to)}`)
    else cut.push(text.slice(done, from), text.slice(from, to))
    done = to
  }
  return [...cut, text.slice(done)]
}

// Some words around the first that was searched; the beginning, if none of them stands there.
/** @param {string} text @param {string[]} words */
export function around(text, words) {
  const [first, hit] = pieces(text, words)
  const at = hit === undefined ? 0 : first.length
  const from = at <= BEFORE ? 0 : text.indexOf(" ", at - BEFORE) + 1
  const begun = Math.min(from, at)
  const rest = text.slice(begun)
  const end = rest.length <= MOST ? rest : `${rest.slice(0, MOST).replace(/ [^ ]*$/, "")} …`
  return begun ? `… ${end}` : end
}
