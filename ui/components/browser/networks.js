// Brings the networks that a page names to whoever asks for them there: store.js.
/** @import { Brought } from "./types.d.ts" */
/** @param {Given<Brought>} given */
export default function ({ data }) {
  const known = (window.digitNetworks ??= new Map())
  for (const sent of data.networks) {
    if (known.get(sent.manifest.name)?.manifest.sha256 !== sent.manifest.sha256) known.set(sent.manifest.name, sent)
  }
  window.dispatchEvent(new Event("digit-networks"))
}
