"""The rules as data: what may be recorded, for how long, by when, for which purpose; every rule with its source.

>>> from egnatia import law
>>> law.partner("MK").code3
'MKD'
>>> law.limit("verdict").n
24

Rules live in `data/*.toml`, one file per rule set; a partner lays its own over them (`use_overrides`). Code asks here and
holds no legal constant itself.
"""

from egnatia.law.acts import Act, acts, cite
from egnatia.law.age_gate import NOTE_ONLY, TAKE, AgeGate, age_gate, needs_second_examiner
from egnatia.law.ages import AgeRules, age_rules
from egnatia.law.agreements import Agreement, agreements, agreements_between, agreements_with_union
from egnatia.law.calendars import (
    add_months,
    add_working_days,
    every_months,
    holidays_of,
    is_working_day,
    latest_day,
    local_day,
    next_working_day,
)
from egnatia.law.categories import Category, categories, category, choosable_categories
from egnatia.law.checks import check_elements, clean_elements, find_problems
from egnatia.law.choices import (
    Choice,
    authenticity_values,
    correction_reasons,
    date_bases,
    date_precisions,
    document_types,
    evidence_checks,
    evidence_kinds,
    evidence_refusals,
    missing_finger_reasons,
    refusal_reasons,
    said_bases,
    said_endings,
    security_flag_grounds,
    security_flag_removals,
    sexes,
    tracing_closings,
    tracing_droppings,
    tracing_scopes,
    verdict_reasons,
    void_reasons,
)
from egnatia.law.commitments import StandingCommitment, commitment_documents, standing_commitments
from egnatia.law.comparison import Difference, compare_partners
from egnatia.law.countries import Country, countries, country
from egnatia.law.dates import read_date, read_uncertain_date
from egnatia.law.elements import Element, ElementUse, element, elements
from egnatia.law.gateways import Gateway, gateway, gateways, may_agree
from egnatia.law.law_enforcement import (
    MAY_BE_CHILD_SUSPECTED,
    LawEnforcementRules,
    involvements,
    law_enforcement_rules,
    offences,
    prior_check_reasons,
    prior_checks,
    verification_refusals,
)
from egnatia.law.limits import Limit, due_at, limit, limits
from egnatia.law.markings import MarkingRule, Supplement, marking_rule, marking_rules, supplements
from egnatia.law.not_asked import not_asked_reasons, partners_not_asked
from egnatia.law.notices import Notice, NoticeSection, notice, notice_languages, notices
from egnatia.law.partners import Partner, find_partner_of_country, partner, partners
from egnatia.law.purposes import Purpose, purpose, purposes
from egnatia.law.reference_numbers import ReferenceNumber, check_reference_number, make_reference_number
from egnatia.law.relations import Relation, relation, relations
from egnatia.law.report_dates import ReportDates, report_dates
from egnatia.law.retention import Period, erase_on, retention_periods
from egnatia.law.rule_files import rule_sets, use_overrides
from egnatia.law.sources import CONFIRMED, TO_BE_CONFIRMED, RuleError, Source
from egnatia.law.statistics import FoundAs, Statistic, StatisticsRules, statistics, statistics_columns, statistics_rules
from egnatia.law.travel_documents import (
    DocumentCode,
    IssuingState,
    document_codes,
    find_country_in_zone,
    find_type_in_zone,
    issuing_states,
)
from egnatia.law.visa_regimes import VisaRegime, visa_regimes

__all__ = [
    "CONFIRMED",
    "MAY_BE_CHILD_SUSPECTED",
    "NOTE_ONLY",
    "TAKE",
    "TO_BE_CONFIRMED",
    "Act",
    "AgeGate",
    "AgeRules",
    "Agreement",
    "Category",
    "Choice",
    "Country",
    "Difference",
    "DocumentCode",
    "Element",
    "ElementUse",
    "FoundAs",
    "Gateway",
    "IssuingState",
    "LawEnforcementRules",
    "Limit",
    "MarkingRule",
    "Notice",
    "NoticeSection",
    "Partner",
    "Period",
    "Purpose",
    "ReferenceNumber",
    "Relation",
    "ReportDates",
    "RuleError",
    "Source",
    "StandingCommitment",
    "Statistic",
    "StatisticsRules",
    "Supplement",
    "VisaRegime",
    "acts",
    "add_months",
    "add_working_days",
    "age_gate",
    "age_rules",
    "agreements",
    "agreements_between",
    "agreements_with_union",
    "authenticity_values",
    "categories",
    "category",
    "check_elements",
    "check_reference_number",
    "choosable_categories",
    "cite",
    "clean_elements",
    "commitment_documents",
    "compare_partners",
    "correction_reasons",
    "countries",
    "country",
    "date_bases",
    "date_precisions",
    "document_codes",
    "document_types",
    "due_at",
    "element",
    "elements",
    "erase_on",
    "every_months",
    "evidence_checks",
    "evidence_kinds",
    "evidence_refusals",
    "find_country_in_zone",
    "find_partner_of_country",
    "find_problems",
    "find_type_in_zone",
    "gateway",
    "gateways",
    "holidays_of",
    "involvements",
    "is_working_day",
    "issuing_states",
    "latest_day",
    "law_enforcement_rules",
    "limit",
    "limits",
    "local_day",
    "make_reference_number",
    "marking_rule",
    "marking_rules",
    "may_agree",
    "missing_finger_reasons",
    "needs_second_examiner",
    "next_working_day",
    "not_asked_reasons",
    "notice",
    "notice_languages",
    "notices",
    "offences",
    "partner",
    "partners",
    "partners_not_asked",
    "prior_check_reasons",
    "prior_checks",
    "purpose",
    "purposes",
    "read_date",
    "read_uncertain_date",
    "refusal_reasons",
    "relation",
    "relations",
    "report_dates",
    "retention_periods",
    "rule_sets",
    "said_bases",
    "said_endings",
    "security_flag_grounds",
    "security_flag_removals",
    "sexes",
    "standing_commitments",
    "statistics",
    "statistics_columns",
    "statistics_rules",
    "supplements",
    "tracing_closings",
    "tracing_droppings",
    "tracing_scopes",
    "use_overrides",
    "verdict_reasons",
    "verification_refusals",
    "visa_regimes",
    "void_reasons",
]
