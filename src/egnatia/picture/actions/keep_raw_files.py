"""Keep the analysts' files in step with the events: one Parquet file a month, written anew when a day of it has changed."""

from egnatia.picture.analysis import files
from egnatia.picture.models import RawMonth

_MONTHS_AT_ONCE = 12


def keep_raw_files() -> int:
    """Write the files of months that changed, a few at a time; how many months those were.

    What changes while a file is written is found the next time: `written` tells of the moment before.
    """
    behind = [month for month in RawMonth.objects.order_by("-month") if _is_behind(month)][:_MONTHS_AT_ONCE]
    for month in behind:
        rows = files.write_month(month.month)
        RawMonth.objects.filter(pk=month.pk).update(written=month.touched, rows=rows)
    return len(behind)


def keep_all_raw_files() -> int:
    """Write until no month is behind; how many were written."""
    written = 0
    while months := keep_raw_files():
        written += months
    return written


def _is_behind(month: RawMonth) -> bool:
    """Its files tell of an earlier state, or have gone."""
    return month.written != month.touched or (month.rows > 0 and not files.has_month(month.month))
