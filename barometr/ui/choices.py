"""What the reader chooses, kept in the link.

The link is the truth: each run reads a choice from it, checks it against what is on offer, and shows the
control in that state; a change of the control writes the link first. So a sent link, Back and Forward all
show the same page. A default is left out of the link to keep it short.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

STICKY = "sticky_"
SEEN, BAD = "choices_seen", "choices_bad"
# Names that a link may carry besides the choices of its page.
ALWAYS_KNOWN = {"lang", "trace"}


def begin() -> None:
    """Forget the notices of the run before; called once at the start of every run."""
    st.session_state[SEEN] = set(ALWAYS_KNOWN)
    st.session_state[BAD] = []


def begun() -> bool:
    """Say whether app.py has run in this session."""
    return SEEN in st.session_state


def refused() -> list[str]:
    """Return the parameters of the link that could not be used: bad values, and names no choice has."""
    unknown = [name for name in st.query_params if name not in st.session_state[SEEN]]
    for name in unknown:
        del st.query_params[name]
    return [*st.session_state[BAD], *unknown]


def refuse(name: str) -> None:
    """Note that the value of a parameter could not be used, and take it out of the link."""
    st.session_state[BAD].append(name)
    st.query_params.pop(name, None)


def settled(
    name: str, offered: Mapping[str, str], default: str, *, always_in_link: bool = False, sticky: bool = False
) -> str:
    """Return the value of a choice: from the link, else (when sticky) from the page before, else the default."""
    st.session_state[SEEN].add(name)
    value = st.query_params.get(name)
    if value is not None and value not in offered:
        refuse(name)
        value = None
    if value is None:
        kept = st.session_state.get(STICKY + name, default) if sticky else default
        value = str(kept) if kept in offered else default
    if sticky:
        st.session_state[STICKY + name] = value
    _write(name, value, default, always_in_link)
    return value


def _write(name: str, value: str, default: str, always_in_link: bool = False) -> None:
    if value == default and not always_in_link:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def one_of(
    name: str,
    label: str,
    offered: Mapping[str, str],
    default: str,
    *,
    always_in_link: bool = False,
    sticky: bool = False,
    hide_label: bool = False,
) -> str:
    """Show a row of buttons to choose one of `offered` (value -> words) and return the value."""
    value = settled(name, offered, default, always_in_link=always_in_link, sticky=sticky)
    key = f"choice_{name}"
    st.session_state[key] = value

    def changed() -> None:
        chosen = st.session_state[key]
        if sticky:
            st.session_state[STICKY + name] = chosen
        st.query_params[name] = chosen

    st.segmented_control(
        label,
        list(offered),
        format_func=lambda option: offered[option],
        key=key,
        on_change=changed,
        required=True,
        label_visibility="collapsed" if hide_label else "visible",
    )
    return value


def several_of(name: str, label: str, offered: Mapping[str, str]) -> list[str]:
    """Show buttons to choose any of `offered`, all by default; returns the chosen values in order.

    In the link they stand joined with dots ("culture.sport"); none chosen means all.
    """
    st.session_state[SEEN].add(name)
    key = f"choice_{name}"
    raw = st.query_params.get(name)
    chosen = list(offered) if raw is None else [value for value in offered if value in raw.split(".")]
    if raw is not None and (not chosen or any(value not in offered for value in raw.split("."))):
        refuse(name)
        chosen = list(offered)
    st.session_state[key] = chosen

    def changed() -> None:
        picked = [value for value in offered if value in st.session_state[key]]
        if picked and len(picked) < len(offered):
            st.query_params[name] = ".".join(picked)
        else:
            st.query_params.pop(name, None)

    st.pills(
        label,
        list(offered),
        selection_mode="multi",
        format_func=lambda option: offered[option],
        key=key,
        on_change=changed,
    )
    return chosen


def span_of_years(name: str, label: str, years: Sequence[int]) -> tuple[int, int]:
    """Show a slider over `years` and return the first and last year chosen ("2013-2017" in the link)."""
    st.session_state[SEEN].add(name)
    key = f"choice_{name}"
    whole = (years[0], years[-1])
    raw = st.query_params.get(name)
    span = whole
    if raw is not None:
        parts = raw.split("-")
        if len(parts) == 2 and all(part.isascii() and part.isdigit() and int(part) in years for part in parts):
            span = (int(parts[0]), int(parts[1]))
        if span == whole or span[0] > span[1]:
            span = whole
            refuse(name)
    if len(years) < 2:
        return whole
    st.session_state[key] = span

    def changed() -> None:
        first, last = st.session_state[key]
        if (first, last) == whole:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = f"{first}-{last}"

    # Without a pair as its value the slider would have one handle only.
    st.select_slider(label, options=list(years), value=span, format_func=str, key=key, on_change=changed)
    return span
