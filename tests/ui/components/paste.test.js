// Is it a picture that was pasted, and not a text beside it?
import assert from "node:assert/strict"
import test from "node:test"
import { picturesIn } from "../../../ui/components/paste/paste.js"

test("of what the clipboard holds only pictures are taken, in their order", () => {
  const kinds = ["text/html", "image/png", "application/pdf", "image/jpeg", ""]
  const files = kinds.map((type, i) => new File(["x"], `${i}`, { type }))
  assert.deepEqual(
    picturesIn(files).map((file) => file.name),
    ["1", "3"],
  )
  assert.deepEqual(picturesIn([]), [])
})
