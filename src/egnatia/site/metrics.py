"""The node's own metrics, and all packages' together in the text format of Prometheus."""

from collections.abc import Iterator
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder

from egnatia.base import node
from egnatia.base.metrics import collector, registered
from egnatia.site.packages import modules
from egnatia.site.working import has_looked_round


@collector
def worker() -> Iterator[Metric]:
    """Whether what goes on beside the pages goes on."""
    yield GaugeMetricFamily(
        "egnatia_worker_up", "1: the worker has looked round within 30 seconds.", value=float(has_looked_round(node.current()))
    )


class _All:
    """Every package's collectors as one that prometheus_client knows."""

    def collect(self) -> Iterator[Metric]:
        for collect in registered():
            yield from collect()


def write_metrics(accept: str) -> tuple[bytes, str]:
    """All metrics now and their content type, in the format that `accept` (the header) asks for."""
    list(modules("metrics"))
    registry: Any = CollectorRegistry(auto_describe=False)
    registry.register(_All())
    encode, content_type = choose_encoder(accept)
    return encode(registry), content_type
