"""The other partners as this node knows them, and what keeps them to the rules."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egnatia import law
from egnatia.base.models import Row
from egnatia.exchange import keys
from egnatia.exchange.gateways import Gateway
from egnatia.exchange.models.fields import GatewayField, LogField


def agreed_purposes() -> list[str]:
    """What partners ask each other for, unless an agreement says less."""
    return ["MIG", "RET", "CHI"]


class Delivery(models.Model):
    """How delivery to a partner goes through one gateway: neither waits for the other.

    failures, next_attempt_at    attempts to deliver that failed in a row, and when it is tried again
    """

    last_seen_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    last_failure = models.CharField(max_length=80, blank=True)
    failures = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class Partner(Row, Delivery):
    """Another partner's node, from its member file; once a federation list is applied, the working copy of what that says.

    signing_keys, sealing_keys   public keys, base64url, by their number as text; old ones stay for what they signed
    key_terms                    by ring and number ("law-sign:1"): from, until, revoked, as the list has it; {}: no list has it
    fingerprint                  what the two operators read to each other before the partner is confirmed
    purposes                     what the partner may ask us for
    our_purposes                 what we may ask it for
    quotas                       how many searches a day it may make of us, by purpose; what isn't named: node.toml
    log                          which log it shows: each gateway its own of that number
    suspended_here               by this node alone; the list has it as a member
    added_by, confirmed_by       None: the operator, at the machine itself
    law_signing_keys, law_sealing_keys   those of its law-enforcement gateway; {}: it has none
    last_seen_at … next_attempt_at       through the migration gateway; the other's stand in `LawLane`
    """

    class State(models.TextChoices):
        PENDING = "pending", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")
        SUSPENDED = "suspended", _("Suspended")

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=150)
    url = models.CharField(max_length=200)
    signing_keys = models.JSONField()
    sealing_keys = models.JSONField()
    law_signing_keys = models.JSONField(default=dict)
    law_sealing_keys = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=80)
    member_file_made_at = models.DateTimeField()
    key_terms = models.JSONField(default=dict)
    log = LogField()
    purposes = models.JSONField(default=agreed_purposes)
    our_purposes = models.JSONField(default=agreed_purposes)
    quotas = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    suspended_at = models.DateTimeField(null=True)
    suspended_because = models.CharField(max_length=500, blank=True)
    suspended_here = models.BooleanField(default=False)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return law.partner(self.code).name

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def has_agreement(self) -> bool:
        """Whether either may ask the other for anything through the migration gateway."""
        return self.has_agreement_through(Gateway.MIGRATION)

    def has_agreement_through(self, gateway: Gateway) -> bool:
        return any(is_of(purpose, gateway) for purpose in (*self.purposes, *self.our_purposes))

    def keys_for(self, gateway: Gateway) -> keys.PartnerKeys:
        """What this partner signs with through one gateway, and is sealed for."""
        sign, seal = keys.rings_of(gateway)
        signing, sealing = getattr(self, keys.RINGS[sign]), getattr(self, keys.RINGS[seal])
        return keys.PartnerKeys(
            self.code,
            keys.NumberedKeys(
                {int(number): keys.signing_key(text) for number, text in signing.items()}, _terms_of(self.key_terms, sign)
            ),
            keys.NumberedKeys(
                {int(number): keys.sealing_key(text) for number, text in sealing.items()}, _terms_of(self.key_terms, seal)
            ),
            gateway,
        )

    @property
    def keys(self) -> keys.PartnerKeys:
        """Those of the migration gateway."""
        return self.keys_for(Gateway.MIGRATION)

    def forget_failures(self) -> None:
        """Delivery begins at once again, through both gateways; this row is the caller's to save."""
        self.failures, self.next_attempt_at = 0, None
        LawLane.objects.filter(partner_id=self.pk).update(failures=0, next_attempt_at=None)

    def lane(self, gateway: Gateway) -> Delivery:
        """How delivery to it goes through a gateway: this very row, or that of the other gateway."""
        return self if gateway is Gateway.MIGRATION else LawLane.objects.get_or_create(partner=self)[0]

    def find_lane(self, gateway: Gateway) -> Delivery:
        """The same, to be read only: one through which nothing ever went isn't written down for it."""
        return self if gateway is Gateway.MIGRATION else getattr(self, "law_lane", None) or LawLane(partner=self)


def is_of(purpose: str, gateway: Gateway) -> bool:
    """Whether a purpose belongs to a gateway; one that isn't known any more counts as migration's, as it always did."""
    known = law.purposes().get(purpose)
    return (known.gateway if known else Gateway.MIGRATION) == gateway


def _terms_of(key_terms: dict[str, dict[str, str]], ring: keys.Ring) -> dict[int, keys.Terms] | None:
    """Of the keys of one ring, by number; None where no list says anything."""
    if not key_terms:
        return None
    named = {name.partition(":")[::2]: terms for name, terms in key_terms.items()}
    return {int(number): _read_terms(terms) for (one, number), terms in named.items() if one == ring}


def _read_terms(terms: dict[str, str]) -> keys.Terms:
    found = {name: datetime.fromisoformat(terms[name]) for name in ("from", "until", "revoked") if name in terms}
    return keys.Terms(found.get("from"), found.get("until"), found.get("revoked"))


def update_lane(lane: Delivery, **changes: Any) -> None:
    """Write to one lane alone; the row's other columns may have changed since it was read."""
    for name, value in changes.items():
        setattr(lane, name, value)
    type(lane)._default_manager.filter(pk=lane.pk).update(**changes)


class LawLane(Row, Delivery):
    """How delivery to a partner goes through the law-enforcement gateway."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="law_lane")


class PartnerFigures(Row):
    """The counts that a partner sent last: never about one person. 1 stands for one to four."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="figures")
    registered = models.PositiveIntegerField()
    waiting = models.PositiveIntegerField()
    channels = models.JSONField()
    quotas = models.JSONField(default=dict)
    as_of = models.DateTimeField()


class SeenNonce(Row):
    """A request that was seen: none with the same nonce is taken again while its signature would hold."""

    key_id = models.CharField(max_length=20)
    nonce = models.CharField(max_length=64)
    seen_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key_id", "nonce"), name="one_use_per_nonce"),)


class QuotaUse(Row):
    """How many searches a partner made of us on one day (UTC) under one purpose."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="quota_uses")
    purpose = models.CharField(max_length=3)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("partner", "purpose", "day"), name="one_counter_per_day"),)


class Fault(Row):
    """How often a partner did in one hour (UTC) what partners don't do: `conduct` has the codes.

    gateway  each is slowed down for itself
    hour     its first moment
    code     of the refusal that it got
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="faults")
    gateway = GatewayField()
    hour = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=80)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("partner", "gateway", "hour", "code"), name="one_counter_per_hour"),)
