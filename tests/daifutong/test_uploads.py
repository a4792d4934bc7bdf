"""A large file is kept at once and read by a job: the same batch, the same refusals, and word of how far that is."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.template.loader import render_to_string

from apps.audit.models import AuditRow
from apps.core import jobs
from apps.core.errors import Busy, Conflict, InvalidInput
from apps.core.models import Job, Parameter
from apps.daifutong.contracts import ImportAnswer, UploadProgress
from apps.daifutong.models import Batch, Row, Upload, UploadPiece
from apps.daifutong.selectors import batch_detail, batch_rows, upload_progress
from apps.daifutong.services import batch_read, upload_keep
from apps.daifutong.services.batch_cancel import batch_cancel
from apps.members.models import EmployeeMember
from apps.notify.models import Notice

from .cast import House, work

WHY = "test"
FIVE = ["1000.00", "2000.00", "0", "4000.00", "5000.00"]


@pytest.fixture(autouse=True)
def small_slices(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large is what has more than three rows, and a slice is two lines."""
    Parameter.objects.filter(key="daifutong.large_rows").update(value="3")
    monkeypatch.setattr(batch_read, "SLICE", 2)


def upload(house: House) -> Upload:
    return Upload.objects.system(WHY).get()


def batch_of(answer: ImportAnswer) -> Batch:
    return Batch.objects.system(WHY).get(pk=answer.batch_id)


def progress(house: House, answer: ImportAnswer) -> UploadProgress:
    told = upload_progress(house.as_("maker"), answer.batch_id)
    assert told is not None
    return told


def the_job() -> Job:
    return Job.objects.filter(kind=upload_keep.IMPORT_JOB).latest("pk")


def rows(answer: ImportAnswer) -> list[tuple[int, int | None]]:
    found = Row.objects.system(WHY).filter(batch_id=answer.batch_id).order_by("number")
    return list(found.values_list("number", "amount_fen"))


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, int], None]]:
    """Lets a step fail at its n-th time, as a worker does that is lost: nothing after it is written."""

    def stop(step: str, at: int) -> None:
        real, times = getattr(batch_read, step), iter(range(1, 100))

        def fails(**given: Any) -> Any:
            if next(times) == at:
                raise RuntimeError("the worker is gone")
            return real(**given)

        monkeypatch.setattr(batch_read, step, fails)

    yield stop


def test_it_is_kept_at_once_and_stands_when_the_job_is_done(house: House) -> None:
    answer = house.upload(house.file(FIVE))
    assert (answer.state, answer.row_count, answer.is_accepted) == ("UPLOADED", 0, True)
    told = progress(house, answer)
    assert (told.phase, told.percent, told.lines, told.is_running) == ("QUEUED", 0, 0, True)
    work()
    batch = batch_of(answer)
    assert (batch.state, batch.row_count, batch.total_fen, batch.error_count) == ("HAS_ERRORS", 5, 1_200_000, 1)
    assert [number for number, _ in rows(answer)] == [2, 3, 4, 5, 6]
    assert batch_rows(house.as_("maker"), batch.pk, show="errors").rows[0].errors[0].code == "E_AMOUNT"
    assert upload_progress(house.as_("maker"), batch.pk) is None, "it has its lines: nothing is left to tell"
    assert (upload(house).phase, upload(house).percent) == ("DONE", 100)
    assert (upload(house).line_count, upload(house).read_count, upload(house).faulty_count) == (5, 5, 1)
    assert not UploadPiece.objects.system(WHY).exists(), "the file is not kept longer than it is needed"
    assert Notice.objects.system(WHY).get(person_id=house.as_("maker").person).title == "代发名单已读取完毕"


def test_the_batch_is_the_one_that_the_short_way_makes(house: House) -> None:
    """Whoever reads it: the same lines, totals, fingerprint and record."""
    content = house.file(FIVE)
    slow = house.upload(content)
    work()
    Parameter.objects.filter(key="daifutong.large_rows").update(value="2000")
    Batch.objects.system(WHY).update(state="CANCELLED", file_guard=None)
    quick = house.upload(content)
    told = ("name", "account_tail", "amount_fen", "amount_text", "emp_no", "errors", "warnings", "person_id", "number")
    lines = Row.objects.system(WHY).order_by("number").values_list(*told)
    assert list(lines.filter(batch=slow.batch_id)) == list(lines.filter(batch=quick.batch_id))
    one, other = batch_of(slow), batch_of(quick)
    for name in (
        "fingerprint",
        "file_sha256",
        "total_fen",
        "row_count",
        "error_count",
        "warning_count",
        "maker_display",
    ):
        assert getattr(one, name) == getattr(other, name), name
    made = AuditRow.objects.system(WHY).filter(action="daifutong.batch.imported")
    assert {row.person_id for row in made} == {house.as_("maker").person}, "it is the maker's deed both times"


def test_a_small_file_is_read_at_once(house: House) -> None:
    assert house.upload(house.file(FIVE[:2])).state == "PARSED"
    assert not Upload.objects.system(WHY).exists()


