// What the lesion lab's worker counts, for test_lesions.py: node count.js FOLDER. It finds there
// network.json, numbers, images.gz, labels.gz and lesions.json, a list of parts; it writes counts.json,
// of each the counts of the last report and how many reports there were.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import work from "../../../../ui/components/lesion_lab/worker.js"

/** @import { Told, WorkerScope } from "../../../../ui/components/lesion_lab/types.d.ts" */

const folder = process.argv[2]
/** @param {string} name */
const bytes = (name) => new Uint8Array(readFileSync(join(folder, name)))
/** @param {string} name */
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf-8"))

/** @type {(told: Told) => void} */
let heard = () => {}
const scope = /** @type {WorkerScope} */ ({ onmessage: null, postMessage: (told) => heard(told) })
work(scope)
/** @param {Parameters<NonNullable<WorkerScope["onmessage"]>>[0]["data"]} data */
const post = (data) => scope.onmessage?.({ data })

/** @param {number} job @param {object} parts */
function counted(job, parts) {
  return new Promise((resolve, reject) => {
    let reports = 0
    heard = (told) => {
      reports++
      if ("problem" in told) reject(new Error(told.problem))
      else if (told.job !== job) reject(new Error(`a report of job ${told.job}, which is over`))
      else if (told.done) resolve({ seen: told.seen, wrong: told.wrong, reports })
    }
    post({ job, parts, seed: job })
  })
}

post({
  manifest: json("network.json"),
  numbers: bytes("numbers"),
  images: bytes("images.gz"),
  labels: bytes("labels.gz"),
})
const found = []
for (const [at, parts] of json("lesions.json").entries()) {
  heard = () => {}
  post({ job: 2 * at + 1, parts: {}, seed: 0 }) // given up at once
  found.push(await counted(2 * at + 2, parts))
}
writeFileSync(join(folder, "counts.json"), JSON.stringify(found))
