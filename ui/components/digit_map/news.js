// What changes on a map: the ringed point, marks, words. It travels apart from the points.
/** @import { News } from "./types.d.ts" */
/** @param {Given<News>} given */
export default function ({ data }) {
  const news = (window.digitMapNews ??= new Map())
  news.set(data.map, data)
  window.dispatchEvent(new CustomEvent("digit-map-news", { detail: data.map }))
  return () => {
    if (news.get(data.map) === data) news.delete(data.map)
  }
}
