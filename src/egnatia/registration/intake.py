"""A whole registration as it comes in by one call: from the command line, the API, an import or a watched folder."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from egnatia import law
from egnatia.base import node, sealing
from egnatia.law.characters import clean_text
from egnatia.registration.problems import category_not_choosable

_LONGEST_NUMBER = 64


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything about one registration.

    category         the law's digit
    elements         values by element code
    fingers          images by position, 1 right thumb … 10 left little
    missing_fingers  reasons by position, codes of `law.missing_finger_reasons()`
    nist_file        an ANSI/NIST-ITL file, instead of or besides `fingers`
    records          ISO/IEC 19794-2 records, one a finger, where a system has only those
    photo            JPEG or PNG
    notice           {"language", "mode", "interpreter"} where the system says how it was given
    fingers_checked  somebody made sure that they are all of this person and in their order, though they don't look so
    correction_reason  where it corrects what was registered: code of `law.correction_reasons()`
    national_number  what the calling system knows the registration by
    dpi              of images whose file doesn't say
    """

    category: int
    elements: Mapping[str, Any]
    fingers: Mapping[int, bytes] = field(default_factory=dict)
    missing_fingers: Mapping[int, str] = field(default_factory=dict)
    nist_file: bytes | None = None
    records: Sequence[bytes] = ()
    photo: bytes | None = None
    notice: Mapping[str, Any] | None = None
    proof_of_age: bool = False
    doubt_about_age: bool = False
    fingers_checked: bool = False
    correction_reason: str = ""
    national_number: str = ""
    dpi: int | None = None
    device: str = ""

    def cleaned_elements(self) -> dict[str, Any]:
        """The elements as they will be stored. Raises Problem `registration.category.not_choosable` and `law.…`."""
        choosable = {one.digit for one in law.choosable_categories(node.current().partner, node.current().settings)}
        if self.category not in choosable:
            raise category_not_choosable()
        return law.clean_elements(self.category, self.elements)

    def cleaned_number(self) -> str:
        """The national number, trimmed. Raises Problem `law.text.too_long` and `law.text.control_characters`."""
        return clean_text(self.national_number, field="national_number", max_length=_LONGEST_NUMBER)

    def digests(self) -> dict[str, str]:
        """Keyed digests of what was captured, part by part; parts that didn't come are not in it."""
        parts: dict[str, bytes | None] = {"nist_file": self.nist_file, "photo": self.photo}
        parts["records"] = b"".join(sorted(self.records)) or None
        parts |= {f"finger_{position}": image for position, image in self.fingers.items()}
        parts |= {f"missing_{position}": reason.encode() for position, reason in self.missing_fingers.items()}
        return {name: sealing.digest(content) for name, content in sorted(parts.items()) if content is not None}

    def content_key(self, elements: Mapping[str, Any]) -> str:
        """A key of all of it, by which the same call is known again where there is no national number."""
        whole = [self.category, elements, self.digests()]
        return sealing.search_key("intake", json.dumps(whole, sort_keys=True, ensure_ascii=False))
