"""The attributes that must never reach a model, as words in both languages, with the ground."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["ATTRIBUTES", "Attribute", "ground_against", "tokens"]

PROTECTED = "Diskrimineringslagen (2008:567), and domain research 7.2"
SEARCH_BAN = "search bans in 2016:27 17 § and 2002:546 14 §"
SENSITIVE = "a special category of personal data (GDPR article 9)"
SEGREGATION = "a proxy for where people of one origin live; county alone, for routing"
IDENTITY = "identifies a person; a pseudonym made by the owner ties rows instead"
SUSPICION = "suspicion and intelligence are never input (domain research 1.3)"


@dataclass(frozen=True)
class Attribute:
    """One forbidden attribute: `words` match a whole token, `stems` its beginning.

    `phrases` match tokens that follow each other. All are folded to a-z.
    """

    name: str
    ground: str
    words: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _phrases(*texts: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(text.split()) for text in texts)


ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(
        "name",
        SEARCH_BAN,
        _split("name names namn namnet fornamn efternamn mellannamn tilltalsnamn surname forename"
               " firstname lastname givenname familyname fullname initials"),
        _split("surnam forenam fornamn efternamn personnamn firmanamn foretagsnamn"),
    ),
    Attribute(
        "nationality or citizenship",
        SEARCH_BAN,
        _split("citz natnl ntnlty"),
        _split("nationalit citizen medborg statsborg hemland ursprungsland passport passland"),
        _phrases("country of origin", "origin country", "home country"),
    ),
    Attribute(
        "birth country or foreign birth",
        SEARCH_BAN,
        _split("born fodd fodda foreigner foreigners"),
        _split("birthplac birthcountr fodelseland fodelseort utrikesfodd utlandsfodd inrikesfodd"
               " invandr immigrant migrantbak foreignborn"),
        _phrases("birth country", "country of birth", "place of birth", "birth place",
                 "foreign background", "utlandsk bakgrund", "foreign staff", "foreign share",
                 "foreign background share"),
    ),
    Attribute("ethnicity", PROTECTED, _split("race races"), _split("ethni etni racial hudfarg minorit romani")),
    Attribute("religion", SENSITIVE, (), _split("religi relig trosuppf trossamf muslim christian kristen jewish"
                                               " judisk church moske mosque")),
    Attribute("sex or gender", PROTECTED, _split("sex kon gender genders kvinna kvinnor man_woman female male"
                                                 " females males women men konet juridisktkon"),
              _split("gender konsfordel konsid konsover kvinnoand")),
    Attribute("age of persons", PROTECTED, _split("age ages aged alder aldrar dob birthday birthdate birthyear"
                                                 " yob"),
              _split("fodelsear fodelsedat fodelsedag aldersgr aldersfor"),
              _phrases("birth date", "date of birth", "birth year", "year of birth")),
    Attribute("language", SEARCH_BAN, _split("language languages sprak spraket tolk interpreter"), _split("modersmal spraktolk"
              " spraklig hemsprak")),
    Attribute("disability or health", SENSITIVE, (), _split("disab funktionsn funktionshind handikapp diagnos"
                                                            " sjukdom")),
    Attribute("sexual orientation", SENSITIVE, (), _split("sexuel sexual transperson homosex")),
    Attribute("union membership", SENSITIVE, _split("union unions fack facket facklig fackligt"),
              _split("fackforen fackmedl fackansl unionmem")),
    Attribute("political opinion", SENSITIVE, (), _split("politisk political partimedl")),
    Attribute("street, district or coordinates", SEGREGATION,
              _split("street streets gata gatan district districts stadsdel stadsdelar postcode postcodes postnr"
                     " zip zipcode zipcodes neighbourhood neighborhood geohash coordinates"
                     " koordinater coordinate koordinat easting northing postort deso regso nyko"),
              _split("gatuadr gatunamn postcod postnum zipcod geocod geokod stadsdel bostadsomr"
                     " sweref postal longitud latitud streetadd"),
              _phrases("post code", "zip code", "post nummer", "utsatt omrade")),
    Attribute("coordination number", SEARCH_BAN, _split("samnr samordnr"), _split("samordningsn"),
              _phrases("coordination number", "coordination numbers", "coordination nr")),
    Attribute("income tax for non-residents (SINK)", SEARCH_BAN, _split("sink asink"),
              (), _phrases("non residents income tax", "a sink")),
    Attribute("personal number", IDENTITY, _split("pnr persnr ssn"), _split("personnummer personnr personalnumber"
              " socialsecurit"), _phrases("personal number", "person number", "social security number",
                                          "personal identity number")),
    Attribute("suspicion", SUSPICION, (), _split("suspic suspect misstank kriminalund"),
              _phrases("criminal intelligence", "crime report")),
)  # fmt: skip

# A code list or a form has a name, an enterprise or a case has an age: `sector_name`,
# `company_age`. An enterprise's own name stays forbidden: it may tell where its owner is from.
PARDONS = {
    **dict.fromkeys(
        ("name", "names", "namn", "language"),
        frozenset(_split("sector industry table file column centre county municipality trade code"
                         " occupation form register feature authority agency area sektor lan kommun")),
    ),
    **dict.fromkeys(
        ("age", "ages", "alder"),
        frozenset(_split("company companies firm firms business enterprise employer workplace"
                         " establishment case debt registration report account arrears permit"
                         " foretag foretagets bolag bolagets arbetsgivarens arbetsstallets arendets"
                         " skuldens")),
    ),
    "union": frozenset(("european",)),
}  # fmt: skip
PERSONS = frozenset(_split(
    "person persons people owner owners worker workers staff employee employees director directors board member"
    " members applicant applicants holder holders child parent agare agarens anstalld anstallda personal"
    " styrelse ledamot sokande innehavare foretradare man woman"
))  # fmt: skip
# Swedish for six, for but: innocent in a Swedish sentence, forbidden in an English one.
INNOCENT_IN_SWEDISH = frozenset(("sex", "men"))
# What follows one of these denies: "never a name or number".
DENIALS = re.compile(
    r"\b(never|no|not|without|nor|aldrig|inte|utan|ej|other than)\b[^.;:]*", re.IGNORECASE
)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name or sentence: folded to a-z, camelCase and digits divided.

    >>> tokens("företagsÅlder_2")
    ('foretags', 'alder')
    """
    divided = re.sub(r"(?<=[a-zåäö0-9])(?=[A-ZÅÄÖ])", " ", text)
    folded = unicodedata.normalize("NFKD", divided.lower().replace("ß", "ss"))
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return tuple(re.findall(r"[a-z]+", plain))


def ground_against(
    text: str, *, sentence: bool = False, swedish: bool = False
) -> Attribute | None:
    """The forbidden attribute that a name or label speaks of, or None.

    With `sentence`, what the text denies ("never a name") does not count.
    """
    words = tokens(DENIALS.sub(" ", text) if sentence else text)
    if swedish:
        words = tuple(word for word in words if word not in INNOCENT_IN_SWEDISH)
    for attribute in ATTRIBUTES:
        for place, word in enumerate(words):
            named = word in attribute.words or word.startswith(attribute.stems or ("\0",))
            if named and not _is_a_thing(words, place):
                return attribute
        if any(_holds(words, phrase) for phrase in attribute.phrases):
            return attribute
    return None


def _is_a_thing(words: tuple[str, ...], place: int) -> bool:
    near = words[max(0, place - 2) : place] + words[place + 1 : place + 4]
    return bool(PARDONS.get(words[place], frozenset()) & set(near)) and not PERSONS & set(words)


def _holds(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(
        words[i : i + len(phrase)] == phrase for i in range(len(words) - len(phrase) + 1)
    )
