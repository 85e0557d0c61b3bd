// Ways of the ball, for test_descent.py: node descend.js, with { curve, start, count, rules } on standard
// input; it prints [number, loss, slope] of the start and after each step, for each rule.
import { text } from "node:stream/consumers"
import { begin, stepped } from "../../../ui/components/descent/rolling.js"

const { curve, start, count, rules } = JSON.parse(await text(process.stdin))
const ways = rules.map((/** @type {import("../../../ui/components/descent/types.d.ts").Rule} */ rule) => {
  const way = [begin(curve, start)]
  while (way.length <= count) way.push(stepped(curve, way[way.length - 1], rule))
  return way.map(({ w, loss, slope }) => [w, loss, slope])
})
console.log(JSON.stringify(ways))
