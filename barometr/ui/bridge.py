"""The one script of ours in the browser: a click on a number opens its trace.

Numbers are ordinary buttons in the page's HTML, marked data-trace; chart points carry the same mark as
their first custom datum. The script reports the mark of whatever was clicked, and says the page's language
to screen readers, which Streamlit leaves at English. It also keeps the address short and complete.
"""

import streamlit as st

from barometr.ui import choices
from barometr.words.texts import Language

KEY = "bridge"
SCRIPT = """
export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.language;
  const address = location.pathname + (data.link ? "?" + data.link : "");
  if (location.pathname + location.search !== address) history.replaceState(history.state, "", address);
  const onClick = (event) => {
    const marked = event.target.closest("[data-trace]");
    if (marked) setTriggerValue("trace", marked.dataset.trace);
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
    for (const table of document.querySelectorAll(".b-scroll")) {
      if (scrolled.has(table)) continue;
      scrolled.add(table);
      table.scrollLeft = table.scrollWidth;
    }
  };
  const arrive = () => {
    listen();
    scroll();
  };
  const observer = new MutationObserver(arrive);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", onClick);
  arrive();
  return () => {
    observer.disconnect();
    document.removeEventListener("click", onClick);
    for (const plot of listening) plot.removeAllListeners?.("plotly_click");
  };
}
"""

_bridge = st.components.v2.component("barometr_bridge", js=SCRIPT)


def mount(language: Language, link: str) -> None:
    """Put the script on the page: a click on a number sets `trace` in the link; `link` replaces the query."""
    _bridge(key=KEY, data={"language": language, "link": link}, on_trace_change=_open_trace, height=0)


def _open_trace() -> None:
    mark = st.session_state[KEY].trace
    if mark:
        choices.write("trace", mark)
