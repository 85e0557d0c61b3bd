// Runs in the page before anything else: when did the pen move, when did a message leave, when did
// the answers, the live maps and all the maps of which drawing stand in the page? Times of performance.now().
;(() => {
  const seen = { moves: [], sends: [], ups: [], answers: [], maps: [], "all-maps": [] }
  window.benchmark = seen
  addEventListener("pointermove", (event) => event.buttons && seen.moves.push(performance.now()), true)
  addEventListener("pointerup", () => seen.ups.push(performance.now()), true)

  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (message) {
    const text = typeof message === "string" ? message : new TextDecoder("latin1").decode(message)
    const seqs = [...text.matchAll(/"seq":\s*(\d+)/g)]
    const seq = Math.max(0, ...seqs.map((found) => +found[1]))
    if (seq > (seen.sends.at(-1)?.[1] ?? 0)) seen.sends.push([performance.now(), seq])
    return send.call(this, message)
  }

  const last = { answers: 0, maps: 0, "all-maps": 0 }
  const look = () => {
    for (const name in last) {
      const seq = +document.querySelector(`[data-testid=${name}]`)?.dataset.seq || 0
      if (seq > last[name]) seen[name].push([performance.now(), (last[name] = seq)])
    }
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
})()
