"""With --enterprise the registers speak as well: accounts, holders, roster. Still nothing is changed."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.daifutong.models import Batch
from apps.members.models import Enterprise
from fixtures.generators import card_number, uscc_code

from .cast import House
from .files.sheets import csv_text


def test_the_registers_add_what_they_know(house: House, tmp_path):
    known, other = house.staff[:2]
    unknown = card_number(987_654)
    rows = [
        ["姓名", "银行卡号", "实发工资"],
        [known.name, known.card, "100"],
        ["别人", other.card, "100"],
        ["没有人", unknown, "100"],
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(csv_text(rows).encode())
    out = StringIO()
    uscc = Enterprise.objects.system("test").get(pk=house.enterprise_id).uscc
    call_command("check_payroll", str(path), json=True, enterprise=uscc.lower(), stdout=out)
    found = {
        row["name"]: [(e["code"], e["column"]) for e in row["errors"]] for row in json.loads(out.getvalue())["rows"]
    }
    assert found == {known.name: [], "别人": [("E_NAME", "name")], "没有人": [("E_ACCOUNT", "account")]}
    assert not Batch.objects.system("test").exists()


@pytest.mark.parametrize("uscc", ["91310115MA0000TE6H", uscc_code(987_654)])
def test_an_enterprise_that_is_not_there_is_an_error(house: House, tmp_path, uscc):
    (tmp_path / "a.csv").write_bytes(csv_text().encode())
    with pytest.raises(CommandError):
        call_command("check_payroll", str(tmp_path / "a.csv"), enterprise=uscc, stdout=StringIO())
