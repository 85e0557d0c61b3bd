// Brings MNIST's test digits to whoever asks for them on this page: digit_store.js.
/** @import { SentDigits } from "./types.d.ts" */
/** @param {Given<SentDigits>} given */
export default function ({ data }) {
  window.testDigits ??= data
  window.dispatchEvent(new Event("test-digits"))
}
