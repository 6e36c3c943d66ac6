"""Channels and agreements, and where two partners differ."""

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from egnatia import law
from egnatia.accounts.policy import officer_required
from egnatia.base import node
from egnatia.cooperation.forms.differences import CompareForm, chosen
from egnatia.cooperation.queries.channels import PAIR_KINDS, pair_rows
from egnatia.cooperation.queries.days import today
from egnatia.cooperation.views import READ
from egnatia.law.agreements import KINDS
from egnatia.law.rule_files import title

#: What people exploit comes first; the rest follows by name.
_TITLES = {
    "visa_regimes": _("Visas"),
    "readmission_clocks": _("Clocks of readmission under the agreements with the European Union"),
    "agreements": _("Agreements that only one of them is a party to"),
    "categories": _("Registration"),
    "limits": _("Limits"),
    "partners": _("The partners themselves"),
    "holidays": _("Days on which limits in working days stand still"),
}
_FIRST = tuple(_TITLES)
_FOLDED = ("holidays",)


@dataclass(frozen=True, slots=True)
class Group:
    """The differences of one rule set, with what they were read from. `folded`: shown only when asked for."""

    title: str
    rows: list[law.Difference]
    sources: list[str]
    confirmed: bool
    folded: bool


@officer_required(READ)
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Six by six: who answers whom, what is agreed; under it the agreements one by one."""
    us = node.current().partner
    context = {
        "rows": pair_rows(),
        "kinds": [(kind, KINDS[kind]) for kind in PAIR_KINDS],
        "agreements": sorted(law.agreements().values(), key=lambda one: (us not in one.parties, one.kind)),
        "kind_names": KINDS,
    }
    return render(request, "cooperation/channels.html", context)


@officer_required(READ)
@require_safe
def differences(request: HttpRequest) -> HttpResponse:
    """Where two partners differ, what people exploit first; the state is in the address."""
    one, other = chosen(request.GET, node.current().partner)
    found = sorted(law.compare_partners(one, other, year=today().year), key=lambda difference: _place(difference.rule_set))
    by_rule_set = groupby(found, key=lambda difference: difference.rule_set)
    context = {
        "filter": CompareForm({"one": one, "other": other}),
        "one": law.partner(one),
        "other": law.partner(other),
        "groups": [_group(rule_set, list(rows)) for rule_set, rows in by_rule_set],
        "total": len(found),
    }
    return render(request, "cooperation/differences.html", context)


def _group(rule_set: str, rows: list[law.Difference]) -> Group:
    sources = [row.source for row in rows if row.source]
    return Group(
        title=str(_TITLES.get(rule_set) or title(rule_set)),
        rows=rows,
        sources=list(dict.fromkeys(law.cite(source) for source in sources)),
        confirmed=all(source.is_confirmed for source in sources),
        folded=rule_set in _FOLDED,
    )


def _place(rule_set: str) -> tuple[int, str]:
    return (_FIRST.index(rule_set) if rule_set in _FIRST else len(_FIRST), rule_set)
