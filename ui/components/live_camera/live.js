// AlexNet's small edition at the camera: every frame that is read in time is painted, map by map. Frames
// go from the camera to a Worker of this page and nowhere else; one that is kept goes the way of a file.
import { child } from "../shared/child.js"
import { element } from "../shared/element.js"
import { say } from "../shared/say.js"
import { Reader } from "../small_edition/reader.js"
import { answersView, showAnswers } from "./answers.js"
import { Camera } from "./camera.js"
import { begin, framed, heldView, loudestOf, showHeld } from "./held.js"
import { Pace } from "./pace.js"
import { dressWalls, fitWalls, markHeld, paintWalls, wallsOf } from "./walls.js"

/** @import { Seen } from "../small_edition/types.d.ts" */
/** @import { Data, Held, Label, Live, Told } from "./types.d.ts" */
const FIRST = "conv3" // the layer whose loudest map is held at first
/** @type {WeakMap<ShadowRoot, Live>} */
const lives = new WeakMap()

/** @param {Given<Data, Told>} given */
export default function ({ data, parentElement, setTriggerValue }) {
  let live = lives.get(parentElement)
  if (!live) lives.set(parentElement, (live = madeLive(child(parentElement, ".live"), data)))
  live.data = data
  live.tell = setTriggerValue
  dressLive(live)
  return () => {
    live.end()
    lives.delete(parentElement)
  }
}

/** @param {HTMLElement} root @param {Data} data @returns {Live} */
function madeLive(root, data) {
  const live = /** @type {Live} */ ({ root, data, phase: "off", word: "", wrong: "", reader: null, part: 0 })
  Object.assign(live, { chosen: null, seen: null, isTaking: false, time: -1, frame: 0, kept: 0, rates: new Pace() })
  const video = element("video", "", { playsinline: "", muted: "", "aria-hidden": "true" })
  video.muted = true
  const field = element("i", "field", { hidden: "" })
  const tools = /** @type {Live["tools"]} */ ({})
  /** @type {[keyof Live["tools"], () => void][]} */
  const acts = [
    ["start", () => start(live)],
    ["stop", () => stop(live, "off")],
    ["other", () => change(live)],
    ["keep", () => keep(live)],
    ["loudest", () => holdLoudest(live, live.chosen?.layer)],
  ]
  for (const [name, act] of acts) {
    tools[name] = element("button", `tool ${name}`)
    tools[name].onclick = act
  }
  const view = element("div", "view", { role: "img" }, [video, field])
  const [state, problem, pace] = [
    element("p", "state", { role: "status" }),
    element("p", "problem", { role: "alert" }),
    element("p", "pace"),
  ]
  const held = heldView(),
    answers = answersView()
  const walls = wallsOf(data, (chosen) => hold(live, chosen))
  root.append(
    element("div", "stage", {}, [element("div", "screen", {}, [view, tools.start]), held.large]),
    element("div", "beside", {}, [
      element("div", "said", {}, [state, problem]),
      element("div", "tools", {}, [tools.stop, tools.other, tools.keep, tools.loudest]),
      answers.root,
      held.root,
      pace,
      element(
        "div",
        "walls",
        {},
        walls.map((wall) => wall.root),
      ),
    ]),
  )
  Object.assign(live, { video, field, tools, view, state, problem, pace, held, answers, walls })
  live.camera = new Camera(video, () => stop(live, "off", "lost"))
  watched(live)
  return live
}

// What happens around it: its room changes, it goes out of view, the page is hidden, its element is gone.
/** @param {Live} live */
function watched(live) {
  const left = new AbortController()
  const size = new ResizeObserver(() => {
    fitWalls(live.walls)
    repaint(live)
  })
  size.observe(live.root)
  const eyes = new IntersectionObserver((seen) => {
    live.isInView = seen[seen.length - 1].isIntersecting
  })
  eyes.observe(live.root)
  const { signal } = left
  document.addEventListener(
    "visibilitychange",
    () => {
      if (document.hidden && live.phase !== "off") stop(live, "hidden")
      else if (!document.hidden && live.phase === "hidden") start(live)
    },
    { signal },
  )
  live.end = () => {
    left.abort()
    size.disconnect()
    eyes.disconnect()
    cancelAnimationFrame(live.frame)
    live.camera.close()
    live.reader?.end()
  }
}

// ---- On and off ----------------------------------------------------------------------

/** @param {Live} live @param {string} [id] of which camera */
async function start(live, id) {
  const { network } = live.data
  if (!network) return
  Object.assign(live, { phase: "starting", word: "", wrong: "" })
  if (!live.reader) load(live, network)
  dressLive(live)
  const wrong = await live.camera.open(id)
  if (live.phase !== "starting") return
  if (wrong) stop(live, "off", wrong)
  else {
    live.phase = "on"
    live.rates.forget()
    dressLive(live)
    follow(live)
  }
}

/** @param {Live} live @param {NonNullable<Data["network"]>} network */
function load(live, network) {
  if (typeof OffscreenCanvas === "undefined") return failed(live, "old")
  live.part = 0
  live.reader = Reader.opened(network, {
    part: (part) => {
      live.part = part
      dressLive(live)
    },
    ready: () => dressLive(live),
    seen: (seen) => show(live, seen),
    failed: () => failed(live, "failed"),
  })
}

// The network is not to be had, or lost: whoever asks again begins anew.
/** @param {Live} live @param {Label} wrong */
function failed(live, wrong) {
  live.reader = null
  stop(live, "off", wrong)
}

