"""Who did what, when, why, from where: every change, and every read of a person's data."""

from egnatia.audit.context import Actor

__all__ = ["Actor", "record"]


def record(*args, **kwargs):  # type: ignore[no-untyped-def]
    """See `egnatia.audit.recording.record`; here so that callers can write `audit.record(…)`."""
    from egnatia.audit.recording import record as write

    return write(*args, **kwargs)
