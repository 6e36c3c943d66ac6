"""What registration does when a data set is erased: the notice and the traces of how it came in go too."""

from egnatia.persons import hooks as persons
from egnatia.persons.models import DataSet
from egnatia.registration import result_hooks  # noqa: F401  (importing them connects them)


@persons.data_set_erased.connect
def _forget(data_set: DataSet) -> None:
    from egnatia.registration.models import Draft, NoticeGiven

    NoticeGiven.objects.filter(data_set=data_set).delete()
    Draft.objects.filter(data_set=data_set).update(intake={}, national_number_key="")
