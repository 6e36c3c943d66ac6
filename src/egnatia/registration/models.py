"""Registrations under way, and the notice that was given."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from egnatia.accounts.models import Unit
from egnatia.base.fields import EncryptedJSONField, EncryptedTextField
from egnatia.base.models import Row
from egnatia.persons.models import ChildNote, DataSet, Group, Person


class Draft(Row):
    """A registration that was begun; its captures have it as their holder. Every step is saved as soon as it is sent.

    person         where the person is known already and a further event is registered
    corrects       where new prints or a new photo are taken for a signed data set
    data           {"notice": …, "elements": {code: value}, "age": {"proof", "doubt"}, "findings": what a document's zone
                   brought (`document.findings`), "taken_over": codes that came from another person of the group and wait
                   for the officer to confirm them}; emptied when the draft is closed
    group          to which the person will belong; `relation` says what they are to `relative`, or the one of `begun_from`
    revision       counts the changes, so that two pages open at once can't overwrite each other
    sign_when_ready  no officer waits at a page: the worker signs as soon as the fingers are read
    problem        {"code", "message", "cure"} that kept the worker from signing
    intake         keyed digests of what came in by one call, to know the same content again
    erase_after    when an abandoned draft goes
    """

    class State(models.TextChoices):
        OPEN = "open"
        SIGNED = "signed"
        NOTED = "noted"
        ABANDONED = "abandoned"

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="drafts")
    corrects = models.ForeignKey(DataSet, on_delete=models.PROTECT, null=True, related_name="correcting_drafts")
    category = models.PositiveSmallIntegerField(null=True)
    data = EncryptedJSONField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    revision = models.PositiveIntegerField(default=0)
    origin = models.CharField(max_length=20, default="page")
    national_number = EncryptedTextField(null=True)
    national_number_key = models.CharField(max_length=64, blank=True)
    sign_when_ready = models.BooleanField(default=False)
    problem = models.JSONField(null=True)
    intake = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, related_name="drafts")
    begun_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="drafts_after")
    relative = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    relation = EncryptedJSONField(null=True)
    erase_after = models.DateTimeField(db_index=True)
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, null=True, related_name="drafts")
    child_note = models.ForeignKey(ChildNote, on_delete=models.PROTECT, null=True, related_name="drafts")

    class Meta:
        ordering = ("-updated_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("national_number_key",),
                condition=Q(state="open") & ~Q(national_number_key=""),
                name="one_open_draft_per_national_number",
            ),
        )

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def about(self) -> Person | None:
        """The person it is about: known before where it is a further event, else once it is signed or noted."""
        known = self.data_set or self.child_note
        return known.person if known is not None else self.person


class NoticeGiven(Row):
    """That the person was told, before anything was taken: which notice, in which language, how, by whom.

    mode   written | spoken | both
    """

    data_set = models.OneToOneField(DataSet, on_delete=models.PROTECT, related_name="notice_given")
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    mode = models.CharField(max_length=10)
    interpreter = EncryptedTextField(null=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class ResultNotice(Row):
    """What a connected system is told of a registration of its own, in order; it polls, or its web hook gets it.

    number           of the audit event that says so: it only grows, in the order of the commits, and is never used again, so
                     a system that asks for what comes after the last one it has seen misses nothing
    national_number  what the system knows the registration by
    details          states, codes and reference numbers; no identity data, no scores
    """

    class Kind(models.TextChoices):
        REGISTERED = "registered"
        REFUSED = "refused"
        VOIDED = "voided"
        CANDIDATE = "candidate"
        VERDICT = "verdict"
        ANSWER = "answer"
        FOLLOW_UP = "follow_up"

    number = models.PositiveBigIntegerField(unique=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="result_notices")
    data_set = models.ForeignKey(DataSet, on_delete=models.PROTECT, null=True, related_name="result_notices")
    national_number = EncryptedTextField()
    national_number_key = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(db_index=True)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("account", "number")),)


class WebHook(Row):
    """Where a connected system wants its results sent.

    secret                 signs what is sent; told once
    last_number_delivered  of the results; the next batch begins after it
    failures               attempts since the last one that succeeded
    last_problem           what the last attempt met: a code, never what the system answered
    """

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="web_hook")
    url = models.CharField(max_length=500)
    secret = EncryptedTextField()
    last_number_delivered = models.PositiveBigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    last_problem = models.CharField(max_length=60, blank=True)
    last_attempt_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()


class LostList(Row):
    """The list of lost and stolen documents that the node was given last. `documents`: how many are in it."""

    source = models.CharField(max_length=200)
    documents = models.PositiveIntegerField()
    imported_at = models.DateTimeField()


class LostDocument(models.Model):
    """A document of that list: a keyed digest of issuer and number, and nothing else (`lost_documents.key_of`)."""

    key = models.CharField(max_length=64, primary_key=True)
