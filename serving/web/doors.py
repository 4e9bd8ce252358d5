"""The addresses of signing in, signing out, and giving a purpose."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from features.errors import BadOption
from serving.access.demo_people import DEMO_PEOPLE, ISSUER
from serving.access.rights import Action, Thing, User, can
from serving.access.signing_in import (
    let_in,
    open_cases,
    open_invented_case,
    refuse,
    sign_out,
    take_purpose,
)
from serving.audit_vocabulary import EventType
from serving.authorities import AUTHORITIES
from serving.errand import Errand
from serving.errors import NotAllowed, NotSignedIn
from serving.pages.purpose_page import purpose_page
from serving.pages.rendering import Reader, render
from serving.pages.sign_in_page import sign_in_page
from serving.pages.start_page import start_page
from serving.planning.vocabulary import Ground
from serving.reading import known_centres
from serving.settings import Settings
from serving.store.database import Database, transaction
from serving.store.handshakes import begin_handshake, finish_handshake
from serving.store.people import ABSOLUTE, Session
from serving.web.asking import Books, Door, cookie_name, home_of, request_id, whom

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

Onward = Annotated[str, Query(max_length=500)]
Posted = Annotated[str, Form(max_length=500)]

_DEMO_CASE = "DEMO"


@router.get("/logga-in")
def show_sign_in(request: Request, onward: Onward = "/") -> str:
    """Where to sign in."""
    people = DEMO_PEOPLE if _settings(request).sign_in == "dev" else {}
    return render(sign_in_page(whom(request), _inward(onward), people))


def _is_elsewhere(request: Request) -> bool:
    """Does it come from another computer, whatever host name it gives? Then by its address."""
    try:
        return request.client is not None and not ip_address(request.client.host).is_loopback
    except ValueError:  # no address, such as a socket's
        return False


@router.post("/logga-in")
def sign_in_as(
    request: Request, books: Books, person: Posted = "", onward: Posted = "/"
) -> Response:
    """Sign in as an invented person, in the demo alone."""
    if _settings(request).sign_in != "dev":
        raise NotAllowed("Nobody is invented here.", "sign in with your authority")
    if _is_elsewhere(request):
        raise NotAllowed("The demo is for the computer it runs on.", "sign in there")
    said = DEMO_PEOPLE.get(person)
    if said is None:
        raise BadOption("There is no such person in the demo.", "choose one at /logga-in")
    secret = let_in(
        books,
        ISSUER,
        person,
        said,
        request_id=request_id(request),
        instead_of=request.cookies.get(_session_cookie(request), ""),
    )
    return _with_session(request, secret, _first(said, _inward(onward)))


@router.get("/logga-in/vidare")
def leave_for_provider(request: Request, books: Books, onward: Onward = "/") -> Response:
    """To the provider, with what must come back."""
    from serving.access.provider import leave, read_provider

    provider = read_provider(_settings(request).provider)
    address, state, made = leave(provider, _answer_url(request), _inward(onward))
    browser = secrets.token_urlsafe(32)
    with transaction(books) as connection:
        begin_handshake(connection, state, browser, made, datetime.now(UTC))
    answer = RedirectResponse(address, 303)
    _set_cookie(request, answer, cookie_name(_settings(request), "handshake"), browser, 600)
    return answer


@router.get("/logga-in/svar")
def come_back(
    request: Request,
    books: Books,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=2000)] = "",
) -> Response:
    """Back from the provider: let in whoever it vouches for."""
    from serving.access.provider import fetch, read_provider

    settings = _settings(request)
    handshake = cookie_name(settings, "handshake")
    browser = request.cookies.get(handshake, "")
    errand = Errand(actor="inloggning", purpose="inloggning", request_id=request_id(request))
    with transaction(books) as connection:
        made = finish_handshake(connection, state, browser, datetime.now(UTC))
    if made is None or not code:
        refuse(books, EventType.SIGN_IN_REFUSED, errand, "handshake")
        raise NotSignedIn("The sign-in was not begun here, or took too long.", "sign in again")
    provider = read_provider(settings.provider)
    try:
        said = fetch(provider, _answer_url(request), code, made)
    except (NotSignedIn, NotAllowed) as refused:
        refuse(books, EventType.SIGN_IN_REFUSED, errand, type(refused).__name__)
        raise
    secret = let_in(
        books,
        provider.issuer,
        said.subject,
        said.user,
        request_id=request_id(request),
        instead_of=request.cookies.get(_session_cookie(request), ""),
    )
    answer = _with_session(request, secret, _first(said.user, made.onward))
    answer.delete_cookie(handshake, path="/", secure=settings.is_https, httponly=True)
    return answer


@router.post("/logga-ut")
def leave(request: Request, books: Books, door: Door, everywhere: Posted = "") -> Response:
    """Sign out, here or everywhere."""
    sign_out(books, door, everywhere=bool(everywhere), request_id=request_id(request))
    answer = RedirectResponse("/logga-in", 303)
    answer.delete_cookie(
        _session_cookie(request), path="/", secure=_settings(request).is_https, httponly=True
    )
    return answer


@router.get("/andamal")
def show_purpose(
    request: Request,
    books: Books,
    door: Door,
    onward: Onward = "/",
    centre: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What is read for. Whoever reads the log and no list is shown the log."""
    if _first(door.user, "/") != "/":
        return RedirectResponse(whom(request).url(_first(door.user, "/")), 303)
    page = _purpose_form(
        request, books, door, onward=onward, centre=centre or _centre_of(onward)
    )
    return HTMLResponse(page)


