// The slides of a briefing (see slides.py): opens the dialog, moves through it, and keeps the address in step.
export default function ({ setTriggerValue }) {
  let box, slides, here;
  const find = (selector) => box.querySelector(selector);
  const setAddress = (change) => {
    const address = new URL(location.href);
    change(address.searchParams);
    history.replaceState(history.state, "", address);
  };
  const go = (n) => {
    here = Math.min(Math.max(n, 1), slides.length);
    slides.forEach((slide, at) => (slide.hidden = at !== here - 1));
    find(".b-slides-stage").scrollTop = 0;
    find(".b-slides-bar span").textContent = `${here} / ${slides.length}`;
    find("[data-slides=previous]").ariaDisabled = here === 1;
    find("[data-slides=next]").ariaDisabled = here === slides.length;
    find("[aria-live]").textContent = slides[here - 1].getAttribute("aria-label");
    box.style.setProperty("--b-done", here / slides.length);
    // A name on the first slide leads away from itself: the focus must not be lost with it.
    if (document.activeElement.closest(".b-slide[hidden]")) find(".b-slides-stage").focus();
    setAddress((query) => (here === 1 ? query.delete("slide") : query.set("slide", here)));
  };
  const fillScreen = () => {
    // A browser that refuses, or cannot, leaves the slides filling its window.
    if (document.fullscreenElement) document.exitFullscreen();
    else find(".b-slides-screen").requestFullscreen?.().catch(() => {});
  };
  const onClose = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    box.dataset.left = "";
    setAddress((query) => ["show", "slide"].forEach((name) => query.delete(name)));
    setTriggerValue("left", true);
  };
  const open = () => {
    slides = [...box.querySelectorAll(".b-slide")];
    box.addEventListener("close", onClose);
    box.showModal();
    const asked = Number(new URLSearchParams(location.search).get("slide"));
    go(slides[asked - 1] ? asked : 1);
    find(".b-slides-stage").focus();
  };
  const acts = {
    previous: () => go(here - 1),
    next: () => go(here + 1),
    full: fillScreen,
    leave: () => box.close(),
  };
  const onClick = (event) => {
    const button = event.target.closest?.("dialog.b-slides button");
    if (button?.dataset.slide) go(Number(button.dataset.slide));
    else if (button) acts[button.dataset.slides]();
  };
  // A slide too long for the screen is read to its end before the next one comes.
  const canScroll = (down) => {
    const { scrollTop, scrollHeight, clientHeight } = find(".b-slides-stage");
    return down ? scrollTop + clientHeight < scrollHeight - 1 : scrollTop > 0;
  };
  const onKey = (event) => {
    if (!box?.open || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const key = event.key === " " && event.shiftKey ? "PageUp" : event.key;
    if (key === " " && event.target.closest?.("button")) return;
    const [forward, back] = [["ArrowDown", "PageDown", " "], ["ArrowUp", "PageUp"]];
    if ((forward.includes(key) && canScroll(true)) || (back.includes(key) && canScroll(false))) return;
    if (key === "ArrowRight" || forward.includes(key)) go(here + 1);
    else if (key === "ArrowLeft" || back.includes(key)) go(here - 1);
    else if (key === "Home") go(1);
    else if (key === "End") go(slides.length);
    else if (key.toLowerCase() === "f") fillScreen();
    else return;
    event.preventDefault();
  };
  // A swipe goes to the next slide or back; a movement up or down scrolls.
  let touch;
  const onTouchStart = (event) => (touch = event.touches.length === 1 ? event.touches[0] : undefined);
  const onTouchEnd = (event) => {
    if (!box?.open || !touch) return;
    const [x, y] = [event.changedTouches[0].clientX - touch.clientX, event.changedTouches[0].clientY - touch.clientY];
    if (Math.abs(x) > 60 && Math.abs(x) > 2 * Math.abs(y)) go(here + (x < 0 ? 1 : -1));
  };
  const arrive = () => {
    const found = document.querySelector("dialog.b-slides");
    if (!found || found === box || "left" in found.dataset) return;
    box = found;
    open();
  };
  const listeners = { click: onClick, keydown: onKey, touchstart: onTouchStart, touchend: onTouchEnd };
  for (const [name, listener] of Object.entries(listeners)) document.addEventListener(name, listener);
  const observer = new MutationObserver(arrive);
  observer.observe(document.body, { childList: true, subtree: true });
  arrive();
  return () => {
    observer.disconnect();
    for (const [name, listener] of Object.entries(listeners)) document.removeEventListener(name, listener);
    // Whichever way the slides went, the keyboard goes on where they began.
    if (document.activeElement === document.body) document.querySelector(".st-key-present button")?.focus();
  };
}
