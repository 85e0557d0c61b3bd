// As much of a document as a component needs to be drawn where there is none: nothing is laid out.

/** Any element: it holds what it is given, and finds one like itself whatever it is asked for. */
class Element {
  style = { setProperty() {} }
  dataset = {}
  classList = { toggle() {}, contains: () => true }
  clientWidth = 0
  /** @type {unknown[]} */
  children = []
  ownerDocument = { createElement: () => new Every() }
  addEventListener() {}
  /** @type {Record<string, unknown>} */
  attributes = {}
  /** @param {string} name @param {unknown} value */
  setAttribute(name, value) {
    this.attributes[name] = value
  }
  /** @param {unknown[]} more */
  append(...more) {
    this.children.push(...more)
  }
  prepend() {}
  remove() {}
  contains() {
    return false
  }
  focus() {}
  scrollIntoView() {}
  querySelectorAll() {
    return Array.from({ length: 11 }, () => new Every())
  }
  /** @param {unknown[]} all */
  replaceChildren(...all) {
    this.children = all
  }
  /** @param {string} _ @returns {unknown} */
  querySelector(_) {
    return new Every()
  }
  getRootNode() {
    return { activeElement: null }
  }
  getContext() {
    return {
      createImageData: (/** @type {number} */ wide, /** @type {number} */ high) => ({
        data: new Uint8ClampedArray(4 * wide * high),
      }),
      putImageData() {},
    }
  }
}
class Canvas extends Element {}
/** Of every class that a component asks for. */
export class Every extends Canvas {}

class Observer {
  observe() {}
  disconnect() {}
}

export const globals = {
  ...{ HTMLElement: Element, HTMLCanvasElement: Canvas, Element },
  ...{ HTMLButtonElement: Every, HTMLImageElement: Every, HTMLInputElement: Every },
  ...{ ResizeObserver: Observer, IntersectionObserver: Observer, MutationObserver: Observer },
  window: new EventTarget(),
  requestAnimationFrame: () => 0,
  cancelAnimationFrame() {},
  getComputedStyle: () => ({ color: "rgb(0, 0, 0)", getPropertyValue: () => "" }),
}

/** Labels with every name. */
export const LABELS = new Proxy({}, { get: (_, name) => String(name) })