def test_size_alone_makes_it_large_before_anybody_opens_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    Parameter.objects.filter(key="daifutong.large_kb").update(value="0")
    monkeypatch.setattr("apps.daifutong.services.batch_import.read_table", None)
    assert house.upload(house.file(FIVE[:2])).state == "UPLOADED"
    work()
    assert Batch.objects.system(WHY).get().state == "PARSED"


def test_a_file_beyond_the_limit_is_refused_at_once(house: House) -> None:
    with pytest.raises(InvalidInput, match="F_TOO_LARGE"):
        house.upload(b"0" * (30 * 1024 * 1024 + 1))
    assert not Batch.objects.system(WHY).exists()


def test_pieces_make_the_file_again_and_are_no_plain_text(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_keep, "PIECE", 50)
    content = house.file(FIVE)
    house.upload(content)
    pieces = list(UploadPiece.objects.system(WHY).order_by("number"))
    assert len(pieces) == -(-len(content) // 50) > 2
    assert upload_keep.content_of(upload(house)) == content
    assert all(house.staff[0].card.encode() not in bytes(piece.__dict__["content"]) for piece in pieces)


@pytest.mark.parametrize(
    ("step", "at", "written"),
    [("_read_tell", 1, 0), ("_write_begin", 1, 0), ("_slice_write", 2, 2), ("_slice_write", 3, 4), ("_read_end", 1, 5)],
)
def test_a_worker_that_is_lost_doubles_no_line(
    house: House, stopped: Callable[[str, int], None], step: str, at: int, written: int
) -> None:
    answer = house.upload(house.file(FIVE))
    stopped(step, at)
    jobs.run(the_job().pk)
    assert len(rows(answer)) == batch_of(answer).row_count == written
    assert progress(house, answer).written == written
    Job.objects.filter(kind=upload_keep.IMPORT_JOB).update(due_at=house.now.wall)
    work()
    assert len(rows(answer)) == batch_of(answer).row_count == 5
    assert batch_of(answer).state == "HAS_ERRORS"


def test_lines_that_stand_are_not_written_again(house: House, stopped: Callable[[str, int], None]) -> None:
    answer = house.upload(house.file(FIVE))
    stopped("_slice_write", 3)
    jobs.run(the_job().pk)
    stood = dict(Row.objects.system(WHY).values_list("number", "pk"))
    assert len(stood) == 4
    Job.objects.update(due_at=house.now.wall)
    work()
    now_there = dict(Row.objects.system(WHY).values_list("number", "pk"))
    assert {number: now_there[number] for number in stood} == stood
    assert (batch_of(answer).state, batch_of(answer).total_fen) == ("HAS_ERRORS", 1_200_000)


def test_lines_that_would_be_judged_otherwise_now_are_taken_back(
    house: House, stopped: Callable[[str, int], None]
) -> None:
    """A colleague leaves between the runs: his line has the warning, whichever slice it was in."""
    answer = house.upload(house.file(FIVE))
    stopped("_slice_write", 3)
    jobs.run(the_job().pk)
    EmployeeMember.objects.system(WHY).filter(person_id=house.staff[0].person_id).update(
        status="LEFT", left_on=house.now.business_date
    )
    Job.objects.update(due_at=house.now.wall)
    work()
    first = Row.objects.system(WHY).get(number=2)
    assert [finding["code"] for finding in first.warnings] == ["W_LEAVER"]
    assert (batch_of(answer).row_count, batch_of(answer).warning_count) == (5, 1)


def test_a_run_ends_in_time_and_the_next_one_goes_on(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_read, "BUDGET", -1)
    answer = house.upload(house.file(FIVE))
    jobs.run(the_job().pk)
    assert (the_job().state, the_job().last_error, len(rows(answer))) == ("DUE", "", 2)
    assert progress(house, answer).is_running
    work()
    assert (batch_of(answer).state, len(rows(answer)), the_job().attempt) == ("HAS_ERRORS", 5, 3)


def test_two_workers_are_one(house: House) -> None:
    """The lease of the first runs out while it is slow; whatever it does then is rolled back."""
    answer = house.upload(house.file(FIVE))
    first = jobs.claim(the_job().pk)
    Job.objects.update(lease_until=house.now.wall)
    jobs.run(the_job().pk)
    assert first is not None
    with pytest.raises(jobs.LeaseLost):
        batch_read.batch_read(batch_id=answer.batch_id, lease=first, now=house.now)
    assert len(rows(answer)) == 5


def test_what_passes_by_itself_is_tried_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = house.upload(house.file(FIVE))
    real = batch_read.check_lines

    def busy(*given: object, **named: object) -> None:
        raise Busy()

    monkeypatch.setattr(batch_read, "check_lines", busy)
    jobs.run(the_job().pk)
    assert (batch_of(answer).state, the_job().state, the_job().last_error) == ("UPLOADED", "DUE", "Busy")
    monkeypatch.setattr(batch_read, "check_lines", real)
    Job.objects.update(due_at=house.now.wall)
    work()
    assert batch_of(answer).state == "HAS_ERRORS"


def test_a_file_that_no_worker_survives_is_refused_in_the_end(
    house: House, stopped: Callable[[str, int], None]
) -> None:
    answer = house.upload(house.file(FIVE))
    Job.objects.filter(kind=upload_keep.IMPORT_JOB).update(attempt=batch_read.TRIES, max_attempts=99)
    work()
    assert batch_of(answer).state == "CANCELLED"
    assert progress(house, answer).code == "F_STOPPED"
    assert the_job().state == "DONE"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\x00\x01\x02\x03" * 99, "F_ENCODING"), ("姓名,备注\n".encode() + "某人,甲\n".encode() * 9, "F_HEADER")],
)
def test_a_file_that_cannot_be_taken_says_why_and_may_come_again(house: House, content: bytes, code: str) -> None:
    Parameter.objects.filter(key="daifutong.large_kb").update(value="0")
    answer = house.upload(content)
    work()
    batch, told = batch_of(answer), progress(house, answer)
    assert (batch.state, batch.row_count, batch.file_guard) == ("CANCELLED", 0, None)
    assert (told.phase, told.code, told.is_running) == ("REFUSED", code, False)
    assert told.message, "a sentence for people"
    assert not UploadPiece.objects.system(WHY).exists()
    record = AuditRow.objects.system(WHY).get(action="daifutong.batch.refused")
    assert (record.from_state, record.to_state, record.detail["code"]) == ("UPLOADED", "CANCELLED", code)
    assert Notice.objects.system(WHY).get(person_id=house.as_("maker").person).title == "代发名单没有导入"
    assert house.upload(content).state == "UPLOADED", "the same file may come again"


