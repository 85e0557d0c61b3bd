// What learns, beside the page: a message asks for a lesson, and each pass is told.
import { Network } from "../browser/network.js"
import { lesson } from "./lesson.js"
/** @import { Asked, Report } from "./types.d.ts" */

/** @param {{ onmessage: ((event: { data: Asked }) => void) | null, postMessage(report: Report): void }} scope */
export default function work(scope) {
  scope.onmessage = ({ data: { manifest, numbers, ...asked } }) => {
    for (const report of lesson(new Network(manifest, numbers), asked)) scope.postMessage(report)
  }
}
