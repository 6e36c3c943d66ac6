"""What the police of two partners say to each other: one conversation with each kind, and bodies that have to be refused."""

from base64 import b64encode
from typing import Any

from egnatia.exchange import envelope
from tests.vectors import letters
from tests.vectors.law_enforcement import own_keys

REFERENCE = "9f" * 16
OTHER = "8e" * 16
AT = "2026-11-22T12:00:00Z"
#: Header of an ISO/IEC 19794-2 record with one view and no minutia: as short as one can be.
RECORD = b64encode(b"FMR\x00 20\x00" + bytes(20)).decode()
FINGERS = [{"position": 2, "record": RECORD}, {"position": 7, "record": RECORD}]
PURPOSED = {"purpose": "LEA", "case": letters.CASE}
BACK = {"sender": "RS", "receiver": "MK"}
QUESTION = {
    "fingers": FINGERS,
    "offence": "murder",
    "age": "grown",
    "urgent": False,
    "verified": {"by": "verifying_authority", "at": AT},
}
URGENT = {name: value for name, value in QUESTION.items() if name != "verified"} | {"urgent": True}
MATCH = {"reference": REFERENCE, "fingers": FINGERS, "score": 0.8125}
PERSON = {"surnames": ["Иванов"], "birth_date": {"value": "1991-04", "precision": "month", "basis": "declared"}}


def _body(kind: str, content: dict[str, Any], **others: Any) -> dict[str, Any]:
    return letters.body(kind, content, **PURPOSED | others)


CONVERSATION = {
    "EX-70, verified": _body("law.question", QUESTION),
    "EX-70, urgent": _body("law.question", URGENT),
    "EX-71, a possible match": _body(
        "law.answer", {"result": "possible_match", "matches": [MATCH]}, number=0, answers="22" * 32, **BACK
    ),
    "EX-71, nobody": _body("law.answer", {"result": "no_match", "matches": []}, number=0, answers="22" * 32, **BACK),
    "EX-76": _body("law.verdict", {"reference": REFERENCE, "decision": "same", "decided_at": AT}, number=2),
    "EX-72, data": _body("law.release", {"reference": REFERENCE, "data": PERSON}, **BACK),
    "EX-72, refused": _body("law.release", {"reference": REFERENCE, "reason": "authorisation_needed"}, **BACK),
    "EX-73": _body("law.verification", {"outcome": "unjustified", "decided_at": AT}, number=3),
    "EX-74": _body("law.withdrawal", {"gone": [REFERENCE], "corrected": [OTHER]}, number=2, **BACK),
    "EX-75, in answer": _body("law.erased", {"erased_at": AT}, number=0, answers="22" * 32, **BACK),
    "EX-75, at the end": _body("law.erased", {"erased_at": AT}, number=4),
}


