// What stands on a pad, for other components of its page: told in the frame in which it is painted.
/** @import { OnPad } from "./types.d.ts" */

// Calls `act` with what is on the pad now, if it is there, and after each change, until what this
// returns is called.
/** @param {string} pad its name @param {(drawn: OnPad) => void} act */
export function whenDrawn(pad, act) {
  const look = () => {
    const drawn = window.digitPads?.get(pad)
    if (drawn) act(drawn)
  }
  /** @param {CustomEvent<string>} event */
  const hear = ({ detail }) => {
    if (detail === pad) look()
  }
  window.addEventListener("digit-pad-drawn", hear)
  look()
  return () => window.removeEventListener("digit-pad-drawn", hear)
}
