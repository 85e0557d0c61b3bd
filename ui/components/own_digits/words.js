// Sentences with fields: %n and the like, each a letter.

/** @param {string} text @param {Record<string, string | number>} fields */
export function filled(text, fields) {
  return text.replaceAll(/%([a-z])/g, (whole, name) => String(fields[name] ?? whole))
}

// Parts of 1 as per cent: one digit behind the point, none from ten on.
/** @param {number} part */
export function perCent(part) {
  return (100 * part).toFixed(part < 0.0995 ? 1 : 0)
}
