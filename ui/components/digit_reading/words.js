// The page's words with their fields filled: "{digit}".
/** @param {string} text @param {Record<string, string | number>} fields */
export function filled(text, fields) {
  return text.replace(/\{(\w+)\}/g, (field, name) => String(fields[name] ?? field))
}

// Sets a text only where it changes: a frame that says the same changes nothing.
/** @param {Node} node @param {string} text */
export function say(node, text) {
  if (node.textContent !== text) node.textContent = text
}
