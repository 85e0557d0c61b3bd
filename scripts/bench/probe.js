// Runs in the page before anything else: when did the pen move, come down and lift, which drawing was
// painted then, when did the answers to which drawing stand in the page, what was sent and received, when
// did a script run? Times of performance.now(), as an event's timeStamp is.
;(() => {
  /** @type {Record<string, any[]>} */
  const seen = { moves: [], downs: [], ups: [], frames: [], answers: [], sent: [], received: [], runs: [] }
  window.benchmark = seen

  // A move belongs to the next drawing that the pad tells its page of; all that one frame has taken together
  // count from their own moments.
  let waiting = []
  const listen = (name, act) => addEventListener(name, act, true)
  listen("pointermove", (event) => {
    if (!event.buttons) return
    const each = event.getCoalescedEvents()
    waiting.push(...(each.length ? each : [event]).map(({ timeStamp }) => timeStamp))
  })
  listen("pointerdown", ({ timeStamp }) => seen.downs.push(timeStamp))
  listen("pointerup", ({ timeStamp }) => seen.ups.push(timeStamp))
  listen("digit-pad-drawn", ({ detail }) => {
    const { number } = window.digitPads.get(detail)
    seen.moves.push(...waiting.map((moment) => [moment, number]))
    waiting = []
  })

  // The answers may stand in a component's own tree.
  const trees = [document]
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (how) {
    const tree = attach.call(this, how)
    trees.push(tree)
    return tree
  }
  let answers = null
  const look = () => {
    if (!answers?.isConnected) {
      const found = trees.map((tree) => tree.querySelector("[data-testid=answers]"))
      answers = found.find((each) => each) ?? null
    }
    const number = Number(answers?.dataset.seq ?? 0)
    if (number !== (seen.answers.at(-1)?.[1] ?? 0)) seen.answers.push([performance.now(), number])
  }
  // After each frame has been painted: a message that is posted in it is read behind its painting.
  const painted = new MessageChannel()
  painted.port1.onmessage = look
  const frame = () => {
    seen.frames.push(performance.now())
    painted.port2.postMessage(0)
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)

  const state = () => {
    const now = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState
    if (now !== seen.runs.at(-1)?.[1]) seen.runs.push([performance.now(), now])
  }
  const attributeFilter = ["data-test-script-state"]
  new MutationObserver(state).observe(document, { subtree: true, childList: true, attributeFilter })

  // Whatever leaves the page and whatever comes, in bytes.
  const size = (content) => {
    if (typeof content === "string") return new TextEncoder().encode(content).length
    return content?.byteLength ?? content?.size ?? 0
  }
  const note = (list, bytes) => list.push([performance.now(), bytes])
  window.WebSocket = class extends WebSocket {
    constructor(...where) {
      super(...where)
      this.addEventListener("message", ({ data }) => note(seen.received, size(data)))
    }
    send(message) {
      note(seen.sent, size(message))
      super.send(message)
    }
  }
  const { fetch } = window
  window.fetch = (asked, more) => {
    note(seen.sent, String(asked?.url ?? asked).length + size(more?.body))
    return fetch(asked, more)
  }
  const ask = XMLHttpRequest.prototype.send
  XMLHttpRequest.prototype.send = function (body) {
    note(seen.sent, size(body) || 1)
    return ask.call(this, body)
  }
})()
