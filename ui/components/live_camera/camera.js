// The camera: opened, closed, and what may be the matter with it.
/** @import { CameraProblem } from "./types.d.ts" */
const SIZE = { width: { ideal: 640 } } // a height as well would have an upright picture cut
/** @type {Record<string, CameraProblem>} */
const PROBLEMS = { NotAllowedError: "refused", NotFoundError: "missing", OverconstrainedError: "missing" }

export class Camera {
  /** @type {MediaStream | null} */
  stream = null
  opening = 0

  /** @param {HTMLVideoElement} video @param {() => void} lost called when the camera is taken away */
  constructor(video, lost) {
    this.video = video
    this.lost = lost
  }

  get isOpen() {
    return this.stream !== null
  }

  // Null once frames come, or if it was closed meanwhile; else what is the matter.
  /** @param {string} [id] of which camera; else the one at the back, where there is one
   * @returns {Promise<CameraProblem | null>} */
  async open(id) {
    this.close()
    const turn = ++this.opening,
      { mediaDevices } = navigator
    if (!mediaDevices?.getUserMedia) return "insecure"
    const which = id ? { deviceId: { exact: id } } : { facingMode: "environment" }
    try {
      const stream = await mediaDevices.getUserMedia({ audio: false, video: { ...SIZE, ...which } })
      if (turn !== this.opening) {
        stopped(stream)
        return null
      }
      this.stream = stream
      for (const track of stream.getTracks())
        track.onended = () => {
          this.close()
          this.lost()
        }
      this.video.srcObject = stream
      await this.video.play()
    } catch (problem) {
      if (turn !== this.opening) return null
      this.close()
      return PROBLEMS[/** @type {DOMException} */ (problem).name] ?? "busy"
    }
    return null
  }

  close() {
    this.opening++
    if (this.stream) stopped(this.stream)
    this.stream = null
    this.video.srcObject = null
  }

  // The camera after the one that is open; "" if there is no other.
  async next() {
    const all = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput")
    const now = this.stream?.getVideoTracks()[0]?.getSettings().deviceId
    const at = all.findIndex(({ deviceId }) => deviceId === now)
    return all.length > 1 ? all[(at + 1) % all.length].deviceId : ""
  }
}

/** @param {MediaStream} stream */
function stopped(stream) {
  for (const track of stream.getTracks()) {
    track.onended = null
    track.stop()
  }
}
