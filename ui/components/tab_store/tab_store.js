// What a tab keeps over a reload (see __init__.py).
/** @import { Data, Told } from "./types.d.ts" */
/** @param {Given<Data, Told>} given */
export default function ({ data, setStateValue }) {
  try {
    if (data.token) return sessionStorage.setItem(data.name, data.token)
    if (data.forget) return sessionStorage.removeItem(data.name)
    const kept = sessionStorage.getItem(data.name)
    if (kept) setStateValue("token", kept)
  } catch {
    /* storage is switched off, which the page says (shell.js) */
  }
}