/** @param {Live} live @param {"off" | "hidden"} phase @param {Label | ""} [wrong] */
function stop(live, phase, wrong = "") {
  live.camera.close()
  live.field.hidden = true
  Object.assign(live, { phase, wrong, word: "" })
  dressLive(live)
}

/** @param {Live} live */
async function change(live) {
  const id = await live.camera.next()
  if (id && live.phase === "on") start(live, id)
}

// The frame that was read last becomes a file of the page's uploader.
/** @param {Live} live */
async function keep(live) {
  const blob = (await live.reader?.still()) ?? null
  const field = document.querySelector(`.${live.data.area} input[type="file"]`)
  if (!blob || !(field instanceof HTMLInputElement) || field.disabled) {
    live.wrong = "unkept"
    return dressLive(live)
  }
  const chosen = new DataTransfer()
  chosen.items.add(new File([blob], `${live.data.labels.file}-${++live.kept}.png`, { type: blob.type }))
  stop(live, "off")
  live.word = "kept"
  dressLive(live)
  field.files = chosen.files
  field.dispatchEvent(new Event("change", { bubbles: true }))
}

// ---- Frame by frame ------------------------------------------------------------------

/** @param {Live} live */
function follow(live) {
  const { video } = live,
    { stream } = live.camera
  const next = () => {
    if (live.camera.stream !== stream || !stream) return
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(look)
    else requestAnimationFrame(look)
  }
  const look = () => {
    if (live.camera.stream === stream && video.currentTime !== live.time) {
      live.time = video.currentTime
      take(live)
    }
    next()
  }
  next()
}

// The frame that is on the screen now, unless the one before is still being read.
/** @param {Live} live */
async function take(live) {
  const { reader, video } = live
  if (!reader?.isReady || !live.isInView || !video.videoWidth) return
  const isLate = live.isTaking || reader.isBusy
  live.rates.count(!isLate, performance.now())
  if (isLate) return
  live.isTaking = true
  try {
    reader.read(await createImageBitmap(video))
  } catch {
    // the camera was closed under it
  }
  live.isTaking = false
}

/** @param {Live} live @param {Seen} seen */
function show(live, seen) {
  if (live.phase !== "on") return
  const isFirst = !live.seen
  live.seen = seen
  if (!live.chosen)
    holdLoudest(
      live,
      live.data.layers.findIndex(({ name }) => name === FIRST),
    )
  repaint(live)
  if (isFirst) dressLive(live)
  if (!live.hasRun) live.tell("ran", (live.hasRun = true))
}

/** @param {Live} live */
function repaint(live) {
  if (live.frame) return
  live.frame = requestAnimationFrame(() => {
    live.frame = 0
    const { seen, data, chosen } = live
    if (!seen || !chosen) return
    paintWalls(live.walls, seen, data)
    showAnswers(live.answers, seen.probabilities, data.classes)
    const box = showHeld(live.held, seen, chosen, data)
    live.field.hidden = !box || live.phase !== "on"
    if (box) framed(live.field, box, data.side)
    showPace(live)
  })
}

/** @param {Live} live */
function showPace({ rates, pace, data: { labels } }) {
  const found = rates.rates()
  if (!found) return
  say(pace, labels.pace.replace("%n", found.read.toFixed(0)).replace("%d", found.dropped.toFixed(0)))
}

// ---- The map that is held ------------------------------------------------------------

/** @param {Live} live @param {Held} chosen */
function hold(live, chosen) {
  live.chosen = chosen
  begin(live.held)
  markHeld(live.walls, chosen)
  dressWalls(live.walls, live.data, chosen)
  repaint(live)
}

/** @param {Live} live @param {number} [layer] */
function holdLoudest(live, layer) {
  if (live.seen && layer !== undefined) hold(live, { layer, map: loudestOf(live.seen, live.data.layers[layer]) })
}

// ---- Words ---------------------------------------------------------------------------

/** @param {Live} live */
function dressLive(live) {
  const { data, root, tools, phase, wrong } = live,
    { labels } = data
  root.lang = data.lang
  root.dataset.phase = data.network ? phase : "none"
  for (const [name, button] of Object.entries(tools)) say(button, labels[/** @type {Label} */ (name)])
  if (wrong) say(tools.start, labels.again)
  tools.start.hidden = phase !== "off" || !data.network
  tools.stop.disabled = phase === "off"
  tools.other.disabled = phase !== "on"
  tools.keep.disabled = phase !== "on" || !live.seen
  tools.loudest.disabled = !live.seen
  live.view.setAttribute("aria-label", labels.view)
  if (!live.chosen) live.held.large.setAttribute("aria-label", labels.held)
  live.held.patch.setAttribute("aria-label", labels.patch)
  live.answers.root.setAttribute("aria-label", labels.answers)
  say(live.state, stateOf(live))
  say(live.problem, data.network ? wrong && labels[wrong] : labels.served)
  dressWalls(live.walls, data, live.chosen)
  repaint(live)
}

/** @param {Live} live */
function stateOf({ data: { labels, network }, phase, wrong, word, reader, part }) {
  if (wrong || !network) return ""
  if (phase === "off") return labels[word || "off"]
  if (phase === "hidden") return labels.paused
  if (!reader?.isReady) return labels.loading.replace("%p", Math.floor(100 * part))
  return phase === "starting" ? labels.asking : labels.on
}
