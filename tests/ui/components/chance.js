// Chance that is the same each time (mulberry32): numbers from 0 to 1, or whole ones below a bound.

/** @param {number} seed */
export function chance(seed) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    /** @param {number} bound */
    below: (bound) => Math.floor(next() * bound),
    /** @template Made @param {number} count @param {(i: number) => Made} make */
    many: (count, make) => Array.from({ length: count }, (_, i) => make(i)),
  }
}
