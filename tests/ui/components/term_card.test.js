import assert from "node:assert/strict"
import { test } from "node:test"
import { placed } from "../../../ui/components/term_card/placed.js"

const CARD = { width: 300, height: 200 }
const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
/** @param {number} left @param {number} top */
const mention = (left, top) => ({ left, top, bottom: top + 20 })

test("a card lies below its mention, and above it where only there is room", () => {
  assert.deepEqual(placed(mention(500, 100), CARD, WIDE), { left: 500, top: 126 })
  assert.deepEqual(placed(mention(500, 700), CARD, WIDE), { left: 500, top: 494 })
})

test("it never leaves the window, wherever the mention is and however large it is itself", () => {
  for (const room of [WIDE, PHONE])
    for (const card of [CARD, { width: 374, height: 600 }, { width: 374, height: room.height - 16 }])
      for (let left = -50; left < room.width + 50; left += 37)
        for (let top = 0; top < room.height; top += 41) {
          const at = placed(mention(left, top), card, room)
          assert.ok(at.left >= 8 && at.left + card.width <= room.width - 8, JSON.stringify({ left, at }))
          assert.ok(at.top >= 8 && at.top + card.height <= room.height - 8, JSON.stringify({ top, at }))
        }
})

test("of a card that is higher than the window the beginning is in it", () => {
  assert.equal(placed(mention(10, 400), { width: 300, height: 2000 }, PHONE).top, 8)
})
