"""The node's transparency logs, one for each gateway, who has witnessed it, and what it has seen of the partners' logs."""

from django.db import models

from egnatia.base.models import Row
from egnatia.exchange.models.fields import GatewayField, LogField
from egnatia.exchange.models.partners import Partner


class LogEntry(models.Model):
    """A leaf of the log: written in the transaction of what it tells of, numbered by the worker soon after.

    id       the order of writing
    gateway  whose log it stands in; each has a tree, heads and witnesses of its own
    log      which one of the gateway: 1, and one more each time a new one is begun; said by the tree that takes it in
    number   its place in the tree, 0, 1, 2 … without a gap; None until the tree has taken it in
    entry    canonical JSON (docs/transparency-log.md): what is hashed, and never anything that could be guessed
    digest   that of the entry, to find it by
    """

    id = models.BigAutoField(primary_key=True)
    gateway = GatewayField()
    log = LogField()
    number = models.PositiveBigIntegerField(null=True)
    entry = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("gateway", "id"), condition=models.Q(number=None), name="entries_without_number"),)
        constraints = (models.UniqueConstraint(fields=("gateway", "log", "number"), name="one_entry_per_number"),)


class LogTile(models.Model):
    """Up to 256 hashes of the tree, one after the other, as C2SP tlog-tiles lays them out; grows until it is full.

    middle   the roots over each 16 of them, so that a proof needs few hashes
    """

    gateway = GatewayField()
    log = LogField()
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hashes = models.BinaryField()
    middle = models.BinaryField(default=b"")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("gateway", "log", "level", "index"), name="one_tile_per_place"),)


class LogHead(Row):
    """The log at one size, signed by this node.

    root        hexadecimal
    text        three lines and the node's own signature
    signed_at   in whole seconds, as in the signature
    """

    gateway = GatewayField()
    log = LogField()
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    text = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("signed_at", "size")
        indexes = (models.Index(fields=("gateway", "log", "signed_at", "size")),)


class Cosignature(Row):
    """A partner's signature under a head of ours; `line` as it stands below the head, `at` as the partner says."""

    head = models.ForeignKey(LogHead, on_delete=models.CASCADE, related_name="cosignatures")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = (models.UniqueConstraint(fields=("head", "partner"), name="one_cosignature_per_witness"),)


class Witness(Row):
    """What a partner last said of our log.

    size, at     the largest head that it cosigned, and when it last did so
    problem      why it didn't cosign the head that it was shown last; empty where it did
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="witnesses")
    gateway = GatewayField()
    log = LogField()
    size = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=80, blank=True)
    problem_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("partner", "gateway", "log"), name="one_witness_per_gateway"),)


class SeenHead(Row):
    """A head that a partner showed of its log, kept for ever: with others it proves what the partner's log was.

    log       which of the partner's it is of
    text      as the partner signed it, with our cosignature where we gave one
    problem   why we didn't; empty where we did
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="seen_heads")
    gateway = GatewayField()
    log = LogField()
    size = models.PositiveBigIntegerField()
    text = models.TextField()
    seen_at = models.DateTimeField()
    problem = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("seen_at",)
        indexes = (models.Index(fields=("partner", "gateway", "log", "problem", "seen_at")),)
