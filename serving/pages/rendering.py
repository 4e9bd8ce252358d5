"""From a page's fields to HTML, through its template."""

from __future__ import annotations

import hashlib
from dataclasses import Field, dataclass, fields
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar, Protocol
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup

from features.vocabulary import Words
from serving.targeting.inspection_list import Provenance
from serving.wording import Language, in_language, sentence

__all__ = [
    "GLOBALS",
    "STATIC",
    "Layout",
    "NavLink",
    "Page",
    "Reader",
    "render",
    "render_part",
    "static_url",
]

STATIC = Path(__file__).parent / "static"

# What a template may use beside its page's fields: the sentences of `serving/words/`.
GLOBALS = ("t",)

_TIMES = {
    2: Words("två", "two"),
    3: Words("tre", "three"),
    5: Words("fem", "five"),
    10: Words("tio", "ten"),
    20: Words("tjugo", "twenty"),
}


@dataclass(frozen=True)
class Reader:
    """Who the page is for: a language, and whether it must be carried in every link.

    `name` and `purpose` are of who is signed in, and what they read for, as they are shown.
    `rooms` are pages that not everyone may open: `centres`, `follow`, `corrections`, `review`,
    `log`. `home` is where the service's name leads.
    """

    language: Language
    carried: bool = False
    name: str = ""
    purpose: str = ""
    rooms: tuple[str, ...] = ()
    home: str = "/"

    def url(self, path: str, **query: str | tuple[str, ...]) -> str:
        """A link within the service that keeps the reader's language."""
        pairs = [(name, value) for name, value in query.items() if value]
        if self.carried:
            pairs.append(("lang", self.language.value))
        return f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path

    def in_words(self, words: Words) -> str:
        """The words in the reader's language."""
        return in_language(words, self.language)

    def text(self, key: str, **values: object) -> str:
        """The sentence called `key` in the reader's language."""
        return sentence(key, self.language, **values)


@dataclass(frozen=True)
class NavLink:
    """A way to another page, from the top of each."""

    words: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Layout:
    """What every page has around it. `style` is the whole style sheet, in a file alone.

    `is_secret` says that the page is, at its foot; false of what is made to be published.
    """

    language: str
    title: str
    home_url: str
    centres_url: str
    other_language_url: str
    links: tuple[NavLink, ...]
    stylesheet_urls: tuple[str, ...]
    script_urls: tuple[str, ...]
    icon_url: str
    style: Markup
    invented: str
    signed_in: str
    reads_for: str
    purpose_url: str
    sign_out_url: str
    is_secret: bool = True

    @classmethod
    def of(
        cls,
        reader: Reader,
        title: str,
        here: str,
        provenance: Provenance | None = None,
        *,
        sheets: tuple[str, ...] = (),
        scripts: tuple[str, ...] = (),
        list_id: str = "",
        alone: bool = False,
    ) -> Layout:
        """The surroundings of the page at `here`; `alone` for a file that needs no other.

        `sheets` are the style sheets of the page's family, after the one that all pages have;
        `scripts` only better what works without. With `list_id` the pages of that list are
        linked from the top.
        """
        styles = ("lykta.css", *sheets)
        other = Language.SV if reader.language is Language.EN else Language.EN
        separator = "&" if "?" in here else "?"
        return cls(
            language=reader.language.value,
            title=title,
            home_url="" if alone else reader.url(reader.home),
            centres_url="" if alone or reader.home != "/" else reader.url("/"),
            other_language_url="" if alone else f"{here}{separator}lang={other.value}",
            links=() if alone else _links(reader, list_id, here),
            script_urls=() if alone else tuple(static_url(one) for one in scripts),
            stylesheet_urls=() if alone else tuple(static_url(one) for one in styles),
            icon_url="" if alone else static_url("lykta.svg"),
            style=Markup("\n".join(_text(one) for one in styles)) if alone else Markup(""),
            invented=_invented(provenance, reader) if provenance else "",
            signed_in=reader.text("signed.in", name=reader.name) if reader.name else "",
            reads_for=(
                reader.text("signed.purpose", purpose=reader.purpose) if reader.purpose else ""
            ),
            purpose_url=reader.url("/andamal"),
            sign_out_url=reader.url("/logga-ut"),
        )


class Page(Protocol):
    """A frozen dataclass whose fields are all that its template receives, beside `GLOBALS`."""

    template: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def layout(self) -> Layout: ...


def render(page: Page) -> str:
    """The page as HTML."""
    context = {one.name: getattr(page, one.name) for one in fields(page)}
    t = partial(_sentence, page.layout.language)
    return environment().get_template(page.template).render(context, t=t)


def render_part(template: str, language: Language, **values: object) -> Markup:
    """A part of a page on its own, which a page can then hold."""
    t = partial(_sentence, language.value)
    return Markup(environment().get_template(template).render(values, t=t))


@cache
def static_url(name: str) -> str:
    """The address of a static file, with a digest of its content: it may be kept for ever."""
    return f"/static/{name}?v={hashlib.sha256(_text(name).encode()).hexdigest()[:12]}"


@cache
def environment() -> jinja2.Environment:
    """The templates; every value is escaped, and one that is not there is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Or every part of every page asks the disk whether its template has changed.
        auto_reload=False,
    )


def _sentence(language: str, key: str, **values: object) -> str:
    return sentence(key, language, **values)


@cache
def _text(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _links(reader: Reader, list_id: str, here: str) -> tuple[NavLink, ...]:
    """The pages of a list, once one was opened, and those of all lists to who is signed in.

    The one that is shown is marked.
    """
    path = here.partition("?")[0]
    of_list = {
        "nav.list": f"/urval/{list_id}",
        "nav.week": f"/urval/{list_id}/veckoplan",
        "nav.brief": f"/urval/{list_id}/underlag",
    }
    of_all = {
        "nav.follow": "/uppfoljning",
        "nav.corrections": "/rattelser",
        "nav.model": "/om-modellen",
        "nav.review": "/granskning",
        "nav.log": "/logg",
    }
    may = {
        key: page
        for key, page in of_all.items()
        if key.partition(".")[2] in reader.rooms or (key == "nav.model" and reader.name)
    }
    pages = {**(of_list if list_id else {}), **may}
    return tuple(
        NavLink(reader.text(key), reader.url(page), path == page) for key, page in pages.items()
    )


def _invented(provenance: Provenance, reader: Reader) -> str:
    """That the data are invented, and how much denser than real; empty for real data."""
    if not provenance.invented:
        return ""
    rate = provenance.control_rate
    words = _TIMES.get(int(rate)) if rate == int(rate) else None
    times = reader.in_words(words) if words else f"{rate:g}"
    density = (
        reader.text("notice.real_rate")
        if rate == 1
        else reader.text("notice.denser", times=times)
    )
    return f"{reader.text('notice.invented')} {density}"
