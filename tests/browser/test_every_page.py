"""Each page state: nothing for axe to say, nothing wider than the window, nothing fetched."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OPEN, Site
from tests.browser.looking import reaches_past_the_edge

PATHS = ("/", "/urval/{id}?drawn=random", "/urval/{id}/underlag", "/andamal")


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nobody_scrolls_sideways(
    open_page: OPEN, site: Site, path: str
) -> None:
    opened = open_page()
    opened.go(path.format(id=site.made.id))
    opened.check()
    opened.page.set_viewport_size({"width": 320, "height": 640})
    assert reaches_past_the_edge(opened.page) == 0
    opened.check()
