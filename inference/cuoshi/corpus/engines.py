"""The engines by their names."""

from __future__ import annotations

from cuoshi.corpus.cluster import Cluster
from cuoshi.corpus.engine import Engine
from cuoshi.corpus.pool import Pool
from cuoshi.corpus.work import ReportTagger
from cuoshi.errors import CuoshiError

ENGINES = ("pool", "ray")


def engine_of(name: str, tagger: ReportTagger, workers: int | None = None, address: str | None = None) -> Engine:
    """Make an engine.

    Args:
        name: one of :data:`ENGINES`.
        tagger: what tags, where the engine tags too.
        workers: processes that work; as many as the engine holds right when ``None``.
        address: of a cluster; only ``ray`` has one.

    Raises:
        CuoshiError: there is none of this name, or it has no address.
    """
    if name not in ENGINES:
        raise CuoshiError(f"no engine {name!r}; choose from {', '.join(ENGINES)}")
    if address is not None and name != "ray":
        raise CuoshiError(f"the engine {name} has no address; for a cluster: --engine ray --address {address}")
    return Cluster(tagger, workers, address) if name == "ray" else Pool(workers)
