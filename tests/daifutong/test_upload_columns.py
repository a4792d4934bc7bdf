"""A large file whose columns are not clear: the person is asked, the file need not come again."""

import pytest

from apps.core.crypto import encrypt
from apps.core.errors import AppError, Conflict, Forbidden, InvalidInput
from apps.daifutong.contracts import ImportAnswer
from apps.daifutong.models import ColumnTemplate, Contract
from apps.daifutong.selectors import columns_asked, upload_progress
from apps.daifutong.services.batch_import import batch_import
from apps.daifutong.services.columns_name import columns_name
from apps.notify.models import Notice

from .cast import House, work
from .test_columns import MINE, bare
from .test_uploads import WHY, batch_of, cancel, progress, small_slices, the_job, upload  # noqa: F401  (a fixture)


def unknown(house: House) -> ImportAnswer:
    answer = house.upload(bare(house, *["5000.00", "6000.00", "7000.00", "8000.00"]))
    work()
    return answer


def name(house: House, answer: ImportAnswer, who: str = "maker", columns: list[tuple[str, int]] = MINE) -> None:
    columns_name(batch_id=answer.batch_id, columns=columns, key=house.key(), actor=house.as_(who), now=house.now)


def test_the_columns_are_asked_and_the_file_need_not_come_again(house: House) -> None:
    answer = unknown(house)
    told = progress(house, answer)
    assert (told.phase, told.is_asked, told.is_running, told.code) == ("ASKED", True, False, "F_HEADER")
    assert [column.guess for column in columns_asked(house.as_("maker"), answer.batch_id)][1:3] == ["name", "account"]
    assert Notice.objects.system(WHY).filter(title="代发名单的各列需要您指明").exists()
    name(house, answer)
    assert columns_asked(house.as_("maker"), answer.batch_id) == ()
    work()
    assert (batch_of(answer).state, batch_of(answer).total_fen) == ("PARSED", 2_600_000)
    assert ColumnTemplate.objects.system(WHY).get().places == dict(MINE), "remembered like any answer"
    with pytest.raises(Conflict, match="NOT_ASKED"):
        name(house, answer)


def test_an_answer_that_is_none_is_refused(house: House) -> None:
    answer = unknown(house)
    for columns in ([], [("name", 1)], [*MINE, ("name", 3)], [*MINE, ("height", 3)]):
        with pytest.raises(InvalidInput, match="E_COLUMNS"):
            name(house, answer, columns=columns)
    assert progress(house, answer).is_asked


def test_what_is_shown_of_the_columns_is_kept_encrypted(house: House) -> None:
    unknown(house)
    stored = bytes(upload(house).__dict__["question"])
    assert stored != encrypt("x", upload(house).pk, "")
    assert house.staff[0].name.encode() not in stored
    cancel(house, ImportAnswer(upload(house).pk, "", "", 0, 0, 0, 0))
    assert upload(house).question is None


def test_the_columns_of_a_confidential_batch_are_not_for_others(house: House) -> None:
    maker = house.as_("maker")
    Contract.objects.system(WHY).filter(enterprise_id=house.enterprise_id).update(
        confidential_person_ids=[str(maker.person)]
    )
    answer = batch_import(
        content=bare(house, *["5000.00", "6000.00", "7000.00", "8000.00"]), filename="工资.csv", pay_period="2026-02",
        title="高管", payer_account_id=house.payer_id, is_confidential=True, key="k", actor=maker, now=house.now,
    )  # fmt: skip
    work()
    assert columns_asked(maker, answer.batch_id)
    assert columns_asked(house.as_("checker"), answer.batch_id) == ()
    with pytest.raises(Forbidden, match="CONFIDENTIAL"):
        name(house, answer, who="checker")


def test_a_neighbour_sees_nothing_of_it(house: House, neighbour: House) -> None:
    answer = unknown(house)
    assert columns_asked(neighbour.as_("maker"), answer.batch_id) == ()
    for look in (
        lambda: upload_progress(neighbour.as_("maker"), answer.batch_id),
        lambda: name(neighbour, answer),
    ):
        with pytest.raises(AppError) as refused:
            look()
        assert refused.value.status == 404