def _changed(content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """With other values; None leaves one out."""
    return {name: value for name, value in (content | changes).items() if value is not None}


def _finger(position: int, record: str) -> dict[str, Any]:
    return {"position": position, "record": record}


_ANSWER = {"result": "possible_match", "matches": [MATCH]}
_VERDICT = {"reference": REFERENCE, "decision": "same", "decided_at": AT}
#: Kind, content, and the field that is named: why it can't be.
REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    ("no prints", "law.question", _changed(QUESTION, fingers=[]), "fingers"),
    ("eleven prints", "law.question", _changed(QUESTION, fingers=[FINGERS[0]] * 11), "fingers"),
    ("a finger twice", "law.question", _changed(QUESTION, fingers=[FINGERS[0]] * 2), "fingers"),
    ("an eleventh finger", "law.question", _changed(QUESTION, fingers=[_finger(11, RECORD)]), "fingers.0.position"),
    ("a record that is none", "law.question", _changed(QUESTION, fingers=[_finger(1, "AAAA")]), "fingers.0.record"),
    ("no offence", "law.question", _changed(QUESTION, offence=None), "offence"),
    ("an offence in words", "law.question", _changed(QUESTION, offence="He killed Samir Haddad"), "offence"),
    ("no age", "law.question", _changed(QUESTION, age=None), "age"),
    ("an age in years", "law.question", _changed(QUESTION, age=34), "age"),
    ("urgent in words", "law.question", _changed(QUESTION, urgent="yes"), "urgent"),
    ("neither urgent nor verified", "law.question", _changed(QUESTION, verified=None), ""),
    ("verified by a person", "law.question", _changed(QUESTION, verified={"by": "Vera Petrova", "at": AT}), "verified.by"),
    ("verified at no time", "law.question", _changed(QUESTION, verified={"by": "court"}), "verified.at"),
    ("verified at a number", "law.question", _changed(QUESTION, verified={"by": "court", "at": 1795348800}), "verified.at"),
    ("who verified", "law.question", _changed(QUESTION, verified={"by": "court", "at": AT, "name": "V"}), "verified.name"),
    ("a name", "law.question", _changed(QUESTION, surnames=["Haddad"]), "surnames"),
    ("a file number", "law.question", _changed(QUESTION, file_number="KO-417/26"), "file_number"),
    ("words of the case", "law.question", _changed(QUESTION, need="Named by two witnesses"), "need"),
    ("a result of its own", "law.answer", _changed(_ANSWER, result="maybe"), "result"),
    ("a match without a match", "law.answer", {"result": "possible_match", "matches": []}, ""),
    ("no match with a match", "law.answer", _changed(_ANSWER, result="no_match"), ""),
    ("four persons", "law.answer", _changed(_ANSWER, matches=[MATCH] * 4), "matches"),
    ("a reference twice", "law.answer", _changed(_ANSWER, matches=[MATCH] * 2), ""),
    ("a match without prints", "law.answer", _changed(_ANSWER, matches=[_changed(MATCH, fingers=[])]), "matches.0.fingers"),
    ("a score beyond one", "law.answer", _changed(_ANSWER, matches=[_changed(MATCH, score=1.5)]), "matches.0.score"),
    ("a number", "law.answer", _changed(_ANSWER, matches=[_changed(MATCH, reference="MK1ABC")]), "matches.0.reference"),
    ("whose prints", "law.answer", _changed(_ANSWER, matches=[MATCH | {"category": 1}]), "matches.0.category"),
    ("neither data nor reason", "law.release", {"reference": REFERENCE}, ""),
    ("data and a reason", "law.release", {"reference": REFERENCE, "data": PERSON, "reason": "data_erased"}, ""),
    ("a reason in words", "law.release", {"reference": REFERENCE, "reason": "He is a refugee"}, "reason"),
    ("a category", "law.release", {"reference": REFERENCE, "data": PERSON | {"category": 1}}, "data.category"),
    ("a data set", "law.release", {"reference": REFERENCE, "data": {"reference_number": "MK1"}}, "data.reference_number"),
    ("a birth place", "law.release", {"reference": REFERENCE, "data": {"birth_place": "Homs"}}, "data.birth_place"),
    ("a country in words", "law.release", {"reference": REFERENCE, "data": {"nationalities": ["X"]}}, "data.nationalities.0"),
    ("another outcome", "law.verification", {"outcome": "perhaps", "decided_at": AT}, "outcome"),
    ("decided at no time", "law.verification", {"outcome": "approved"}, "decided_at"),
    ("nothing withdrawn", "law.withdrawal", {"gone": [], "corrected": []}, ""),
    ("gone and corrected", "law.withdrawal", {"gone": [REFERENCE], "corrected": [REFERENCE]}, ""),
    ("why it was withdrawn", "law.withdrawal", {"gone": [REFERENCE], "because": "child"}, "because"),
    ("more than were told", "law.withdrawal", {"gone": [f"{one:032x}" for one in range(4)]}, "gone"),
    ("erased at no time", "law.erased", {}, "erased_at"),
    ("erased on a day", "law.erased", {"erased_at": "2026-11-22"}, "erased_at"),
    ("another verdict", "law.verdict", _changed(_VERDICT, decision="cannot_tell"), "decision"),
    ("a verdict on nobody", "law.verdict", _changed(_VERDICT, reference=None), "reference"),
    ("a verdict at no time", "law.verdict", _changed(_VERDICT, decided_at=None), "decided_at"),
]  # fmt: skip


def make() -> dict[str, Any]:
    return {
        "version": 1,
        "conversation": [_tell(name, body) for name, body in CONVERSATION.items()],
        "refused": [
            {"why": why, "body": _body(kind, content), "code": "exchange.message_invalid", "field": f"{field}"}
            for why, kind, content, field in REFUSED
        ],
    }


def _tell(name: str, body: dict[str, Any]) -> dict[str, Any]:
    own = own_keys(body["sender"])
    letter = envelope.write_letter(body, own)
    return {"name": name, "body": body, "key": own.signing_id, "letter": letter, "digest": envelope.digest(letter)}
