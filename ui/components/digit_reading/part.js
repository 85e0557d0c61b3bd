// A place of the page for one part of the reading: digit_reading.js fills it.
/** @import { PlaceData } from "./types.d.ts" */
/** @param {Given<PlaceData>} given */
export default function ({ parentElement: host, data }) {
  const places = (window.readingPlaces ??= new Map())
  const place = { host: /** @type {HTMLElement} */ (/** @type {Node} */ (host)), data }
  places.set(data.part, place)
  window.dispatchEvent(new CustomEvent("reading-place", { detail: data.part }))
  return () => {
    if (places.get(data.part) === place) places.delete(data.part)
  }
}
