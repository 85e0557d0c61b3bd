// Runs in the page before anything else: when was a photo handed over, when does its answer stand in
// the page, and when are all layers' maps of it painted? Times of performance.now().
;(() => {
  const seen = { chosen: 0, answered: 0, mapped: 0, key: "" }
  window.upload = seen
  addEventListener(
    "change",
    (event) => {
      if (event.target.type !== "file") return
      Object.assign(seen, { chosen: performance.now(), answered: 0, mapped: 0, key: key("photo-answers") })
    },
    true,
  )
  const find = (name) => document.querySelector(`[data-testid=${name}]`)
  const key = (name) => find(name)?.dataset.photo ?? ""
  const isNew = (name) => ![seen.key, ""].includes(key(name))
  const look = () => {
    if (!seen.chosen || seen.mapped) return
    if (!seen.answered && isNew("photo-answers")) seen.answered = performance.now()
    if (!isNew("photo-layers")) return
    const images = [...find("photo-layers").querySelectorAll("img")]
    Promise.all(images.map((image) => image.decode())).then(
      () => {
        if (images[0].isConnected) seen.mapped ||= performance.now()
      },
      () => {},
    )
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
})()
