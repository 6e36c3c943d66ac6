"""What is kept about persons: data sets with all that hangs on them, groups and relations, tracing requests."""

from egnatia.persons.models.groups import Group, Membership, Relation
from egnatia.persons.models.records import (
    CHANGES_AFTER_SIGNING,
    EMPTIED_BY_ERASURE,
    ChildNote,
    DataSet,
    DataSetQuerySet,
    ErasureCertificate,
    Link,
    Mark,
    Person,
    SearchKey,
    SecurityFlag,
)
from egnatia.persons.models.tracing import TracingMatch, TracingRequest

__all__ = [
    "CHANGES_AFTER_SIGNING",
    "EMPTIED_BY_ERASURE",
    "ChildNote",
    "DataSet",
    "DataSetQuerySet",
    "ErasureCertificate",
    "Group",
    "Link",
    "Mark",
    "Membership",
    "Person",
    "Relation",
    "SearchKey",
    "SecurityFlag",
    "TracingMatch",
    "TracingRequest",
]
