"""Where packages above hear of what happens to data sets. All of it runs in the transaction of the action itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from egnatia.base.hooks import Hook

if TYPE_CHECKING:
    from egnatia.persons.models import ChildNote, DataSet, ErasureCertificate, Link, Mark, SecurityFlag

#: (data_set, officer): a registration was signed. Captures are in use and fingers enrolled by then.
data_set_signed: Hook[[DataSet, Any]] = Hook("persons.data_set_signed")

#: (data_set, previous, officer): a new version took the place of `previous` under the same reference number.
data_set_corrected: Hook[[DataSet, DataSet, Any]] = Hook("persons.data_set_corrected")

#: (data_set, officer): the registration was made in error and counts no more.
data_set_voided: Hook[[DataSet, Any]] = Hook("persons.data_set_voided")

#: (data_set): called once for each version, before its elements go. What was kept for it must go in the same transaction.
data_set_erased: Hook[[DataSet]] = Hook("persons.data_set_erased")

#: (certificate): something was erased, and this stays of it.
erasure_certified: Hook[[ErasureCertificate]] = Hook("persons.erasure_certified")

#: (note, certificate): a child's note was erased; called before `erasure_certified`.
child_note_erased: Hook[[ChildNote, ErasureCertificate]] = Hook("persons.child_note_erased")

#: (mark, data_set): a data set was marked, or its mark was taken off (`mark.ended_at` says which).
data_set_marked: Hook[[Mark, DataSet]] = Hook("persons.data_set_marked")

#: (flag): a security flag was set, its grounds changed, or it was removed (`flag.ended_at` says which).
security_flag_changed: Hook[[SecurityFlag]] = Hook("persons.security_flag_changed")

#: (link): two data sets were confirmed to be of one person.
link_confirmed: Hook[[Link]] = Hook("persons.link_confirmed")

#: (link): the link holds no more.
link_dissolved: Hook[[Link]] = Hook("persons.link_dissolved")

#: (link): an officer found that it had been wrong all along; called beside `link_dissolved`.
link_found_wrong: Hook[[Link]] = Hook("persons.link_found_wrong")