@router.post("/andamal")
def give_purpose(
    request: Request,
    books: Books,
    door: Door,
    centre: Posted,
    case: Posted,
    ground: Annotated[Ground, Form()],
    onward: Posted = "/",
) -> Response:
    """Take down what is read for, and go on to what was asked for."""
    number = case.strip().upper()
    if _settings(request).sign_in == "dev" and number == _DEMO_CASE:
        number = f"{_DEMO_CASE}-{centre.upper()}"
        open_invented_case(books, door.user, number, centre)
    try:
        take_purpose(
            books,
            door,
            centre=centre,
            case=number,
            ground=ground,
            request_id=request_id(request),
        )
    except BadOption as wrong:
        key = "purpose.number" if "3 to 40" in wrong.message else "purpose.wrong"
        page = _purpose_form(
            request, books, door, onward=onward, centre=centre, case=case, fault=key
        )
        return HTMLResponse(page, 422)
    return RedirectResponse(_inward(onward), 303)


def _first(user: User, onward: str) -> str:
    """Where somebody comes to: what they asked for, else the first page that they may open."""
    return home_of(user) if onward == "/" else onward


def _purpose_form(
    request: Request,
    books: Database,
    door: Session,
    *,
    onward: str,
    centre: str,
    case: str = "",
    fault: str = "",
) -> str:
    reader = whom(request)
    user = door.user
    with transaction(books) as connection:
        known = known_centres(connection)
    centres = [
        (one.code, one.name) for one in known if can(user, Action.READ_CASES, Thing(one.code))
    ]
    if not known:
        return render(start_page(_named(reader, door), None, (), ()))
    if not centres:
        raise NotAllowed("No list is read by those with these roles.", "see the log instead")
    given = door.purpose.centre if door.purpose else ""
    chosen = centre or given or (centres[0][0] if centres else "")
    cases = open_cases(books, user, chosen, request_id=request_id(request))
    is_demo = _settings(request).sign_in == "dev"
    page = purpose_page(
        _named(reader, door),
        authority=reader.in_words(AUTHORITIES[user.authority]),
        centres=centres,
        centre=chosen,
        cases=cases,
        case=case or (cases[0] if cases else _DEMO_CASE if is_demo else ""),
        may_open=can(user, Action.MANAGE_CASES, Thing(chosen)),
        onward=_inward(onward),
        fault=reader.text(fault) if fault else "",
    )
    return render(page)


def _named(reader: Reader, door: Session) -> Reader:
    return Reader(reader.language, reader.carried, door.user.name)


def _with_session(request: Request, secret: str, onward: str) -> Response:
    answer = RedirectResponse(onward, 303)
    lasts = int(ABSOLUTE.total_seconds())
    _set_cookie(request, answer, _session_cookie(request), secret, lasts)
    return answer


def _set_cookie(
    request: Request, answer: Response, name: str, value: str, seconds: int
) -> None:
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=_settings(request).is_https,
        httponly=True,
        samesite="lax",
    )


def _session_cookie(request: Request) -> str:
    return cookie_name(_settings(request), "session")


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _answer_url(request: Request) -> str:
    """Where the provider sends people back; registered with it, so never taken from Host."""
    return _settings(request).public_url.rstrip("/") + "/logga-in/svar"


def _centre_of(onward: str) -> str:
    """The centre of the list that was asked for, `/urval/2026-W48-vast-1f0c9d1e`."""
    parts = onward.split("?")[0].split("/")
    names = parts[2].split("-") if len(parts) > 2 and parts[1] == "urval" else []
    return "-".join(names[2:-1])


def _inward(onward: str) -> str:
    """Where to go on to, within this service whatever was asked for."""
    is_path = onward.startswith("/") and not onward.startswith(("//", "/\\"))
    return onward if is_path and onward.isprintable() else "/"
