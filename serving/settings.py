"""Every setting with its default and its meaning, read once from the environment."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from features.errors import BadOption

__all__ = ["Settings", "environment_of", "hand_on", "read_settings", "settings_table"]


_LONGEST_CONTACT = 200  # signs


def _setting(name: str, meaning: str) -> dict[str, str]:
    """What is declared with a field: the variable's name and one sentence."""
    return {"variable": name, "meaning": meaning}


@dataclass(frozen=True)
class Settings:
    """What may differ from one machine to another; floors below receive plain values.

    Raises `BadOption`, with all faults at once. Where people sign in as invented persons, a
    host that others can reach is refused: whoever opens the address could read every list.
    """

    workspace: Path = field(
        default=Path("data"),
        metadata=_setting(
            "LYKTA_WORKSPACE", "Folder of extracts, matrices, lists and database."
        ),
    )
    extracts: Path | None = field(
        default=None,
        metadata=_setting(
            "LYKTA_EXTRACTS",
            "Folder where deliveries are read, when it is not extracts/ in the workspace.",
        ),
    )
    country: str = field(
        default="features.sweden",
        metadata=_setting("LYKTA_COUNTRY", "Module that declares registers and centres."),
    )
    mlruns: Path = field(
        default=Path("mlruns"),
        metadata=_setting("LYKTA_MLRUNS", "Folder of MLflow's database and artefacts."),
    )
    database_url: str = field(
        default="",
        metadata=_setting(
            "LYKTA_DATABASE",
            "URL of a PostgreSQL database; left out, the store is lykta.db in the workspace.",
        ),
    )
    policy: Path | None = field(
        default=None,
        metadata=_setting("LYKTA_POLICY", "File of the list policy, when not the one shipped."),
    )
    retention: Path | None = field(
        default=None,
        metadata=_setting(
            "LYKTA_RETENTION", "File of how long rows are kept, when not the one shipped."
        ),
    )
    audit_key: Path | None = field(
        default=None,
        metadata=_setting(
            "LYKTA_AUDIT_KEY",
            "File of the key that seals the log; audit-key.pem in the workspace otherwise.",
        ),
    )
    sign_in: str = field(
        default="dev",
        metadata=_setting(
            "LYKTA_SIGN_IN",
            "`oidc`: by a provider. `dev`: as an invented person, on loopback only.",
        ),
    )
    provider: Path | None = field(
        default=None,
        metadata=_setting("LYKTA_OIDC", "File that tells of the provider and its claims."),
    )
    public_url: str = field(
        default="",
        metadata=_setting(
            "LYKTA_PUBLIC_URL",
            "Where browsers find the service, such as https://lykta.example.",
        ),
    )
    host: str = field(
        default="127.0.0.1",
        metadata=_setting("LYKTA_HOST", "Address to listen on; loopback only with `dev`."),
    )
    port: int = field(
        default=8000, metadata=_setting("LYKTA_PORT", "Port to listen on, 1 to 65535.")
    )
    serve: bool = field(
        default=True,
        metadata=_setting("LYKTA_SERVE", "0 ends the demo at its lists; 1 goes on to serve."),
    )
    language: str = field(
        default="sv",
        metadata=_setting(
            "LYKTA_LANGUAGE", "Pages' language unless the reader asks: sv or en."
        ),
    )
    log_level: str = field(
        default="INFO",
        metadata=_setting("LYKTA_LOG_LEVEL", "DEBUG, INFO, WARNING or ERROR."),
    )
    log_format: str = field(
        default="auto",
        metadata=_setting(
            "LYKTA_LOG_FORMAT", "`json`, `text`, or `auto`: text at a terminal, else JSON."
        ),
    )
    contact: str = field(
        default="",
        metadata=_setting(
            "LYKTA_CONTACT",
            "Whom the public can turn to, as the public page says it: office, post, telephone.",
        ),
    )
    workers: int = field(
        default=1,
        metadata=_setting("LYKTA_WORKERS", "Processes that answer, 1 to 64."),
    )
    metrics_port: int = field(
        default=0,
        metadata=_setting(
            "LYKTA_METRICS_PORT",
            "Port on 127.0.0.1 for Prometheus, 1 to 65535; 0 for none.",
        ),
    )

    def __post_init__(self) -> None:
        faults = []
        faults += self._faults_of_sign_in()
        if not 1 <= self.port <= 65535:
            faults.append(f"LYKTA_PORT is {self.port}; allowed are 1 to 65535")
        if self.language not in ("sv", "en"):
            faults.append(f"LYKTA_LANGUAGE is '{self.language}'; allowed are sv and en")
        if self.log_level not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            faults.append(
                f"LYKTA_LOG_LEVEL is '{self.log_level}'; allowed are DEBUG, INFO, WARNING"
                " and ERROR"
            )
        if self.log_format not in ("auto", "json", "text"):
            faults.append(
                f"LYKTA_LOG_FORMAT is '{self.log_format}'; allowed are auto, json and text"
            )
        if len(self.contact) > _LONGEST_CONTACT or not self.contact.isprintable():
            faults.append(
                f"LYKTA_CONTACT has {len(self.contact)} signs; allowed are"
                f" {_LONGEST_CONTACT}, on one line"
            )
        if not 1 <= self.workers <= 64:
            faults.append(f"LYKTA_WORKERS is {self.workers}; allowed are 1 to 64")
        if not 0 <= self.metrics_port <= 65535 or self.metrics_port == self.port:
            faults.append(
                f"LYKTA_METRICS_PORT is {self.metrics_port}; allowed are 0 to 65535, and not"
                " the port of the service"
            )
        _refuse(faults)

    def _faults_of_sign_in(self) -> list[str]:
        public = urlsplit(self.public_url)
        if self.sign_in not in ("dev", "oidc"):
            return [f"LYKTA_SIGN_IN is '{self.sign_in}'; allowed are dev and oidc"]
        if self.sign_in == "dev":
            reached = [self.host, *([public.hostname or ""] if self.public_url else [])]
            return [
                f"{one or 'LYKTA_PUBLIC_URL'} can be reached by other machines, and with"
                " LYKTA_SIGN_IN=dev anyone who reaches the service can sign-in; only loopback"
                " (127.0.0.1, ::1, localhost) is allowed"
                for one in reached
                if not _is_loopback(one)
            ]
        if public.scheme != "https" and not _is_loopback(public.hostname or ""):
            return [
                "LYKTA_PUBLIC_URL must begin with https:// where LYKTA_SIGN_IN is oidc: cookies"
                " of a session travel by nothing else"
            ]
        return []

    @property
    def is_https(self) -> bool:
        """Whether browsers reach the service by https, as they must unless on loopback."""
        return self.public_url.lower().startswith("https://")

    @property
    def database(self) -> Path:
        """The file of lists and of the audit log, where no other database is named."""
        return self.workspace / "lykta.db"

    @property
    def store(self) -> Path | str:
        """Where the store is: a SQLite file, or the URL of a PostgreSQL database."""
        return self.database_url or self.database


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process; raises `BadOption` with every fault found."""
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {}
    faults: list[str] = []
    for one in fields(Settings):
        text = environ.get(one.metadata["variable"], "").strip()
        if not text:
            continue
        try:
            values[one.name] = _parsed(text, one.default)
        except ValueError as error:
            faults.append(f"{one.metadata['variable']} is '{text}'; {error}")
    _refuse(faults)
    return Settings(**values)  # type: ignore[arg-type]


def hand_on(settings: Settings, **others: str) -> None:
    """Put the settings, and variables of libraries, where processes started later find them."""
    os.environ.update(environment_of(settings), **others)


def environment_of(settings: Settings) -> dict[str, str]:
    """This process's environment, with the settings as another process reads them."""
    said = dict(os.environ)
    for one in fields(Settings):
        value = getattr(settings, one.name)
        if value != one.default or one.metadata["variable"] in said:
            shown = "" if value is None else int(value) if isinstance(value, bool) else value
            said[one.metadata["variable"]] = str(shown)
    return said


def settings_table() -> str:
    """The table of `serving/README.md`, made of the declarations above."""
    lines = ["| variable | default | meaning |", "|---|---|---|"]
    for one in fields(Settings):
        default = int(one.default) if isinstance(one.default, bool) else one.default
        shown = "–" if default in (None, "") else f"`{default}`"
        lines.append(f"| `{one.metadata['variable']}` | {shown} | {one.metadata['meaning']} |")
    return "\n".join(lines) + "\n"


def _parsed(text: str, default: object) -> object:
    """`text` as the type of the default; a path where there is none."""
    if isinstance(default, bool):
        if text not in ("0", "1"):
            raise ValueError("allowed are 0 and 1")
        return text == "1"
    if isinstance(default, int):
        if not text.isdecimal():
            raise ValueError("a whole number is needed")
        return int(text)
    return text if isinstance(default, str) else Path(text)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse(faults: list[str]) -> None:
    if faults:
        raise BadOption(
            "Settings that cannot be used: " + "; ".join(faults) + ".",
            "mend the environment variables; serving/README.md lists them all",
        )
