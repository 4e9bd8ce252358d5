"""Where people sign in: with their authority, or in the demo as an invented person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from serving.access.rights import User
from serving.authorities import AUTHORITIES
from serving.pages.rendering import Layout, Reader

__all__ = ["SignInPage", "sign_in_page"]


@dataclass(frozen=True)
class Person:
    """Someone to sign in as, in the demo."""

    key: str
    words: str


@dataclass(frozen=True)
class SignInPage:
    """All that `sign_in.html` receives."""

    template: ClassVar[str] = "sign_in.html"

    layout: Layout
    heading: str
    about: str
    people: tuple[Person, ...]
    action: str
    onward: str
    provider_url: str


def sign_in_page(reader: Reader, onward: str, people: Mapping[str, User]) -> SignInPage:
    """The page; `people` is empty where a provider signs people in."""
    heading = reader.text("signin.title")
    return SignInPage(
        layout=Layout.of(reader, heading, "/logga-in"),
        heading=heading,
        about=reader.text("signin.dev" if people else "signin.provider"),
        people=tuple(
            Person(key, f"{one.name}, {reader.in_words(AUTHORITIES[one.authority])}")
            for key, one in people.items()
        ),
        action=reader.url("/logga-in"),
        onward=onward,
        provider_url="" if people else reader.url("/logga-in/vidare", onward=onward),
    )
