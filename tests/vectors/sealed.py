"""Sealed letters for RS. Sealing draws a new key each time, so the ones that are there are kept as long as they open."""

from typing import Any

from egnatia.base.errors import Problem
from egnatia.exchange import envelope
from tests.vectors import letters
from tests.vectors.keys import own_keys, partner_keys, tell_keys


def make(before: dict[str, Any] | None) -> dict[str, Any]:
    """before: the file as it is, None where there is none."""
    known = {one["digest"]: one["sealed"] for one in (before or {}).get("opens", [])}
    opens = [_tell(one, known.get(one["digest"])) for one in letters.make()["letters"] if one["key"] == "MK:sign:1"]
    stray = (before or {}).get("stray") or envelope.seal_letter(opens[0]["letter"], partner_keys("AL"))
    return {
        "version": 1,
        "receiver": "RS:seal:1",
        "keys": tell_keys("RS"),
        "size_classes": list(envelope.SIZE_CLASSES),
        "opens": opens,
        "together": _tell_together([one["letter"] for one in opens], (before or {}).get("together")),
        "stray": stray,
        "refused": _refused(opens[0]["sealed"], stray),
    }


def _tell(letter: dict[str, Any], sealed: str | None) -> dict[str, Any]:
    if sealed is None or not _opens(sealed, letter["letter"]):
        sealed = envelope.seal_letter(letter["letter"], partner_keys("RS"))
    return {
        "name": letter["name"],
        "letter": letter["letter"],
        "digest": letter["digest"],
        "padded_to": len(envelope.pad(letter["letter"].encode())),
        "sealed": sealed,
    }


def _tell_together(told: list[str], before: dict[str, Any] | None) -> dict[str, Any]:
    text = envelope.join_letters(told)
    sealed = (
        before["sealed"]
        if before and _opens(before["sealed"], text.rstrip())
        else envelope.seal_letter(text, partner_keys("RS"))
    )
    return {"letters": told, "padded_to": len(envelope.pad(text.encode())), "sealed": sealed}


def _opens(sealed: str, letter: str) -> bool:
    try:
        return envelope.open_letter(sealed, own_keys("RS")) == letter
    except Problem:
        return False


def _refused(good: str, stray: str) -> list[dict[str, str]]:
    header, key, nonce, ciphertext, tag = good.split(".")

    def with_parts(**changed: str) -> str:
        parts = {"header": header, "key": key, "nonce": nonce, "ciphertext": ciphertext, "tag": tag} | changed
        return ".".join(parts.values())

    broken = "exchange.seal_broken"
    cases = (
        ("another first letter of the wrapped key", with_parts(key=_swap(key)), broken),
        ("another first letter of the nonce", with_parts(nonce=_swap(nonce)), broken),
        ("another first letter of the ciphertext", with_parts(ciphertext=_swap(ciphertext)), broken),
        ("another first letter of the tag", with_parts(tag=_swap(tag)), broken),
        ("the ciphertext cut by a block", with_parts(ciphertext=ciphertext[:-64]), broken),
        ("four parts", f"{header}.{key}.{nonce}.{ciphertext}", broken),
        ("sealed for AL", stray, "exchange.sealed_for_another"),
    )
    return [{"why": why, "sealed": sealed, "code": code} for why, sealed, code in cases]


def _swap(part: str) -> str:
    return ("B" if part[0] == "A" else "A") + part[1:]
