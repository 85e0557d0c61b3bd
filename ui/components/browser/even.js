// So many numbers, even from 0 to 1, the same for the same seed in Python: noise_field of
// cnn/data/mnist/perturbations.py. From Numerical Recipes, state <- 1664525 state + 1013904223 modulo 2^32.
/** @param {number} seed @param {number} count */
export function evenNumbers(seed, count) {
  let state = seed
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0
    return state / 2 ** 32
  })
}
