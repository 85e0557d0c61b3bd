// Where a card lies: below the line of its mention, above it if there alone is room, always in the window.
/** @import { Box, Size } from "./types.d.ts" */

const EDGE = 8,
  GAP = 6 // pixels that stay free between the card and the window's edge, and between it and the mention

/** @param {Box} mention @param {Size} card @param {Size} room */
export function placed(mention, card, room) {
  const below = mention.bottom + GAP,
    above = mention.top - GAP - card.height
  const most = room.height - EDGE - card.height
  const top = below > most && above >= EDGE ? above : Math.min(below, most)
  return {
    left: Math.max(EDGE, Math.min(mention.left, room.width - EDGE - card.width)),
    top: Math.max(EDGE, top),
  }
}
