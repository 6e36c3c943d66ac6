"""Tesseract as a process of its own, with bounds on time and memory. The picture goes through a pipe, never onto a disk.

Smith, "An Overview of the Tesseract OCR Engine", ICDAR 2007; used is the LSTM of version 4 and later with the model `eng`,
which reads OCR-B. Debian has no model of OCR-B alone.
"""

import os
import resource
import shutil
import subprocess

from egnatia.engines.documents.mrz.confusions import ALPHANUMERIC_PLACES
from egnatia.engines.errors import EngineError

MEMORY = 1024**3  # bytes of address space; reading a page takes a quarter of it
_OPTIONS = (
    "--psm", "6",  # one block of lines
    "-l", "eng",
    "-c", "load_system_dawg=0",  # no words: a zone has names and numbers
    "-c", "load_freq_dawg=0",
)  # fmt: skip


def find_tesseract() -> str | None:
    """Where the program is; None where this machine has none."""
    return shutil.which("tesseract")


def recognise(picture: bytes, *, seconds: float, characters: str = ALPHANUMERIC_PLACES) -> str:
    """The lines in a picture (PNG).

    characters  that may be read; as it stands the letters, digits and filler of zones
    seconds     after which the process is ended; what it has read until then is lost

    Raises EngineError `photo.no_tesseract`, `photo.too_slow`, `photo.failed`.
    """
    program = find_tesseract()
    if program is None:
        raise EngineError(
            "photo.no_tesseract",
            "This machine can't read pictures of documents: the program Tesseract is missing.",
            "Type the lines, or have it installed: apt-get install tesseract-ocr.",
        )
    command = [program, "stdin", "stdout", *_OPTIONS, "-c", f"tessedit_char_whitelist={characters}"]
    environment = {"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(  # noqa: S603  (no shell; nothing of the arguments comes from outside)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            text, _ = process.communicate(picture, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise EngineError(
                "photo.too_slow",
                "Reading the picture took too long.",
                "Take the picture again so that the lines fill it, or type them.",
            ) from error
    if process.returncode != 0:
        raise EngineError("photo.failed", "The picture couldn't be read.", "Take another picture of the lines, or type them.")
    return text.decode("utf-8", errors="replace")
