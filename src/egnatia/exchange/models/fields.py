"""The columns that say which gateway a row belongs to, and which of its logs."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia.exchange.gateways import Gateway

#: In the order in which pages show them.
NAMES = {Gateway.MIGRATION: _("Migration"), Gateway.LAW_ENFORCEMENT: _("Law enforcement")}


class GatewayField(models.CharField):  # type: ignore[type-arg]
    """A gateway's code; migration, where a row says nothing else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 15)
        kwargs.setdefault("default", Gateway.MIGRATION.value)
        kwargs.setdefault("choices", list(NAMES.items()))
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """For migrations a plain column: what pages call the gateways is none of the database's business."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, {one: value for one, value in kwargs.items() if one != "choices"}


class LogField(models.PositiveIntegerField):  # type: ignore[type-arg]
    """Which of the logs of a gateway: 1 until the partners let a new one begin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", 1)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """For migrations a plain column."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveIntegerField", args, kwargs
