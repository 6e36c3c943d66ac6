"""How minutiae lie in the database: as ISO/IEC 19794-2 records, which hold `Minutiae` without loss.

A stored finger can therefore be handed to another system, or to a new matcher, without reading the image again.
"""

from egnatia.engines.fingerprint import iso19794
from egnatia.engines.fingerprint.minutiae import Fingers, Minutiae
from egnatia.engines.fingerprint.template import TenPrint, build_template


def to_record(minutiae: Minutiae, *, position: int, quality: int) -> bytes:
    return iso19794.encode(minutiae, position, quality)


def from_record(record: bytes) -> Minutiae:
    """Raises EngineError for a record that is damaged or isn't one."""
    return iso19794.decode(record)[1]


def fingers_from_records(records: list[bytes]) -> Fingers:
    """By position; of two records of one position the later counts. Raises EngineError."""
    return dict(iso19794.decode(record) for record in records)


def split_records(joined: bytes) -> list[bytes]:
    """Records that were stored one after the other; each says its own length (ISO/IEC 19794-2:2005, 7.3.3)."""
    records = []
    while joined:
        length = int.from_bytes(joined[8:12], "big")
        if not 0 < length <= len(joined):
            break  # what iso19794.decode will refuse
        records.append(joined[:length])
        joined = joined[length:]
    return records if not joined else [*records, joined]


def build_ten_print(fingers: Fingers) -> TenPrint:
    """The templates that a search reads; never stored outside the gallery, never sent."""
    return {position: build_template(minutiae) for position, minutiae in fingers.items()}
