// The page's words with their fields filled: "{digit}".
/** @param {string} text @param {Record<string, string | number>} fields */
export function filled(text, fields) {
  return text.replace(/\{(\w+)\}/g, (field, name) => String(fields[name] ?? field))
}
