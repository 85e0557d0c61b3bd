// Before Streamlit has begun, and when its server is gone: says so, in the visitor's language.
// Called with its words, by language, by what ui/server/shell.py writes around it.
/** @param {Record<string, Record<string, string>>} words */
export default function (words) {
  const LOOK = 500 // ms between two looks; all else is counted in looks, since a tab may sleep
  const GONE = 5 // looks without a connection until it counts as lost
  const LATE = 12 // looks until a page that has never been connected is asked why
  const ASK = 10 // looks between two questions
  const ANSWER = 3000 // ms that a server has for its answer: one that hangs is as good as none
  const ONCE_MORE = ["forever", "parts"] // all others end by themselves
  window.__streamlit = { HOST_CONFIG: { blockErrorDialogs: true } } // they are in English, and for programmers

  // Streamlit first calls the tab by the name of the page's file; ours has a dot before the product.
  const title = /** @type {Required<TypedPropertyDescriptor<string>>} */ (
    Object.getOwnPropertyDescriptor(Document.prototype, "title")
  )
  Object.defineProperty(document, "title", {
    get: () => title.get.call(document),
    set: (name) => {
      if (name.includes(" · ")) title.set.call(document, name)
    },
  })

  // A session goes on for this tab alone (ui/server/door.py): it has a secret that no address ever holds.
  const secret = [...crypto.getRandomValues(new Uint8Array(16))].map((octet) => octet.toString(16).padStart(2, "0"))
  window.WebSocket = class extends WebSocket {
    /** @param {string | URL} address @param {string | string[]} [protocols] */
    constructor(address, protocols = []) {
      super(address, protocols[0] === "streamlit" ? [...protocols, `tab.${secret.join("")}`] : protocols)
    }
  }

  let met = false,
    looks = 0,
    said = "",
    notice = /** @type {HTMLElement | null} */ (null)
  const stores = keeps()
  let unkept = !stores
  // Streamlit remembers light or dark for the one address; who chooses means the course.
  const LOOKS = `stActiveTheme-${location.pathname}-v2`,
    CHOSEN = "theme"
  let chosen = stores ? localStorage.getItem(CHOSEN) : null
  if (chosen) localStorage.setItem(LOOKS, chosen)
  name()
  setInterval(look, LOOK)

  function look() {
    remember()
    const app = /** @type {HTMLElement | null} */ (document.querySelector('[data-testid="stApp"]'))
    const state = app?.dataset.testConnectionState
    if (state === "CONNECTED") {
      met = true
      looks = 0
      return say(unkept ? "unkept" : "")
    }
    if (!app && document.readyState !== "complete") return
    looks += 1
    if (state === "DISCONNECTED_FOREVER") say("forever")
    else if (met && looks >= GONE) say("gone")
    else if (!met && looks >= LATE && looks % ASK === LATE % ASK) app ? why() : say("parts")
  }

  async function why() {
    let reason = "silent"
    try {
      const asked = `./healthz?host=${encodeURIComponent(location.host)}`
      const waits = { cache: /** @type {const} */ ("no-store"), signal: AbortSignal.timeout(ANSWER) }
      const { known, room } = await (await fetch(asked, waits)).json()
      reason = !known ? "unknown" : room ? "unheard" : "full"
    } catch {
      /* nobody answers */
    }
    if (looks) say(reason)
  }

  /** @param {string} reason */
  function say(reason) {
    if (reason === said) return
    said = reason
    notice?.remove()
    if (!reason) return
    const lang = language(),
      text = document.createElement("span")
    text.textContent = words[lang][reason].replace("{host}", location.host)
    notice = document.createElement("div")
    notice.lang = lang
    notice.setAttribute("role", reason === "unkept" ? "status" : "alert")
    notice.dataset.testid = "shell-notice"
    notice.dataset.reason = reason
    notice.style.cssText =
      "position: fixed; z-index: 2000000; inset: auto .75rem .75rem; margin: 0 auto; max-width: 44rem;" +
      "box-sizing: border-box; display: flex; gap: .75rem 1.25rem; flex-wrap: wrap; align-items: center;" +
      "justify-content: space-between; padding: .8rem 1.1rem; border: 1px solid #fff5; border-radius: .5rem;" +
      "background: #1d2129; color: #fff; font: 1rem/1.5 system-ui, sans-serif; word-break: keep-all;" +
      "overflow-wrap: anywhere; box-shadow: 0 .25rem 1.25rem #0006"
    text.style.cssText = "flex: 1 1 16rem"
    notice.append(text)
    if (ONCE_MORE.includes(reason)) notice.append(button("button", words[lang].again, () => location.reload()))
    if (reason === "unkept") {
      const close = () => say((unkept = false) || "")
      if (window.top !== window) notice.append(button("a", words[lang].tab, close))
      notice.append(button("button", words[lang].close, close))
    }
    document.body.append(notice)
  }

  /** @param {"a" | "button"} tag @param {string} word @param {() => void} act */
  function button(tag, word, act) {
    const made = Object.assign(document.createElement(tag), { textContent: word, onclick: act })
    if (tag === "a") Object.assign(made, { href: location.href, target: "_blank" })
    else made.type = "button"
    made.style.cssText =
      "font: inherit; flex: none; padding: .3rem .8rem; border: 1px solid #fff8; border-radius: .4rem;" +
      "background: none; color: inherit; cursor: pointer; text-decoration: none"
    return made
  }

  function remember() {
    const now = stores ? localStorage.getItem(LOOKS) : null
    if (now === null || now === chosen) return
    chosen = now
    localStorage.setItem(CHOSEN, chosen)
  }

  function keeps() {
    // in a frame of another site a browser may refuse
    try {
      return Boolean(sessionStorage && localStorage)
    } catch {
      return false
    }
  }

  function language() {
    const asked = new URLSearchParams(location.search).get("lang"),
      served = document.documentElement.lang
    return [asked, served].find((lang) => lang && Object.hasOwn(words, lang)) ?? Object.keys(words)[0]
  }

  function name() {
    // the language in the address from the start: written later, it would be a step back
    const here = new URL(location.href)
    if (here.searchParams.has("lang")) return
    here.searchParams.set("lang", language())
    history.replaceState(history.state, "", here)
  }
}
