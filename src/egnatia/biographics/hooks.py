"""What becomes of suggestions when links are made or dissolved, and when what they stand on goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egnatia.persons import hooks as persons

if TYPE_CHECKING:
    from egnatia.persons.models import ChildNote, DataSet, ErasureCertificate, Link


@persons.link_confirmed.connect
def _settle(link: Link) -> None:
    from egnatia.biographics.actions.follow_links import settle_by_link

    settle_by_link(link)


@persons.link_dissolved.connect
def _reopen(link: Link) -> None:
    from egnatia.biographics.actions.follow_links import reopen_without_link

    reopen_without_link(link)


@persons.data_set_voided.connect
def _forget_void(data_set: DataSet, officer: Any) -> None:
    from egnatia.biographics.actions.forget_suggestions import forget_suggestions

    forget_suggestions(data_set.person_id)


@persons.child_note_erased.connect
def _forget_note(note: ChildNote, certificate: ErasureCertificate) -> None:
    _forget(note.person_id, certificate)


@persons.erasure_certified.connect
def _forget_erased(certificate: ErasureCertificate) -> None:
    if certificate.data_set is not None:
        _forget(certificate.data_set.person_id, certificate)


def _forget(person_id: Any, certificate: ErasureCertificate) -> None:
    """The certificate says how many pairs went."""
    from egnatia.biographics.actions.forget_suggestions import forget_suggestions

    if many := forget_suggestions(person_id):
        certificate.counts = {**certificate.counts, "suggestions": many}
        certificate.save(update_fields=["counts"])
