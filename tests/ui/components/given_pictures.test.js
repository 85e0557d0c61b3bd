// Is it a picture that was given, and not a text beside it, and is the answer to it in sight?
import "./browser.js"
import assert from "node:assert/strict"
import { before, test } from "node:test"

/** @type {typeof import("../../../ui/components/given_pictures/given_pictures.js")} */
let given
before(async () => {
  given = await import("../../../ui/components/given_pictures/given_pictures.js")
})

test("of what the clipboard holds only pictures are taken, in their order", () => {
  const kinds = ["text/html", "image/png", "application/pdf", "image/jpeg", ""]
  const files = kinds.map((type, i) => new File(["x"], `${i}`, { type }))
  assert.deepEqual(
    given.picturesIn(files).map((file) => file.name),
    ["1", "3"],
  )
  assert.deepEqual(given.picturesIn([]), [])
})

test("files that are dragged are told from texts and links", () => {
  assert.equal(given.bringsFiles({ types: ["text/plain", "Files"] }), true)
  assert.equal(given.bringsFiles({ types: ["text/uri-list", "text/html"] }), false)
  assert.equal(given.bringsFiles({ types: [] }), false)
  assert.equal(given.bringsFiles(null), false)
})

test("an answer is seen if all of it is in the window, or if it begins near the top", () => {
  assert.equal(given.isSeen(0, 500, 844), true)
  assert.equal(given.isSeen(300, 844, 844), true)
  assert.equal(given.isSeen(200, 2000, 844), true)
  assert.equal(given.isSeen(300, 900, 844), false)
  assert.equal(given.isSeen(-1, 500, 844), false)
  assert.equal(given.isSeen(900, 1400, 844), false)
})
