// Words as the index holds them, and as they are searched. Latin words are in lower case, without
// accents. Korean has no boundary between a noun and the particles behind it, and nouns are joined at
// will: so a run of Hangul is there as a whole and without its particle, both in single letters (what is
// half typed, or has one letter wrong, is then close), and in bigrams, two syllables each.

/** @import { Word } from "./types.d.ts" */

const MOST_LETTERS = 200 // of what is searched
const MOST_WORDS = 8
const LONGEST = 40 // letters of a word
const HANGUL = /^\p{Script=Hangul}/u
const RUN =
  /\p{Script=Hangul}+|(?:(?!\p{Script=Hangul})[\p{L}\p{N}])+(?:(?:[-.'’]|(?<=\d),(?=\d))(?:(?!\p{Script=Hangul})[\p{L}\p{N}])+)*/gu
const INSIDE = /[-.,'’]/u // what may stand in a Latin word: lenet-5, 0.99, 60,000
const ACCENTS = /[\u0300-\u036f]/gu
const JOINERS = /[\u200b-\u200d\u2060\u00ad]/gu
// The 27 endings of a syllable, as consonants that begin one.
const ENDS =
  "ᄀ ᄁ ᄀᄉ ᄂ ᄂᄌ ᄂᄒ ᄃ ᄅ ᄅᄀ ᄅᄆ ᄅᄇ ᄅᄉ ᄅᄐ ᄅᄑ ᄅᄒ ᄆ ᄇ ᄇᄉ ᄉ ᄊ ᄋ ᄌ ᄎ ᄏ ᄐ ᄑ ᄒ".split(" ")
// Particles and what is used like them, the longest first.
const PARTICLES = [
  ...["에서는", "에서도", "으로는", "으로도", "이라는", "이라고", "입니다", "에게서", "합니다"],
  ...["에서", "에게", "으로", "라는", "라고", "이나", "이란", "까지", "부터", "보다", "처럼", "마다", "하고"],
  ...["이며", "에는", "에도", "와의", "과의", "들은", "들이", "들을", "들의", "하는", "하다", "한다", "이다"],
  ...["은", "는", "이", "가", "을", "를", "의", "에", "로", "와", "과", "도", "만", "나", "란", "들"],
]
// Nobody looks for these alone, and a section that has all the others may lack them.
const COMMON = new Set(
  "a an and are as at be by can do does for from how i in is it me of on or the to was what when where which who why with".split(
    " ",
  ),
)

/** @param {string} text */
const normal = (text) => text.normalize("NFKD").replace(ACCENTS, "").normalize("NFC").replace(JOINERS, "").toLowerCase()

// Hangul in its single letters, in the order in which they are typed: a consonant at a syllable's end is
// the same as one at its beginning, since it may still become that.
/** @param {string} run */
const letters = (run) => run.normalize("NFKD").replace(/[\u11a8-\u11c2]/gu, (last) => ENDS[last.charCodeAt(0) - 0x11a8])

// What is left of a run of Hangul without the particle at its end, at least two syllables.
/** @param {string} run */
export function stem(run) {
  const particle = PARTICLES.find((each) => run.endsWith(each) && run.length - each.length >= 2)
  return particle ? run.slice(0, -particle.length) : run
}

/** @param {string} run */
const bigrams = (run) => Array.from({ length: Math.max(0, run.length - 1) }, (_, at) => run.slice(at, at + 2))

// What stands in the index for a text.
/** @param {string} text @returns {string[]} */
export function tokens(text) {
  /** @type {string[]} */
  const found = []
  let before = "",
    end = -1 // the last syllable of the run before, and where it ended
  for (const { 0: run, index } of normal(text).matchAll(RUN)) {
    if (HANGUL.test(run)) {
      found.push(...new Set([letters(run), letters(stem(run))]), ...bigrams(run))
      if (before && index === end + 1) found.push(before + run[0]) // 가중치 공유, by some 가중치공유
      before = run[run.length - 1]
    } else {
      const parts = run.split(INSIDE)
      found.push(...parts)
      if (parts.length > 1) found.push(parts.join(""))
      before = ""
    }
    end = index + run.length
  }
  return found
}

// The words of what somebody searches; of very much, the first.
/** @param {string} asked @returns {Word[]} */
export function words(asked) {
  /** @type {Word[]} */
  const found = []
  const text = normal(asked.slice(0, MOST_LETTERS))
  let end = -1
  for (const { 0: whole, index } of text.matchAll(RUN)) {
    const run = whole.slice(0, LONGEST)
    const behind = index === end // right behind a Latin word: AlexNet은
    end = index + whole.length
    if (!HANGUL.test(run)) found.push(latin(run))
    else if (!behind || !PARTICLES.includes(run)) found.push(hangul(run))
  }
  const telling = found.filter(({ forms }) => !COMMON.has(forms[0]))
  return (telling.length ? telling : found).slice(0, MOST_WORDS)
}

/** @param {string} run @returns {Word} */
function latin(run) {
  const parts = run.split(INSIDE)
  return { forms: [parts.join("")], parts: parts.length > 1 ? parts : [], seen: run }
}

/** @param {string} run @returns {Word} */
function hangul(run) {
  const short = stem(run)
  return { forms: [...new Set([letters(short), letters(run)])], parts: bigrams(short), seen: short }
}

// How many letters of what is searched are looked at.
export const searched = MOST_LETTERS
