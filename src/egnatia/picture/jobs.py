"""Beside the pages: counts follow the events within seconds; each night the day before is closed.

What brings in much (charts, Parquet, solvers) is imported by the job that needs it, so that a worker is there in a second.
"""

from egnatia.base.jobs import every, nightly, slowly
from egnatia.picture.actions.count_onward import count_onward
from egnatia.picture.actions.record_events import record_missing_events
from egnatia.picture.actions.recount_days import close_days, recount_touched_days
from egnatia.picture.actions.summarise_counts import summarise_counts
from egnatia.picture.alarms import jobs as alarm_jobs


@every(seconds=3)
def count_touched_days() -> int:
    """Count the days anew on which something was recorded, changed or withdrawn."""
    return recount_touched_days()


@nightly
def record_older_registrations() -> int:
    """Events of data sets that were signed before the picture was there; what they change is counted within seconds."""
    return record_missing_events()


@nightly
def close_yesterday() -> int:
    """Nought for the days that are over and had no event."""
    return close_days()


# Once the day before is closed: what rings is judged by whole days.
nightly(alarm_jobs.look_over_all_series)
nightly(alarm_jobs.measure_what_was_done)
nightly(alarm_jobs.keep_back_tests)
slowly(seconds=300)(alarm_jobs.look_over_what_came_in)


@nightly
def check_summaries() -> int:
    """Compare the sums by month with the counts; what is wrong is mended."""
    return summarise_counts()


@nightly
def count_onward_months() -> int:
    """Where those registered in the last two years were seen next."""
    return count_onward()


@slowly(seconds=300)
def draw_figures() -> int:
    """Draw the situation when counts have changed, so that its first reader doesn't wait."""
    from egnatia.picture.situation.drawing import draw_situation

    draw_situation()
    return 0


@slowly(seconds=300)
def write_raw_files() -> int:
    """Write the files of months whose events changed, for cross-tables."""
    from egnatia.picture.actions.keep_raw_files import keep_raw_files

    return keep_raw_files()


@slowly(seconds=60)
def tell_partners() -> int:
    """Tell the partners the days whose counts have changed."""
    from egnatia.picture.actions.share_counts import share_counts

    share_counts()
    return 0


@nightly
def tell_partners_what_was_missed() -> int:
    """Look at all days that partners may be told, however old their figures."""
    from egnatia.picture.actions.share_counts import share_counts

    share_counts(everything=True)
    return 0
