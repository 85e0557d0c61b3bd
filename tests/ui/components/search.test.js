import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { around, pieces } from "../../../ui/components/search/context.js"
import { addressOf } from "../../../ui/components/search/leads.js"
import { made, ranked } from "../../../ui/components/search/ranking.js"
import { stem, tokens, words } from "../../../ui/components/search/words.js"

/** @import { Entry, Index, Kind, Language } from "../../../ui/components/search/types.d.ts" */

const source = readFileSync(new URL("../../../assets/search/minisearch.js", import.meta.url), "utf-8")
const { default: MiniSearch } = await import(`data:text/javascript,${encodeURIComponent(source)}`)

/** @param {Kind} kind @param {string[]} en @param {string[]} ko @param {string[]} also @returns {Entry} */
const entry = (kind, [en, enText], [ko, koText], also = []) => ({
  ...{ kind, page: "alexnet", section: en },
  ...{ en: { title: en, text: enText }, ko: { title: ko, text: koText }, also },
})
/** @type {Index} */
const INDEX = {
  labels: /** @type {any} */ ({}),
  pages: { alexnet: { address: "AlexNet", en: "AlexNet", ko: "AlexNet" } },
  entries: [
    entry("term", ["pooling", "풀링"], ["풀링", "pooling"]),
    entry("term", ["convolution", "합성곱, 컨볼루션"], ["합성곱", "convolution, 컨볼루션"], ["콘볼루션"]),
    entry("term", ["bias", "편향"], ["편향", "bias"], ["바이어스"]),
    entry("term", ["weight sharing", "가중치 공유"], ["가중치 공유", "weight sharing"]),
    entry(
      "section",
      ["Does overlapping help?", "Pooling takes the largest."],
      ["겹치면 나아질까요?", "가장 큰 값을 고릅니다."],
    ),
    entry("section", ["What is AlexNet?", "It won in 2012."], ["AlexNet이란?", "AlexNet은 2012년에 우승했습니다."]),
    entry("section", ["Two towers", "Each holds half of LeNet-5's heirs."], ["두 갈래", "합성곱을 반씩 나눕니다."]),
    entry("section", ["Back-propagation", "The error goes back."], ["역전파", "오차가 뒤로 갑니다."]),
  ],
}
const library = made(MiniSearch, INDEX)
/** @param {string} asked @param {Language} lang */
const found = (asked, lang = "en") => ranked(library, INDEX, asked, lang).map(({ entry }) => entry.en.title)

test("a word finds its term first, then where it stands", () => {
  assert.deepEqual(found("pooling"), ["pooling", "Does overlapping help?"])
  assert.deepEqual(found("Pool"), ["pooling", "Does overlapping help?"])
})

test("letters may be wrong, missing or too many, in either language", () => {
  for (const asked of ["poling", "poolling", "pooilng"]) assert.equal(found(asked)[0], "pooling", asked)
  assert.equal(found("alexnt")[0], "What is AlexNet?")
  assert.equal(found("convolucion")[0], "convolution")
  assert.equal(found("합성꼽")[0], "convolution")
  assert.equal(found("컨벌루션", "ko")[0], "convolution")
})

test("what is typed right is not mixed with what is merely like it", () => {
  assert.deepEqual(found("bias"), ["bias"])
})

test("Korean is found with any particle behind it, inside longer words, and half typed", () => {
  for (const asked of [
    "합성곱",
    "합성곱을",
    "합성곱은",
    "합성곱에서는",
    "합성곱이란",
    "합성",
    "합서",
    "합성ㄱ",
    "합성고",
  ])
    assert.deepEqual(found(asked, "ko"), ["convolution", "Two towers"], asked)
  for (const asked of ["가중치 공유", "가중치공유", "가중치를 공유", "공유"])
    assert.equal(found(asked, "ko")[0], "weight sharing", asked)
  assert.equal(found("AlexNet은", "ko")[0], "What is AlexNet?")
})

test("either language finds the other's, and other names lead to the term", () => {
  assert.equal(found("합성곱", "en")[0], "convolution")
  assert.equal(found("pooling", "ko")[0], "pooling")
  for (const asked of ["컨볼루션", "콘볼루션", "convolution"]) assert.equal(found(asked, "ko")[0], "convolution")
  assert.equal(found("바이어스", "en")[0], "bias")
})

test("the language in which something was found is told", () => {
  const [korean] = ranked(library, INDEX, "우승", "en")
  assert.equal(korean.lang, "ko")
  assert.equal(ranked(library, INDEX, "won", "en")[0].lang, "en")
  assert.equal(ranked(library, INDEX, "won", "ko")[0].lang, "en")
})

