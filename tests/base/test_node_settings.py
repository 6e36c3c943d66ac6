"""Settings of the node: a closed list."""

import re

from egnatia.base.node_settings import setting_types
from tests.conftest import REPOSITORY


def test_every_setting_that_the_program_reads_is_in_the_list():
    used = {
        key
        for path in (REPOSITORY / "src").rglob("*.py")
        for key in re.findall(r"""(?:\.setting|value_of)\(\s*"([a-z_]+)\"""", path.read_text(encoding="utf-8"))
    }
    assert used - setting_types().keys() == set()


def test_every_setting_says_what_for_and_has_a_default_of_its_kind():
    kinds = {"int": int, "bool": bool, "text": str, "list": list, "table": dict}
    for setting in setting_types().values():
        assert setting.text
        assert isinstance(setting.default, kinds[setting.kind])
