"""The gallery in parts on a Ray cluster, where the node's settings say so (docs/decisions/0015-gallery-in-parts.md)."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from egnatia.base import node
from egnatia.base.node_settings import value_of
from egnatia.engines.fingerprint.gallery import Gallery

if TYPE_CHECKING:
    from egnatia.biometrics.generations import Generation
    from egnatia.engines.fingerprint.gallery_cluster import ShardedGallery

#: Seconds in which all parts have to be there before a gallery is made in them.
_ASSEMBLY = 60.0


def find_wanted_shards() -> int:
    """Into how many parts the settings divide the gallery; 0: not at all."""
    return value_of("gallery_shards") if value_of("gallery") == "cluster" else 0


def open_gallery(generation: Generation, *, writable: bool = False) -> Gallery | ShardedGallery:
    """The gallery of a generation, whole or in parts. Raises as `Gallery`, and as `open_shards`."""
    if generation.shards:
        return open_shards(generation)
    return Gallery(generation.path, generation.secret, writable=writable)


def make_gallery(generation: Generation) -> Gallery | ShardedGallery:
    """An empty gallery for a new generation. Raises EngineError also where a part isn't there."""
    if not generation.shards:
        return Gallery(generation.path, generation.secret, writable=True)
    gallery = open_shards(generation, fresh=True)
    gallery.wait_until_whole(_ASSEMBLY)
    return gallery


def open_shards(generation: Generation, *, fresh: bool = False) -> ShardedGallery:
    """Parts that aren't there are missing until they come. Raises EngineError `gallery.cluster_not_installed`."""
    from egnatia.engines.fingerprint.gallery_cluster import ClusterPlace, ShardedGallery

    # of one node and no other: a copy of it, restored beside it for a trial, has another directory
    namespace = f"egnatia-{hashlib.sha256(str(node.current().directory).encode()).hexdigest()[:12]}"
    elsewhere = value_of("gallery_cluster_folder")
    folder = Path(elsewhere) / namespace if elsewhere else node.current().folder("gallery")
    place = ClusterPlace(value_of("gallery_cluster_address"), namespace, generation.folder, folder, generation.shards)
    return ShardedGallery(place, generation.secret, fresh=fresh)


def find_missing(gallery: Gallery | ShardedGallery) -> tuple[int, ...]:
    """Numbers of the parts that aren't there."""
    return () if isinstance(gallery, Gallery) else gallery.find_missing()


def is_there(gallery: Gallery | ShardedGallery, entry: UUID, missing: tuple[int, ...]) -> bool:
    """Whether the part that an entry belongs to is none of those."""
    return not missing or isinstance(gallery, Gallery) or gallery.find_shard(entry) not in missing
