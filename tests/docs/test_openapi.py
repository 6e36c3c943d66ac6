"""The API's description in the repository is the program's: a change of the API shows in review."""

from egnatia.site import api_snapshot


def test_description_is_current():
    written = api_snapshot.PLACE.read_text(encoding="utf-8") if api_snapshot.PLACE.is_file() else ""
    assert written == api_snapshot.text(), "run: python -m egnatia.site.api_snapshot"
