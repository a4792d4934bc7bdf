"""Kill −9 at every moment of the job that reads a large file of wages: each line stands once, and the file is gone."""

import pytest

from apps.core.models import Job, Parameter
from apps.daifutong.models import Batch, Row, Upload, UploadPiece
from apps.notify.models import Notice
from tests.daifutong.cast import House

from .conftest import run, settle
from .points import IMPORT_POINTS

pytestmark = pytest.mark.slow
WHY = "crash"
AMOUNTS = ["1000.00", "2000.00", "0", "4000.00", "5000.00", "6000.00"]  # three slices, one line faulty


def large_upload(house: House) -> Batch:
    Parameter.objects.filter(key="daifutong.large_rows").update(value="3")
    return Batch.objects.system(WHY).get(pk=house.upload(house.file(AMOUNTS)).batch_id)


@pytest.mark.parametrize("point", IMPORT_POINTS)
def test_every_line_of_the_file_stands_once(house: House, point: str) -> None:
    batch = large_upload(house)
    ended = run("work", point=point)
    assert ended.died_at(point), ended
    settle()
    batch.refresh_from_db()
    assert (batch.state, batch.row_count, batch.total_fen, batch.error_count) == ("HAS_ERRORS", 6, 1_800_000, 1)
    rows = Row.objects.system(WHY).filter(batch=batch).order_by("number")
    assert list(rows.values_list("number", flat=True)) == [2, 3, 4, 5, 6, 7]
    upload = Upload.objects.system(WHY).get(pk=batch.pk)
    assert (upload.phase, upload.percent, upload.read_count, upload.faulty_count) == ("DONE", 100, 6, 1)
    assert not UploadPiece.objects.system(WHY).exists()
    assert Notice.objects.system(WHY).filter(title="代发名单已读取完毕").count() == 1
    assert not Job.objects.exclude(state="DONE").exists()
