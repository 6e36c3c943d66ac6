"""Blobs: sealed files for images, each named by its own random id."""

import errno
import os
from pathlib import Path
from uuid import UUID

from egnatia.base import node, sealing
from egnatia.base.errors import Problem
from egnatia.base.ids import new_id


def store(content: bytes) -> UUID:
    """Seal `content` into a file of its own; it is on the disk when this returns.

    A blob that no row names (the transaction was rolled back) is swept away nightly. Raises Problem `base.disk_full`.
    """
    blob_id = new_id()
    place = _place(blob_id)
    unfinished = place.with_suffix(".new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with unfinished.open("wb") as file:
            file.write(sealing.seal(content, context=_context(blob_id)))
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(place)
        _sync_folder(place.parent)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise disk_problem(error) from error
    return blob_id


def read(blob_id: UUID) -> bytes:
    """The content again. Raises Problem `base.blob.missing` and `base.sealed.unreadable`."""
    try:
        sealed = _place(blob_id).read_bytes()
    except FileNotFoundError as error:
        raise Problem(
            "base.blob.missing", "A stored image is missing.", "Run: egnatia doctor. Restore it from a backup.", status=500
        ) from error
    return sealing.open_sealed(sealed, context=_context(blob_id))


def erase(blob_id: UUID) -> None:
    """Overwrite and remove; a blob that is gone already is no error."""
    place = _place(blob_id)
    try:
        with place.open("r+b") as file:
            file.write(bytes(place.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        place.unlink()
    except FileNotFoundError:
        return


def stored_ids() -> list[UUID]:
    """All blobs on the disk, for the nightly sweep and for `doctor`."""
    return [UUID(path.name) for path in node.current().folder("blobs").glob("??/*") if path.suffix == ""]


def modified_at(blob_id: UUID) -> float:
    """When the blob was written, in seconds since 1970."""
    return _place(blob_id).stat().st_mtime


def disk_problem(error: OSError) -> Problem:
    """What to tell when the disk refuses: full, or broken."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Problem(
            "base.disk_full",
            "The disk is full. Nothing was lost, nothing was changed.",
            "Free some room, then try again.",
            status=507,
        )
    return Problem("base.disk_error", "The disk refused to write.", "Tell your administrator; run: egnatia doctor.", status=500)


def _place(blob_id: UUID) -> Path:
    return node.current().folder("blobs") / str(blob_id)[:2] / str(blob_id)


def _context(blob_id: UUID) -> bytes:
    return f"blob:{blob_id}".encode()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
