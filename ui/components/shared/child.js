// The element that the component's own markup has at `selector`. Throws TypeError without one.
/**
 * @template {Element} [Kind=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {abstract new () => Kind} [kind] of which class it is
 * @returns {Kind}
 */
export function child(root, selector, kind = /** @type {any} */ (HTMLElement)) {
  const found = root.querySelector(selector)
  if (found instanceof kind) return found
  throw new TypeError(`${selector} is no ${kind.name}`)
}
