// An element with its class, its attributes and what it holds: a text, or elements and texts.
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {string | Node | (string | Node)[]} [content]
 */
export function element(tag, className = "", attributes = {}, content = []) {
  const made = document.createElement(tag)
  if (className) made.className = className
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...[content].flat())
  return made
}
