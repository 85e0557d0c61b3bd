// Who this browser is in a class (see __init__.py). Several classes may be kept; the last is the one it is in.
/** @import { Data, Kept, Told } from "./types.d.ts" */
const CLASSES = "how-cnns-began.classes"
const CLASS_ENDS = 24 * 60 * 60 * 1000 // ms after it was joined
const MOST_CLASSES = 5
const ANSWER = 4000 // ms until it is told again

/** @type {Kept[]} */
let withoutStorage = []
/** @type {WeakMap<ShadowRoot, ReturnType<typeof setInterval>>} */
const asking = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setStateValue }) {
  clearInterval(asking.get(parentElement))
  if (data.left) keepClasses(keptClasses().filter(({ code }) => code !== data.left))
  if (data.known) return
  const member = memberOf(data.code, Date.now())
  if (!member) return
  const tell = () => setStateValue("member", { code: member.code, pupil: member.pupil })
  tell()
  const timer = setInterval(tell, ANSWER) // until Python says that it knows
  asking.set(parentElement, timer)
  return () => clearInterval(timer)
}

// Who we are in the class of this code, new if we are not in it yet; in the last one, if any, without a code.
/** @param {string} code @param {number} now @returns {Kept | undefined} */
export function memberOf(code, now) {
  const kept = keptClasses().filter(({ until }) => now < until && until <= now + CLASS_ENDS)
  if (!code) return kept.at(-1)
  const member = kept.find((one) => one.code === code) ?? { code, pupil: byChance(), until: now + CLASS_ENDS }
  keepClasses([...kept.filter((one) => one !== member), member].slice(-MOST_CLASSES))
  return member
}

function byChance() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** @returns {Kept[]} */
export function keptClasses() {
  let text = ""
  try {
    text = localStorage.getItem(CLASSES) ?? ""
  } catch {
    return withoutStorage // it is switched off
  }
  try {
    return JSON.parse(text.slice(0, 2000)).filter(isKept)
  } catch {
    return [] // nothing of ours is there
  }
}

/** @param {Kept | null} one */
function isKept(one) {
  return typeof one?.code === "string" && /^[0-9a-f]{32}$/.test(one.pupil) && Number.isFinite(one.until)
}

/** @param {Kept[]} kept */
function keepClasses(kept) {
  withoutStorage = kept
  try {
    localStorage.setItem(CLASSES, JSON.stringify(kept))
  } catch {
    /* storage is switched off: until the page is loaded again */
  }
}
