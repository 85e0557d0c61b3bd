import { child } from "../shared/child.js"

/** @import { Data } from "./types.d.ts" */
/** @param {Given<Data>} given */
export default function ({ data, parentElement }) {
  const button = child(parentElement, "button", HTMLButtonElement)
  button.textContent = data.label
  button.onclick = () => window.print()
}
