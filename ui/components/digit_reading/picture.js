// A canvas as a picture: its size is there before what it shows, so that nothing moves when that comes.
import { element } from "../shared/element.js"

/** @param {string} alt @param {[width: number, height: number]} pixels @param {number} wide CSS pixels */
export function picture(alt, [width, height], wide) {
  const canvas = element("canvas", "pixels", { role: "img", "aria-label": alt, width, height })
  canvas.style.width = `${wide}px`
  return canvas
}

// So many maps a row, with one pixel between, each unit `unit` CSS pixels wide.
/** @param {string} alt @param {{ maps: number, height: number, width: number }} shape
 * @param {number} columns @param {number} unit */
export function gridPicture(alt, { maps, height, width }, columns, unit) {
  const wide = columns * (width + 1) - 1
  return picture(alt, [wide, Math.ceil(maps / columns) * (height + 1) - 1], unit * wide)
}
