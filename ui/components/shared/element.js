// An element with its class, its attributes and what it holds: a text or a number, or elements and
// texts. A button of ours submits nothing.
/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {Record<string, string | number | boolean>} [attributes]
 * @param {string | number | Node | (string | Node)[]} [content]
 */
export function element(tag, className = "", attributes = {}, content = []) {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (made instanceof HTMLButtonElement) made.type = "button"
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...[content].flat().map((each) => (typeof each === "number" ? String(each) : each)))
  return made
}
