"""What data sets and children's notes say of a person, as it is looked for and compared."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from egnatia import law
from egnatia.engines.dates.uncertain import UncertainDate
from egnatia.engines.linkage.records import Document, NameKind, Place, PlaceKind, Record, Relative, Sex, WrittenName

_T = TypeVar("_T")
#: By law element code, what of a person is compared.
COMPARED_ELEMENTS = frozenset(
    {
        "surnames",
        "forenames",
        "names_latin",
        "birth_names",
        "previous_names",
        "aliases",
        "birth_date",
        "birth_place",
        "sex",
        "nationalities",
        "documents",
    }
)
#: The law's code for a country that isn't known; the same letters stand for a mission of the United Nations in documents.
_UNKNOWN = "UNK"
#: Codes of `law.relations()` that say nothing of descent or family.
NO_KIN = frozenset({"travels_with"})
#: What a parent is called whose sex is known: a father's name is never held against a mother's.
_PARENTS = {Sex.MALE: "father", Sex.FEMALE: "mother"}


def record_of(*all_elements: Mapping[str, Any], relatives: Iterable[Relative] = ()) -> Record:
    """One person's record, of the elements of all that is held about them, and of who is recorded as their family."""
    return Record(
        names=_once(name for elements in all_elements for name in _names(elements)),
        birth_dates=_once(birth for elements in all_elements if (birth := birth_of(elements)) is not None),
        sex=_find_sex(all_elements),
        nationalities=_once(
            code for elements in all_elements for code in elements.get("nationalities") or () if code != _UNKNOWN
        ),
        places=_once(
            Place(PlaceKind.BIRTH, elements["birth_place"]) for elements in all_elements if elements.get("birth_place")
        ),
        documents=_once(document for elements in all_elements for document in _documents(elements)),
        relatives=_once(relatives),
    )


def relatives_named(kind: str, *all_elements: Mapping[str, Any]) -> tuple[Relative, ...]:
    """Somebody by each of their names, as the relative they are; nobody where no name is left.

    kind   what they are, a code of `law.relations()`
    """
    record = record_of(*all_elements)
    relation = _PARENTS.get(record.sex, kind) if kind == "parent" else kind
    return tuple(Relative(relation, name.text) for name in record.names)


def birth_of(elements: Mapping[str, Any]) -> UncertainDate | None:
    """When the person was born, as far as it is known."""
    birth = elements.get("birth_date")
    return law.read_uncertain_date(birth, field="birth_date").when if birth else None


def name_forms(elements: Mapping[str, Any]) -> list[str]:
    """Every way to name the person whole, each once."""
    return list(dict.fromkeys(name.text for name in _names(elements)))


def _names(elements: Mapping[str, Any]) -> Iterator[WrittenName]:
    """As given, in Latin letters, by the name at birth and earlier ones; aliases by themselves."""
    latin = elements.get("names_latin") or {}
    forenames = elements.get("forenames") or []
    forms = [
        (NameKind.CURRENT, forenames, elements.get("surnames") or []),
        (NameKind.LATIN, latin.get("forenames") or [], latin.get("surnames") or []),
        *((NameKind.BIRTH, forenames, [name]) for name in elements.get("birth_names") or ()),
        *((NameKind.PREVIOUS, forenames, [name]) for name in elements.get("previous_names") or ()),
        *((NameKind.ALIAS, [], [name]) for name in elements.get("aliases") or ()),
    ]
    for kind, given, family in forms:
        if text := " ".join(name.strip() for name in (*given, *family)).strip():
            yield WrittenName(text, kind)


def _documents(elements: Mapping[str, Any]) -> Iterator[Document]:
    for document in elements.get("documents") or ():
        number = document.get("number") or ""
        if any(character.isalnum() for character in number):
            issuer = document.get("issuer")
            yield Document(number, document.get("type"), issuer if issuer != _UNKNOWN else None)


def _find_sex(all_elements: Iterable[Mapping[str, Any]]) -> Sex:
    """Unknown where they don't agree."""
    told = {elements["sex"] for elements in all_elements if elements.get("sex")}
    return Sex(told.pop()) if len(told) == 1 and told <= {Sex.MALE, Sex.FEMALE} else Sex.UNKNOWN


def _once(values: Iterable[_T]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(values))
