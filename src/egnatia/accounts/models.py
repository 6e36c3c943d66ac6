"""Units, officers and their roles, the systems that may call the API, and attempts to guess a password."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property

from egnatia.accounts.roles import ROLES
from egnatia.base.models import Row


class Unit(Row):
    """A post, a centre, an office: officers belong to one, and so does what they register."""

    name = models.CharField(max_length=150, unique=True)
    place = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class OfficerManager(BaseUserManager["Officer"]):
    """Reads officers by user name, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Officer:
        return self.get(username__iexact=username or "")


class Officer(Row, AbstractBaseUser):
    """Somebody, or some system, that may sign in.

    kind `person` or `service` (the command line, a national system); `is_demo` accounts are free of the second factor, and
    only exist in a demo node.
    """

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=150)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="officers")
    language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, default="person")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    child_certified_until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = OfficerManager()

    class Meta:
        ordering = ("full_name",)

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Codes of the officer's roles."""
        return frozenset(row.role for row in self.role_rows.all())

    @cached_property
    def permissions(self) -> frozenset[str]:
        """All that the roles carry; none for an account that was switched off."""
        if not self.is_active:
            return frozenset()
        return frozenset().union(*(ROLES[code].permissions for code in self.roles if code in ROLES))

    @property
    def role_names(self) -> list[str]:
        """Roles by the names people know them by."""
        return [str(ROLES[code].name) for code in sorted(self.roles) if code in ROLES]

    @property
    def needs_second_factor(self) -> bool:
        return not self.is_demo and any(ROLES[code].needs_second_factor for code in self.roles if code in ROLES)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        for name in ("roles", "permissions"):
            self.__dict__.pop(name, None)


class OfficerRole(Row):
    """One role of one officer, and who gave it."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="role_rows")
    role = models.CharField(max_length=30)
    given_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("officer", "role"), name="one_row_per_role"),)


class ApiToken(Row):
    """A connected system's key to the API. Only its hash is kept; `purposes` limits what it may ask."""

    name = models.CharField(max_length=150)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="tokens")
    purposes = models.JSONField(default=list)
    key_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SignInFailures(Row):
    """Failed attempts for one user name (its look-up key, so that guesses aren't kept in clear)."""

    username_key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