test("a word with a hyphen is found with it, without it and in parts", () => {
  for (const asked of ["back-propagation", "backpropagation", "propagation", "back propagation"])
    assert.deepEqual(found(asked), ["Back-propagation"], asked)
  for (const asked of ["LeNet-5", "lenet5", "lenet"]) assert.deepEqual(found(asked), ["Two towers"], asked)
})

test("all words are wanted, if that finds nothing some; common ones are not asked for", () => {
  assert.deepEqual(found("what is the pooling"), ["pooling", "Does overlapping help?"])
  assert.deepEqual(found("overlapping pooling"), ["Does overlapping help?"])
  assert.ok(found("pooling zebra").includes("pooling"))
  assert.deepEqual(found("pooling zebra quagga okapi"), [])
})

test("nothing is found for nothing, for marks alone, and for what is not there", () => {
  for (const asked of ["", "   ", "/", "!?*()[]{}", "<>", "zzzzzzzz", "뷁"]) assert.deepEqual(found(asked), [], asked)
})

test("of very much only the beginning is looked at", () => {
  assert.equal(words("가나 ".repeat(5000)).length, 8)
  assert.equal(words("a".repeat(10_000))[0].forms[0].length, 40)
  assert.deepEqual(words(`${" ".repeat(300)}pooling`), [])
  assert.equal(found(`pooling ${"x".repeat(10_000)}`)[0], "pooling")
  const markup = `<script>alert(1)</script><img src=x onerror=alert(1)>`.repeat(200)
  assert.deepEqual(found(markup), [])
})

test("names of what every object has are words like any other", () => {
  for (const asked of ["constructor", "__proto__", "toString hasOwnProperty"]) assert.deepEqual(found(asked), [], asked)
})

test("a particle leaves at least two syllables of a noun", () => {
  assert.equal(stem("합성곱을"), "합성곱")
  assert.equal(stem("합성곱에서는"), "합성곱")
  assert.equal(stem("결과"), "결과")
  assert.equal(stem("가중치"), "가중치")
})

test("a text is cut into Latin words, and Hangul into letters and bigrams", () => {
  assert.deepEqual(tokens("LeNet-\u20605, Léon"), ["lenet", "5", "lenet5", "leon"])
  assert.deepEqual(tokens("60,000 digits,two"), ["60", "000", "60000", "digits", "two"])
  assert.deepEqual(tokens("편향"), ["편향".normalize("NFKD").replace("ᆫ", "ᄂ").replace("ᆼ", "ᄋ"), "편향"])
  assert.ok(tokens("가중치 공유").includes("치공"))
  assert.ok(!tokens("가중치, 그리고 공유").includes("치공"))
})

test("the words that were searched are told apart, and nothing else", () => {
  assert.deepEqual(pieces("Pooling, pools", ["pool"]), ["", "Pool", "ing, ", "pool", "s"])
  assert.deepEqual(pieces("whirlpool", ["pool"]), ["whirlpool"])
  assert.deepEqual(pieces("재합성곱을", ["합성곱"]), ["재", "합성곱", "을"])
  assert.deepEqual(pieces("abcd", ["abc", "ab", "bcd", ""]), ["", "abc", "d"])
  assert.deepEqual(pieces("<b>", ["b"]), ["<", "b", ">"])
  assert.deepEqual(pieces("İx", ["x"]), ["İx"])
})

test("a line begins shortly before the first word that was searched", () => {
  const text = `${"one two three ".repeat(10)}pooling ${"four five ".repeat(30)}`
  const line = around(text, ["pooling"])
  assert.match(line, /^… (one|two|three) .*pooling .* …$/)
  assert.ok(line.length < 170)
  assert.equal(around("short pooling", ["pooling"]), "short pooling")
  assert.equal(around("x".repeat(400), ["y"]).length, 152)
})

test("a result leads to its section in the visitor's language, and leaves the page's address as it is", () => {
  const here = { href: "http://school/course/Draw?lang=ko&digit=3&note=1#pad", search: "?lang=ko&digit=3&note=1" }
  const to = { ...INDEX.entries[0], section: "pool" }
  assert.equal(addressOf(to, "LeNet", "ko", here), "./LeNet?lang=ko#pool")
  assert.equal(addressOf(to, "Draw", "ko", here), "./Draw?lang=ko&digit=3#pool")
  assert.equal(addressOf({ ...to, section: "" }, "", "en", here), "./?lang=en")
  assert.equal(addressOf({ ...to, section: "", more: "note=1" }, "LeNet", "en", here), "./LeNet?lang=en&note=1")
  const home = { href: "http://school/?lang=en", search: "?lang=en" }
  assert.equal(addressOf({ ...to, more: "event=a-1989" }, "", "en", home), "./?lang=en&event=a-1989#pool")
})
