// What a module may ask a browser for, as little of it as a test needs. Imported first.
Object.assign(globalThis, {
  matchMedia: () => ({ matches: false }),
  requestAnimationFrame: () => 0,
  MutationObserver: class {
    observe() {}
    disconnect() {}
    takeRecords() {}
  },
})

/** A storage that holds texts, as localStorage does, and fails like it when it is switched off. */
export class Storage {
  /** @type {Record<string, string>} */
  held = {}
  off = false

  /** @param {string} name */
  getItem(name) {
    if (this.off) throw new Error("SecurityError")
    return this.held[name] ?? null
  }

  /** @param {string} name @param {string} text */
  setItem(name, text) {
    if (this.off) throw new Error("SecurityError")
    this.held[name] = String(text)
  }

  /** @param {string} name */
  removeItem(name) {
    if (this.off) throw new Error("SecurityError")
    delete this.held[name]
  }
}

/** A storage in place of the browser's. @param {"localStorage" | "sessionStorage"} name */
export function storage(name) {
  const made = new Storage()
  Object.defineProperty(globalThis, name, { value: made, configurable: true })
  return made
}
