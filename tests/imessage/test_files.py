"""Pictures and documents in a conversation: checked, drawn anew, seen by who sits there, gone with their row."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from apps.core.errors import InvalidInput, KeyReused, NotFound
from apps.core.files.attachment import FILE_BYTES, attachment
from apps.core.files.refusal import FileRefused
from apps.imessage.models import MessageBody, TalkFile
from apps.imessage.selectors.files import LINK_LASTS, file_for_member, link_for_member, require_link
from apps.imessage.services.file_send import file_send
from tests.access.make_imessage import picture

from .cast import Talk
from .test_messages import later
from .test_pages import phone

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def office(folder: str, *more: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("[Content_Types].xml", f"{folder}/document.xml", *more):
            archive.writestr(name, "<x/>")
    return made.getvalue()


def sends(talk: Talk, ours, who, data: bytes, name: str, client_id=None):
    return file_send(
        conversation_id=ours, client_id=client_id or uuid4(), data=data, name=name, actor=talk.at_phone(who),
        now=talk.stage.now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.txt", "F_EMPTY"),
        (b"x" * (FILE_BYTES + 1), "a.txt", "F_TOO_LARGE"),
        (picture(), "a.pdf", "F_TYPE"),
        (picture(kind="JPEG"), "a.png", "F_TYPE"),
        (picture()[:60], "a.png", "F_TYPE"),
        (b"MZ\x90\x00", "a.exe", "F_TYPE"),
        (b"MZ\x90\x00", "a.txt", "F_TYPE"),
        (b"<script>alert(1)</script>", "a.html", "F_TYPE"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "F_TYPE"),
        (PDF, "a.docx", "F_TYPE"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript>>"), "a.pdf", "F_ACTIVE"),
        (office("word"), "a.xlsx", "F_TYPE"),
        (office("word", "word/vbaProject.bin"), "a.docx", "F_MACRO"),
        (office("word", "word/embeddings/b.docx"), "a.docx", "F_ARCHIVE"),
        (office("word")[:80], "a.docx", "F_ARCHIVE"),
    ],
    ids=range(15),
)
def test_what_is_not_what_it_says_or_does_something_is_refused(data: bytes, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        attachment(data, name)
    assert refused.value.code == code


def test_a_picture_is_drawn_anew_and_says_nothing_of_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    made = io.BytesIO()
    Image.new("RGB", (3000, 1500), "teal").save(made, "JPEG", exif=exif)
    behind = made.getvalue() + b"<script>hidden</script>"
    kept = attachment(behind, "C:\\照片\\门 口.JPG")
    assert (kept.name, kept.media_type, kept.width, kept.height) == ("门 口.JPG", "image/jpeg", 1920, 960)
    assert b"hidden" not in kept.content and not Image.open(io.BytesIO(kept.content)).getexif()
    assert Image.open(io.BytesIO(kept.thumb)).size == (360, 180)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (PDF, "合同.pdf", "application/pdf"),
        (office("word"), "说明.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("姓名,部门\n李晓雯,质量部".encode("gb18030"), "名单.csv", "text/plain"),
    ],
    ids=["pdf", "docx", "csv"],
)
def test_documents_stay_as_they_are(data: bytes, name: str, media_type: str) -> None:
    kept = attachment(data, name)
    assert (kept.media_type, kept.content, kept.is_picture) == (media_type, data, False)


def test_a_file_is_seen_by_who_sits_there_and_sent_once(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours, key = talk.direct(one, other), uuid4()
    first = sends(talk, ours, one, picture(), "门口.png", key)
    again = sends(talk, ours, one, picture(), "门口.png", key)
    assert (again.seq, again.is_new) == (first.seq, False)
    with pytest.raises(KeyReused):
        sends(talk, ours, one, PDF, "合同.pdf", key)
    found = file_for_member(talk.at_phone(other), ours, first.seq)
    assert (found.name, found.media_type) == ("门口.png", "image/png")
    assert Image.open(io.BytesIO(found.content)).size == (40, 30)
    assert file_for_member(talk.at_phone(other), ours, first.seq, is_thumb=True).media_type == "image/jpeg"
    foreign = talk.direct(other, third)
    for who, place, seq in ((third, ours, 1), (third, foreign, 1), (other, ours, 2), (other, foreign, 1)):
        with pytest.raises(NotFound):
            file_for_member(talk.at_phone(who), place, seq)
    said = talk.say(ours, one, "只是话")
    with pytest.raises(NotFound):
        link_for_member(talk.at_phone(one), ours, said.seq, talk.stage.now.wall)


def test_who_comes_later_sees_no_earlier_file_and_what_was_taken_back_nobody(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    sends(talk, ours, one, PDF, "合同.pdf")
    seat = talk.seat(ours, other)
    seat.joined_seq = seat.read_seq = seat.recv_seq = 1
    seat.save()
    with pytest.raises(NotFound):
        file_for_member(talk.at_phone(other), ours, 1)
    talk.recall(ours, one, 1)
    with pytest.raises(NotFound):
        file_for_member(talk.at_phone(one), ours, 1)


def test_a_link_is_one_person_s_for_one_file_and_for_ten_minutes(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours, now = talk.direct(one, other), talk.stage.now
    sends(talk, ours, one, PDF, "合同.pdf")
    sends(talk, ours, one, picture(), "门口.png")
    link = link_for_member(talk.at_phone(one), ours, 1, now.wall)
    require_link(talk.at_phone(one), ours, 1, link, now.wall)
    for who, seq, words, seconds in (
        (other, 1, link, 0), (one, 2, link, 0), (one, 1, link + "x", 0), (one, 1, "\x00", 0), (one, 1, "", 0),
        (one, 1, link, LINK_LASTS.seconds),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            require_link(talk.at_phone(who), ours, seq, words, later(now, seconds).wall)


def test_a_file_goes_with_the_words_of_its_last_row(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    for _ in range(2):
        sends(talk, ours, one, PDF, "合同.pdf")
    kept = TalkFile.objects.system("test").filter(conversation=ours)
    assert kept.count() == 1
    for seq, left in ((1, 1), (2, 0)):
        body = MessageBody.objects.system("retention").filter(conversation=ours, seq=seq)
        body.update(body=None, salt=None, erased_at=talk.stage.now.wall)
        assert kept.count() == left


def test_a_name_is_watched_like_words(talk: Talk) -> None:
    one, other = talk.stage.house.staff[:2]
    ours = talk.direct(one, other)
    with pytest.raises(InvalidInput, match="E_LOAN_OFFER"):
        sends(talk, ours, one, b"x", "www.a.cn 同心宝.txt")
    assert talk.rows(ours) == []


def test_a_form_sends_and_a_link_opens_without_a_script(talk: Talk) -> None:
    one, other, third = talk.stage.house.staff[:3]
    ours = talk.direct(one, other)
    url, send = reverse("mobile:talk", args=[ours]), reverse("mobile:file_send", args=[ours])

    def posts(who, name: str, data: bytes):
        return phone(talk, who).post(send, {"client_id": str(uuid4()), "file": SimpleUploadedFile(name, data)})

    assert [posts(one, *file).status_code for file in (("门口.png", picture()), ("合同.pdf", PDF))] == [302, 302]
    refused = posts(one, "a.exe", b"MZ")
    assert refused.status_code == 422 and "不支持这种文件" in refused.content.decode()
    shown = phone(talk, other).text(url)
    assert 'class="said-picture"' in shown and "合同.pdf" in shown
    assert 'class="watermark"' in phone(talk, other).text(reverse("mobile:message_picture", args=[ours, 1]))
    leads = phone(talk, other).get(reverse("mobile:message_file", args=[ours, 2]))
    opened = phone(talk, other).get(leads["Location"])
    assert opened.content == PDF and opened["Content-Disposition"].startswith("attachment")
    assert phone(talk, one).get(leads["Location"]).status_code == 404
    for name in ("message_file", "message_picture", "message_thumb"):
        assert phone(talk, third).get(reverse(f"mobile:{name}", args=[ours, 1])).status_code == 404
    assert posts(third, "合同.pdf", PDF).status_code == 404
    assert phone(talk, one).client.get(reverse("api:message_file", args=[ours, 2])).content == PDF
