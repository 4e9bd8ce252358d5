"""What a test looks for on a page: axe's rules, whole, and what reaches past the edge."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

__all__ = ["axe_faults", "reaches_past_the_edge"]

# Of axe, one line per fault: the rule, and the first places that break it.
_RUN = """async () => {
  const found = await axe.run(document, {resultTypes: ["violations"]});
  return found.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.target.join(" "))]);
}"""


def axe_faults(page: Page) -> list[Any]:
    """Every rule of axe (WCAG 2.0 to 2.2 A and AA, and good practice) that the page breaks."""
    page.evaluate(_axe())
    return list(page.evaluate(_RUN))


def reaches_past_the_edge(page: Page) -> int:
    """How many pixels the page is wider than its window; 0 where nobody scrolls sideways."""
    seen = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(seen))


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
