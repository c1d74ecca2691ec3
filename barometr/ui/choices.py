"""What the reader chooses, kept in the link.

The link is the truth: each run reads a choice from it, checks it against what is on offer, and shows the
control in that state; a change of the control writes the link, in one step, so that Back undoes it. What a
run itself would add or take out (the language, a value that does not fit) is collected in `link()`, which
the page's script puts in place without a new step in the browser's history.

A written link is known here at once and sent to the browser at the end of the run (`send`): a new address
makes the browser draw the whole frame anew, and the chart that the reader waits for should come first.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

import streamlit as st

from barometr.words import formats

STICKY = "sticky_"
GOING, PAGE = "choices_going", "choices_page"
LONGEST_WORDS = 80  # letters of a search; a link with more was not written here
SETTLED, BAD = "choices_settled", "choices_bad"
LINK, UNSENT, LAST_WRITE = "choices_link", "choices_unsent", "choices_last_write"
# Choices kept from page to page, and names that every link may carry.
AS_OF, NOW = "asof", "now"
KEPT = ("lang", "area", AS_OF)
ALWAYS_KNOWN = (*KEPT, "trace")


def begin() -> None:
    """Read the link and forget the run before; called once at the start of every run."""
    st.session_state[SETTLED] = {}
    st.session_state[BAD] = []
    if st.session_state.get(UNSENT):
        return
    st.session_state[LINK] = st.query_params.to_dict()
    last = st.session_state.get(LAST_WRITE)
    if last and st.session_state[LINK] != last["after"]:
        del st.session_state[LAST_WRITE]  # the reader went Back, or to another page


def on_page(name: str) -> None:
    """Say which page this run shows; a link written on another, but not yet sent, is dropped."""
    if st.session_state.get(UNSENT) and st.session_state.get(PAGE, name) != name:
        drop_unsent()
    st.session_state[PAGE] = name


def current_page() -> str:
    """Return the path of the page that this run shows; "" is the first."""
    return str(st.session_state[PAGE])


def drop_unsent() -> None:
    """Forget a written link that has not been sent: the reader is already leaving."""
    st.session_state[UNSENT] = False
    st.session_state.pop(LAST_WRITE, None)
    st.session_state[LINK] = st.query_params.to_dict()


def send() -> None:
    """Send a written link to the browser, as one step of its history."""
    if st.session_state.get(UNSENT):
        st.session_state[UNSENT] = False
        st.query_params.from_dict(st.session_state[LINK])


def given(name: str) -> str | None:
    """Return what the link says for a parameter, or None."""
    value: str | None = st.session_state[LINK].get(name)
    return value


def begun() -> bool:
    """Say whether app.py has run for this visitor."""
    return SETTLED in st.session_state


def link() -> str:
    """Return the query of the shortest link that shows what is on the screen."""
    query = {name: value for name, value in st.session_state[SETTLED].items() if value is not None}
    if given("trace") and "trace" not in st.session_state[BAD]:
        query["trace"] = given("trace")
    return urlencode(query, safe="~.-")


def refused() -> list[str]:
    """Return the parameters of the link that could not be used: bad values, and names no choice has."""
    known = {*st.session_state[SETTLED], *ALWAYS_KNOWN}
    return [*st.session_state[BAD], *(name for name in st.session_state[LINK] if name not in known)]


def refuse(name: str) -> None:
    """Note that the value of a parameter could not be used."""
    st.session_state[BAD].append(name)


def settled(name: str, offered: Mapping[str, str], default: str, *, sticky: bool = False) -> str:
    """Return a choice: from the link, else (when sticky) from the page before, else the default.

    A sticky choice always stands in the link: without it, the same link would show what was seen before.
    """
    value = given(name)
    if value is not None and value not in offered:
        refuse(name)
        value = None
    if value is None:
        kept = st.session_state.get(STICKY + name, default) if sticky else default
        value = str(kept) if kept in offered else default
    if sticky:
        st.session_state[STICKY + name] = value
    st.session_state[SETTLED][name] = value if sticky or value != default else None
    return value


def as_of(versions: Collection[str], latest: str) -> str | None:
    """Return the earlier publication that the reader looks at, kept from page to page; None for the one in force.

    The link names it by its version (`asof=326fc2e977`); `asof=now` leads back.
    """
    value = given(AS_OF)
    if value is not None and value != NOW and value not in versions:
        refuse(AS_OF)
    if value is not None:
        kept = value if value in versions and value != latest else None
    else:
        kept = st.session_state.get(STICKY + AS_OF)
    st.session_state[STICKY + AS_OF] = kept
    st.session_state[SETTLED][AS_OF] = kept
    return kept


def kept_as_of() -> str | None:
    """Return the earlier publication that the page of this visitor shows, for what is drawn or made after it."""
    kept: str | None = st.session_state.get(STICKY + AS_OF)
    return kept


def carried(name: str, form: str) -> str:
    """Return a parameter that a link brings and no control shows; empty where it is absent or not of the form.

    `form` is a regular expression. A control that makes the parameter meaningless names it in its `resets`.
    """
    value = given(name)
    if value is not None and not re.fullmatch(form, value):
        refuse(name)
        value = None
    st.session_state[SETTLED][name] = value
    return value or ""


def write(name: str, value: str | None, *, without: Sequence[str] = ()) -> None:
    """Write one parameter to the link (None takes it out), dropping others, as one step of history."""
    before = st.query_params.to_dict()
    last = st.session_state.get(LAST_WRITE)
    # A click that comes before the answer to the one before still carries the old link: build on the new one.
    known = last["after"] if last and before == last["before"] else before
    after = {key: old for key, old in known.items() if key not in (name, *without)}
    if value is not None:
        after[name] = value
    st.session_state[LAST_WRITE] = {"before": before, "after": after}
    st.session_state[LINK] = after
    st.session_state[UNSENT] = True


def one_of(
    name: str,
    label: str,
    offered: Mapping[str, str],
    default: str,
    *,
    sticky: bool = False,
    resets: Sequence[str] = (),
) -> str:
    """Show a row of buttons to choose one of `offered` (value -> words) and return the value.

    `resets` names choices that a new value makes meaningless (the years of another city).
    """
    value = settled(name, offered, default, sticky=sticky)
    key = _shown(name, value)

    def changed() -> None:
        chosen = st.session_state[key]
        if sticky:
            st.session_state[STICKY + name] = chosen
        write(name, chosen if sticky or chosen != default else None, without=resets)

    st.segmented_control(label, list(offered), format_func=_words(offered), key=key, on_change=changed, required=True)
    return value


def several_of(name: str, label: str, offered: Mapping[str, str]) -> list[str]:
    """Show buttons to choose any of `offered`, all by default; returns the chosen values in order.

    In the link they stand joined with dots ("culture.sport"); none chosen means all.
    """
    raw = given(name)
    chosen = list(offered) if raw is None else [value for value in offered if value in raw.split(".")]
    if raw is not None and (not chosen or any(value not in offered for value in raw.split("."))):
        refuse(name)
        chosen = list(offered)
    st.session_state[SETTLED][name] = ".".join(chosen) if len(chosen) < len(offered) else None
    key = _shown(name, chosen)

    def changed() -> None:
        picked = [value for value in offered if value in st.session_state[key]]
        write(name, ".".join(picked) if picked and len(picked) < len(offered) else None)

    st.pills(label, list(offered), selection_mode="multi", format_func=_words(offered), key=key, on_change=changed)
    return chosen


def span_of_years(name: str, label: str, years: Sequence[int], *, resets: Sequence[str] = ()) -> tuple[int, int]:
    """Show a slider over `years` and return the first and last year chosen ("2013-2017" in the link)."""
    whole = span = (years[0], years[-1])
    raw = given(name)
    if raw is not None:
        known = {str(year): year for year in years}
        parts = raw.split("-")
        if len(parts) == 2 and all(part in known for part in parts):
            span = (known[parts[0]], known[parts[1]])
        if raw != f"{span[0]}-{span[1]}" or span[0] > span[1]:
            span = whole
            refuse(name)
    st.session_state[SETTLED][name] = f"{span[0]}-{span[1]}" if span != whole else None
    if len(years) < 2:
        return whole
    key = _shown(name, span)

    def changed() -> None:
        first, last = st.session_state[key]
        write(name, f"{first}-{last}" if (first, last) != whole else None, without=resets)

    # Without a pair as its value the slider would have one handle only.
    st.select_slider(label, options=list(years), value=span, format_func=str, key=key, on_change=changed)
    return span


def from_list(name: str, label: str, offered: Mapping[str, str], default: str, *, resets: Sequence[str] = ()) -> str:
    """Show a drop-down to choose one of many (value -> words) and return the value."""
    value = settled(name, offered, default)
    key = _shown(name, value)

    def changed() -> None:
        chosen = st.session_state[key]
        write(name, chosen if chosen != default else None, without=resets)

    st.selectbox(label, list(offered), format_func=offered.__getitem__, key=key, on_change=changed)
    return value


def several_from_list(
    name: str,
    label: str,
    known: Mapping[str, str],
    default: Sequence[str],
    *,
    offered: Sequence[str],
    most: int,
    hint: str,
    resets: Sequence[str] = (),
) -> list[str]:
    """Show a drop-down to choose up to `most` of many and return them in the order of choosing.

    `known` are all values with their words; `offered` those that the drop-down lists besides the chosen ones.
    A link may name any known value, joined with dots; none chosen means the default.
    """
    raw = given(name)
    asked = list(dict.fromkeys(raw.split("."))) if raw else []
    chosen = [value for value in asked if value in known][:most]
    if raw is not None and chosen != asked:
        refuse(name)
    chosen = chosen or list(default)
    # What was chosen by hand stays in the link, for the default may become another one.
    by_hand = raw is not None and chosen == asked
    st.session_state[SETTLED][name] = ".".join(chosen) if by_hand or chosen != list(default) else None
    key = _shown(name, chosen)

    def changed() -> None:
        write(name, ".".join(st.session_state[key]) or None, without=resets)

    options = list(dict.fromkeys([*chosen, *offered]))
    st.multiselect(
        label,
        options,
        format_func=known.__getitem__,
        key=key,
        on_change=changed,
        max_selections=most,
        placeholder=hint,
        select_all=False,
        filter_mode="contains",
    )
    return chosen


def typed(name: str, label: str, hint: str, *, resets: Sequence[str] = ()) -> str:
    """Show a field for words to search for and return them; they stand in the link as typed."""
    words = (given(name) or "").strip()
    if len(words) > LONGEST_WORDS:
        refuse(name)
        words = ""
    st.session_state[SETTLED][name] = words or None
    key = _shown(name, words)

    def changed() -> None:
        write(name, (st.session_state[key] or "").strip()[:LONGEST_WORDS] or None, without=resets)

    st.text_input(label, key=key, on_change=changed, placeholder=hint, type="search")
    return words


def switched(name: str, label: str, *, resets: Sequence[str] = ()) -> bool:
    """Show a switch, off by default, and return whether it is on ("1" in the link)."""
    on = settled(name, {"0": "", "1": ""}, "0") == "1"
    key = _shown(name, on)

    def changed() -> None:
        write(name, "1" if st.session_state[key] else None, without=resets)

    st.toggle(label, key=key, on_change=changed)
    return on


def address(page: str, **parameters: str | None) -> str:
    """Return the address of a page ("" is the first) in the reader's language and city, relative to any page."""
    kept = {name: str(st.session_state[STICKY + name]) for name in KEPT if st.session_state.get(STICKY + name)}
    given_here = {name: value for name, value in parameters.items() if value is not None}
    return f"{page or '.'}?{urlencode(kept | given_here, safe='~.-')}"


def go(target: str) -> None:
    """Note that the reader follows an address as `address` gives it; app.py leads there."""
    st.session_state[GOING] = target


def going() -> tuple[str, dict[str, str]] | None:
    """Return where the reader is going, once: the page and its parameters."""
    target = st.session_state.pop(GOING, None)
    if target is None:
        return None
    try:
        parts = urlsplit(target)
    except ValueError:
        return "", {}  # no address of ours
    return parts.path.rpartition("/")[2].strip("."), dict(parse_qsl(parts.query))


def _shown(name: str, value: object) -> str:
    """Put a control into the state the link says and return its key."""
    key = f"choice_{name}"
    st.session_state[key] = value
    return key


def _words(offered: Mapping[str, str]) -> Callable[[str], str]:
    return lambda option: formats.plain(offered[option])