def test_the_same_file_is_refused_at_once(house: House) -> None:
    house.upload(house.file(FIVE))
    with pytest.raises(Conflict, match="DUP_BATCH"):
        house.upload(house.file(FIVE))


def test_the_same_wages_in_another_file_are_refused_by_the_job_and_leave_no_line(house: House) -> None:
    good = ["1000.00", "2000.00", "3000.00", "4000.00"]
    first = house.upload(house.file(good))
    work()
    second = house.upload(house.file(good) + b"\n\n")
    work()
    assert batch_of(first).state == "PARSED"
    assert (batch_of(second).state, batch_of(second).row_count, rows(second)) == ("CANCELLED", 0, [])
    assert progress(house, second).code == "DUP_BATCH"


def test_the_same_key_gets_the_same_answer_and_one_job(house: House) -> None:
    content = house.file(FIVE)
    one = house.upload(content, key="k")
    work()
    assert house.upload(content, key="k") == one
    assert Job.objects.filter(kind=upload_keep.IMPORT_JOB).count() == Batch.objects.system(WHY).count() == 1


def cancel(house: House, answer: ImportAnswer) -> None:
    batch_cancel(batch_id=answer.batch_id, key=house.key(), actor=house.as_("maker"), now=house.now)


def test_it_may_be_given_up_while_it_waits(house: House) -> None:
    answer = house.upload(house.file(FIVE))
    cancel(house, answer)
    assert not UploadPiece.objects.system(WHY).exists()
    assert the_job().state == "DONE"
    work()
    assert (batch_of(answer).state, rows(answer)) == ("CANCELLED", [])
    assert house.upload(house.file(FIVE)).state == "UPLOADED"


def test_it_may_be_given_up_while_it_is_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = house.upload(house.file(FIVE))
    real, times = batch_read._slice_write, iter(range(9))

    def write(**given: Any) -> None:
        real(**given)
        if next(times) == 0:
            cancel(house, answer)

    monkeypatch.setattr(batch_read, "_slice_write", write)
    work()
    batch = batch_of(answer)
    assert (batch.state, batch.row_count, batch.total_fen, rows(answer)) == ("CANCELLED", 0, 0, [])
    assert the_job().state == "DONE"
    assert not batch_detail(house.as_("maker"), batch.pk, house.now).upload.is_running  # type: ignore[union-attr]


def part(told: UploadProgress | None) -> str:
    return render_to_string("office/daifutong/upload_part.html", {"upload": told, "told": "", "part_url": "/part"})


def test_the_live_part_asks_for_itself_and_in_the_end_for_the_page_once(house: House) -> None:
    """A header that makes htmx reload would leave the part asking: a page slower than its turn would never come."""
    answer = house.upload(house.file(FIVE))
    running = part(progress(house, answer))
    assert 'hx-get="/part" hx-trigger="every 1s"' in running
    assert "data-reload" not in running
    work()
    last = part(upload_progress(house.as_("maker"), answer.batch_id))
    assert "data-reload" in last
    assert "hx-get" not in last


def test_giving_up_erases_the_file(house: House) -> None:
    house.upload(house.file(FIVE))
    with transaction.atomic():
        upload_keep.upload_drop(Batch.objects.system(WHY).get())
    assert upload(house).read_count == 0
    assert not UploadPiece.objects.system(WHY).exists()
