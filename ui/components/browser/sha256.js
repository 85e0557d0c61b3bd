// SHA-256 (FIPS 180-4) of some bytes, in hexadecimal. The browser's own is not there for a class that
// comes by http from another computer.
const ROUNDS = 64
const [STATE, CONSTANTS] = [fractions(8, 1 / 2), fractions(ROUNDS, 1 / 3)]

/** @param {Uint8Array} bytes */
export function sha256(bytes) {
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64),
    view = new DataView(padded.buffer)
  padded.set(bytes)
  padded[bytes.length] = 0x80
  view.setUint32(padded.length - 8, Math.floor((bytes.length * 8) / 2 ** 32))
  view.setUint32(padded.length - 4, (bytes.length * 8) >>> 0)
  const state = Int32Array.from(STATE),
    words = new Int32Array(ROUNDS)
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i)
    for (let i = 16; i < ROUNDS; i++) {
      const [early, late] = [words[i - 15], words[i - 2]]
      const small = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3),
        large = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10)
      words[i] = words[i - 16] + small + words[i - 7] + large
    }
    let [a, b, c, d, e, f, g, h] = state
    for (let i = 0; i < ROUNDS; i++) {
      const first = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25),
        second = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
      const more = (h + first + ((e & f) ^ (~e & g)) + CONSTANTS[i] + words[i]) | 0
      h = g
      g = f
      f = e
      e = (d + more) | 0
      d = c
      const sum = (more + second + ((a & b) ^ (a & c) ^ (b & c))) | 0
      c = b
      b = a
      a = sum
    }
    for (const [i, part] of [a, b, c, d, e, f, g, h].entries()) state[i] += part
  }
  return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("")
}

/** @param {number} word @param {number} bits */
function turned(word, bits) {
  return (word >>> bits) | (word << (32 - bits))
}

// The first 32 bits of the fractions of that root of the first primes.
/** @param {number} count @param {number} root */
function fractions(count, root) {
  /** @type {number[]} */
  const primes = []
  for (let n = 2; primes.length < count; n++) if (primes.every((prime) => n % prime)) primes.push(n)
  return Int32Array.from(primes, (prime) => Math.floor((prime ** root % 1) * 2 ** 32))
}
