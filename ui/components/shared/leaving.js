// A hand that leaves an element, perhaps for a link: what it did there is told while it can be.
// Once the element has gone, Streamlit is on the next page, and Python no longer knows who tells.
/** @param {HTMLElement} root @param {() => void} act */
export function whenLeft(root, act) {
  root.addEventListener("pointerleave", ({ pointerType }) => {
    if (pointerType === "mouse") act() // a finger leaves with every touch
  })
  root.addEventListener("focusout", ({ relatedTarget }) => {
    // to nothing: the focus is lost with what had it, which may be the whole page
    if (relatedTarget && !root.contains(/** @type {Node} */ (relatedTarget))) act()
  })
}
