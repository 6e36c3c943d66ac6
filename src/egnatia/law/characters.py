"""Which characters a text or a name may hold: no controls, no hidden direction marks, joiners only where a script uses them."""

import re
import unicodedata

from django.utils.translation import gettext

from egnatia.base.errors import Problem

ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER = "\u200c", "\u200d"
_JOINERS = {ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER}
_SPACES = re.compile(
    r"[^\S\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+"
)  # blanks and tabs; line breaks and controls are for the check below


def clean_text(value: object, *, field: str, max_length: int, lines: bool = False) -> str:
    """NFC, trimmed, spaces collapsed; `lines` keeps line breaks.

    Problem `law.text.not_text`, `law.text.too_long` or `law.text.control_characters`.
    """
    if not isinstance(value, str):
        raise Problem("law.text.not_text", gettext("This is not a text."), gettext("Give letters."), field=field)
    if len(value) > 4 * max_length:  # before normalising: a hostile text must not cost time
        raise _too_long(field, max_length, "text")
    # Spaces, tabs and line breaks at the ends or doubled come from pasting; inside they become one space.
    parts = value.replace("\r\n", "\n").split("\n") if lines else [value]
    text = "\n".join(_SPACES.sub(" ", part).strip() for part in parts).strip()
    text = unicodedata.normalize("NFC", text)
    if len(text) > max_length:
        raise _too_long(field, max_length, "text")
    _refuse_hidden_characters(text, field, allowed="\n" if lines else "")
    return text


def clean_name(value: object, *, field: str, max_length: int) -> str:
    """A name as written. Besides what `clean_text` refuses: `law.name.too_long`, `law.name.no_letter`, `law.name.symbols`."""
    try:
        text = clean_text(value, field=field, max_length=max_length)
    except Problem as problem:
        raise _too_long(field, max_length, "name") if problem.code == "law.text.too_long" else problem from None
    if text and not any(character.isalnum() for character in text):
        raise Problem(
            "law.name.no_letter",
            gettext("A name needs at least one letter."),
            gettext("Write the name, or leave it empty."),
            field=field,
        )
    if any(unicodedata.category(character) in {"So", "Sc", "Sm"} for character in text):
        raise Problem(
            "law.name.symbols",
            gettext("A name can't hold symbols such as € or ☺."),
            gettext("Write letters, spaces, hyphens and apostrophes only."),
            field=field,
        )
    return text


def clean_latin_name(value: object, *, field: str, max_length: int) -> str:
    """A name in Latin letters; Problem `law.name.not_latin` where a letter is of another script."""
    text = clean_name(value, field=field, max_length=max_length)
    if any(character.isalpha() and not unicodedata.name(character, "").startswith(_LATIN) for character in text):
        raise Problem(
            "law.name.not_latin",
            gettext("This is the place for the name in Latin letters."),
            gettext("Write it as in the lines at the foot of the passport."),
            field=field,
        )
    return text


# U+02BB to U+02BF are apostrophe-like letters of transliterations (ʻ ʼ ʾ ʿ).
_LATIN = ("LATIN", "MODIFIER LETTER", "FEMININE ORDINAL", "MASCULINE ORDINAL")


def _refuse_hidden_characters(text: str, field: str, *, allowed: str) -> None:
    for index, character in enumerate(text):
        if character in allowed or (character in _JOINERS and _joins(text, index)):
            continue
        # Cc control, Cf format (bidirectional controls among them), Cs surrogate, Co private, Cn unassigned, Zl/Zp separators
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
            raise Problem(
                "law.text.control_characters",
                gettext("The text holds characters that can't be seen."),
                gettext("Type it by hand instead of pasting it."),
                field=field,
            )


def _joins(text: str, index: int) -> bool:
    """Whether a joiner stands between two letters of a script that joins (Persian علی‌رضا); anywhere else it only hides."""
    neighbours = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    return len(neighbours) == 2 and all(_belongs_to_joining_script(one) for one in neighbours)


def _belongs_to_joining_script(character: str) -> bool:
    if unicodedata.category(character)[0] not in "LM":
        return False
    name = unicodedata.name(character, "")
    return name.startswith(
        (
            "ARABIC",
            "SYRIAC",
            "DEVANAGARI",
            "BENGALI",
            "GURMUKHI",
            "GUJARATI",
            "TAMIL",
            "TELUGU",
            "KANNADA",
            "MALAYALAM",
            "SINHALA",
        )
    )


def _too_long(field: str, max_length: int, what: str) -> Problem:
    return Problem(
        f"law.{what}.too_long",
        gettext("This is longer than %(limit)d characters.") % {"limit": max_length},
        gettext("Shorten it."),
        field=field,
    )
