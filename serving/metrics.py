"""Figures of the running service for Prometheus: counts, durations and ages, never a name.

The one door to prometheus-client. Where several processes answer, they share their figures in
a folder, which the library looks for in `SHARED` when it is imported; so is this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from serving.store.pulse import Pulse

__all__ = ["SHARED", "answered", "publish"]

SHARED = "PROMETHEUS_MULTIPROC_DIR"

# Around what `benchmarks/serving.py` measures: a list from memory, a commit, a slow page.
_EDGES = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

_ANSWERS = Counter("lykta_answers", "Requests answered.", ("method", "route", "status"))
_SECONDS = Histogram(
    "lykta_answer_seconds", "Time to the last byte of an answer.", ("route",), buckets=_EDGES
)


def answered(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answer. `route` is the pattern of the address, never what was filled in."""
    count, times = _of(method, route, status)
    count.inc()
    times.observe(seconds)


@cache
def _of(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    return _ANSWERS.labels(method, route, str(status)), _SECONDS.labels(route)


def publish(port: int, ask: Callable[[], Pulse | None], folder: str | None = None) -> None:
    """Answer Prometheus on 127.0.0.1 from a thread of its own, until the process ends.

    `ask` looks in the store at every scrape; None says that it does not answer. With `folder`
    the figures are those of every process that shares it. Raises `OSError` for a port in use.
    """
    registry = REGISTRY
    if folder is not None:
        registry = CollectorRegistry()
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
    registry.register(_Store(ask))
    start_http_server(port, addr="127.0.0.1", registry=registry)


class _Store(Collector):
    def __init__(self, ask: Callable[[], Pulse | None]) -> None:
        self._ask = ask

    def describe(self) -> Iterator[Metric]:
        """Nothing: a registry that asks when it is given a collector need not ask the store."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """The store's figures as they are now."""
        found = self._ask()
        up = GaugeMetricFamily("lykta_store_up", "Whether the store answers.")
        up.add_metric((), 0 if found is None else 1)
        yield up
        if found is None:
            return
        yield GaugeMetricFamily(
            "lykta_audit_records", "Records written to the log.", value=found.audit_records
        )
        if found.newest_list is not None:
            yield GaugeMetricFamily(
                "lykta_newest_list_timestamp_seconds",
                "When the newest list was made: alert when a week old.",
                value=found.newest_list.timestamp(),
            )
