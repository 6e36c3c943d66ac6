"""Model fields that are sealed at rest and bound to their row.

The value is opened when it is first read, so a list that doesn't show a field doesn't pay for it. A sealed field can't be
searched (keep a look-up key beside it) nor written by `QuerySet.update`, which knows no row.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from egnatia.base import sealing


@dataclass(frozen=True, slots=True)
class _Sealed:
    """What the database holds, not opened yet."""

    content: bytes


class _OpenedWhenRead(DeferredAttribute):
    field: "SealedField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, _Sealed):
            value = self.field.open_for(instance, value.content)
            instance.__dict__[self.field.attname] = value
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        """Being there makes Python ask `__get__` even when the value lies in the instance already."""
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Bytes, sealed. The row's id must be set before the row is saved (`base.models.Row` sees to it)."""

    descriptor_class = _OpenedWhenRead

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def encode(self, value: Any) -> bytes:
        return bytes(value)

    def decode(self, content: bytes) -> Any:
        return content

    def context_of(self, instance: models.Model) -> bytes:
        """Table, column and row: the associated data."""
        return f"{instance._meta.db_table}.{self.column}:{instance.pk}".encode()

    def open_for(self, instance: models.Model, content: bytes) -> Any:
        return self.decode(sealing.open_sealed(content, context=self.context_of(instance)))

    def from_db_value(self, value: Any, *_: Any) -> _Sealed | None:
        return None if value is None else _Sealed(bytes(value))

    def to_python(self, value: Any) -> Any:
        return value

    def pre_save(self, instance: models.Model, add: bool) -> _Sealed | None:
        value = instance.__dict__.get(self.attname)
        if value is None or isinstance(value, _Sealed):
            return value
        return _Sealed(sealing.seal(self.encode(value), context=self.context_of(instance)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, _Sealed):
            raise TypeError(f"{self.name} is sealed: it is written by saving its row and can't be searched")
        return connection.Database.Binary(value.content)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class EncryptedBinaryField(SealedField):
    """Bytes, sealed."""


class EncryptedTextField(SealedField):
    """Text, sealed."""

    def encode(self, value: Any) -> bytes:
        return str(value).encode()

    def decode(self, content: bytes) -> str:
        return content.decode()


class EncryptedJSONField(SealedField):
    """A JSON value, sealed. Change it by assigning a new value, or by changing the one you read and saving the row."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, content: bytes) -> Any:
        return json.loads(content)
