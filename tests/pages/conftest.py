"""What makes AppTest treat the app as a running server does."""

from collections.abc import Iterator
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager


@pytest.fixture(autouse=True, scope="package")
def app_runs_first() -> Iterator[None]:
    """Let app.py run before its pages, as it does on a running server.

    AppTest forgets before every run that the app has called st.navigation, and would take pages/ for
    Streamlit's older kind of pages, which run alone. A server does so only until app.py has run once
    (see frame.py; a test in tests/browser opens a page as the very first request).
    """
    created = PagesManager.__init__

    def create(self: PagesManager, *args: Any, **kwargs: Any) -> None:
        created(self, *args, **kwargs)
        PagesManager.uses_pages_directory = False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PagesManager, "__init__", create)
        yield
