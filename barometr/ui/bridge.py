"""The one script of ours in the browser: a click on a number opens its trace.

Numbers are ordinary buttons in the page's HTML, marked data-trace; chart points carry the same mark as
their first custom datum. The script reports the mark of whatever was clicked, and says the page's language
to screen readers, which Streamlit leaves at English, and in the link past the menu. It also keeps the address
short and complete, follows links between pages without loading the app anew, copies the address, prints, and
saves charts as pictures.
"""

import streamlit as st

from barometr.ui import choices, search
from barometr.words import texts
from barometr.words.texts import Language

KEY = "bridge"
SCRIPT = """
export default function ({ data, setTriggerValue }) {
  // Streamlit calls this anew whenever the data change, and does not end what it began before.
  window.endBridge?.();
  document.documentElement.lang = data.language;
  const address = location.pathname + (data.link ? "?" + data.link : "");
  if (location.pathname + location.search !== address) history.replaceState(history.state, "", address);
  // The first stop of the keyboard leads past the menu; Streamlit's link there is English only.
  const skip = document.querySelector("[data-testid='stSkipToContent']");
  if (skip) skip.textContent = data.skip;
  // A picture is what Plotly's own button makes; ours can be reached by keyboard and choose the format.
  const savePicture = (button) => {
    const plot = document.querySelector(`.st-key-${button.dataset.chart} .js-plotly-plot`);
    if (!plot) return;
    plot._context.toImageButtonOptions.format = button.dataset.picture;
    plot.querySelector(".modebar-btn")?.click();
  };
  const copyAddress = async (button) => {
    try {
      await navigator.clipboard.writeText(location.href);
    } catch {
      // Without https there is no clipboard of the new kind.
      const field = document.createElement("textarea");
      field.value = location.href;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = button.dataset.label), 2500);
  };
  const onClick = (event) => {
    const marked = event.target.closest("[data-trace], [data-go], [data-picture], [data-copy], [data-print]");
    if (!marked) return;
    if (marked.dataset.trace) setTriggerValue("trace", marked.dataset.trace);
    else if (marked.dataset.picture) savePicture(marked);
    else if ("copy" in marked.dataset) copyAddress(marked);
    else if ("print" in marked.dataset) print();
    else if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
      event.preventDefault();
      setTriggerValue("go", marked.getAttribute("href"));
    }
  };
  // In the search box arrows walk through the matches and Enter opens the first, as in any search.
  const onKey = (event) => {
    const box = event.target.closest?.(".st-key-search input");
    const links = [...document.querySelectorAll(".b-found-list .b-link")];
    const here = links.indexOf(event.target);
    if (!links.length || (!box && here < 0)) return;
    if (event.key === "Enter" && box) links[0].click();
    else if (event.key === "ArrowDown") links[Math.min(here + 1, links.length - 1)].focus();
    else if (event.key === "ArrowUp" && here > 0) links[here - 1].focus();
    else if (event.key === "ArrowUp" || (event.key === "Escape" && !box)) {
      document.querySelector(".st-key-search input").focus();
    } else return;
    event.preventDefault();
  };
  const listening = new Set();
  const listen = () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      if (listening.has(plot) || !plot.on) continue;
      listening.add(plot);
      plot.on("plotly_click", (event) => {
        const mark = event.points[0].customdata;
        if (mark && mark[0]) setTriggerValue("trace", mark[0]);
      });
    }
  };
  // Wide tables open at their newest year, on a phone too.
  const scrolled = new WeakSet();
  const scroll = () => {
    for (const table of document.querySelectorAll(".b-newest")) {
      if (scrolled.has(table)) continue;
      scrolled.add(table);
      table.scrollLeft = table.scrollWidth;
    }
  };
  // What a link leads to inside a long page comes into view, once.
  const shown = new Set();
  const show = () => {
    for (const place of document.querySelectorAll("[data-here]")) {
      if (shown.has(place.dataset.here)) continue;
      shown.clear();
      shown.add(place.dataset.here);
      place.scrollIntoView({ block: "nearest" });
    }
  };
  // Streamlit puts the headings of the menu inside its list, which is then none to a screen reader.
  const mendMenu = () => {
    const menu = document.querySelector("[data-testid='stSidebarNavItems']");
    for (const part of menu ? [menu, ...menu.querySelectorAll("li")] : []) part.setAttribute("role", "presentation");
  };
  // The place to drop a file on calls itself decoration, though it is a group with a button in it.
  const mendUpload = () => {
    for (const place of document.querySelectorAll("[data-testid='stFileUploaderDropzone']")) {
      place.setAttribute("role", "group");
    }
  };
  // Plotly's charts have a width in pixels; on paper they are made as small as the sheet (see print.css).
  const PAPER = 680;
  const fitPaper = () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      plot.style.setProperty("--b-fit", Math.min(1, PAPER / plot.offsetWidth));
    }
  };
  // Streamlit names its own controls in English only: [what they are called, what they are to be called].
  const rename = () => {
    for (const [said, heard] of data.names) {
      for (const part of document.querySelectorAll(`[aria-label="${said}"]`)) part.setAttribute("aria-label", heard);
    }
  };
  // The files to take open at the very end of the page, where Streamlit does not lead the keyboard.
  const entered = new WeakSet();
  const enter = () => {
    const files = document.querySelector("[data-testid='stPopoverBody']");
    const first = files?.querySelector("button");
    if (!first || entered.has(files)) return;
    entered.add(files);
    first.focus();
  };
  const arrive = () => {
    mendMenu();
    mendUpload();
    rename();
    enter();
    listen();
    scroll();
    show();
  };
  const observer = new MutationObserver(arrive);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  addEventListener("beforeprint", fitPaper);
  arrive();
  const end = () => {
    observer.disconnect();
    document.removeEventListener("click", onClick);
    document.removeEventListener("keydown", onKey);
    removeEventListener("beforeprint", fitPaper);
    for (const plot of listening) plot.removeAllListeners?.("plotly_click");
  };
  window.endBridge = end;
  return end;
}
"""

_bridge = st.components.v2.component("barometr_bridge", js=SCRIPT)


def mount(language: Language, link: str) -> None:
    """Put the script on the page: a click on a number sets `trace` in the link; `link` replaces the query."""
    data = {"language": language, "link": link, "skip": texts.text(language, "link.skip"), "names": _names(language)}
    _bridge(key=KEY, data=data, on_trace_change=_open_trace, on_go_change=_go, height=0)


# What Streamlit calls its controls stands as their English text.
CONTROLS: tuple[str, ...] = ("sidebar", "pages", "home", "collapse", "expand", "menu", "close", "clear", "clear_all")
CONTROLS += ("open", "selected", "upload")


def _names(language: Language) -> list[list[str]]:
    """Return the names of Streamlit's controls, each as the other language has it and as this one does."""
    other: Language = "en" if language == "pl" else "pl"
    return [[texts.text(one, f"streamlit.{name}") for one in (other, language)] for name in CONTROLS]


def _open_trace() -> None:
    mark = st.session_state[KEY].trace
    if mark:
        choices.write("trace", mark)


def _go() -> None:
    target = st.session_state[KEY].go
    if target:
        choices.go(target)
        search.clear()
