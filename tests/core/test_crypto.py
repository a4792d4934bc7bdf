"""Encrypted columns: unreadable at rest, bound to their row and column, masked when printed."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from apps.core import clock
from apps.core.crypto import NONCE, NONCES, Undecryptable, blind_index, decrypt, encrypt, encryptor
from apps.core.ids import new_id, new_ids
from apps.notify.models import SmsMessage

pytestmark = pytest.mark.django_db
CANARY = "13812345678"


@pytest.fixture
def message() -> SmsMessage:
    made = SmsMessage.objects.create(
        mobile=CANARY, text="验证码 123456", created_at=clock.wall(), leaves_at=clock.wall()
    )
    return SmsMessage.objects.system("test").get(pk=made.pk)


def test_the_stored_bytes_do_not_hold_the_text(message: SmsMessage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT mobile, text FROM notify_smsmessage")
        mobile, text = (bytes(value) for value in cursor.fetchone())
    assert CANARY.encode() not in mobile
    assert b"123456" not in text
    assert decrypt("notify.SmsMessage|mobile", message.pk, mobile) == CANARY


def test_reading_prints_the_mask_and_clear_is_asked_for(message: SmsMessage) -> None:
    assert str(message.mobile) == f"{message.mobile}" == "138****5678"
    assert CANARY not in repr(message.mobile)
    assert message.mobile.clear() == CANARY


def test_many_values_of_one_place_have_a_nonce_each_and_decrypt_like_single_ones() -> None:
    seal, ids = encryptor("a.B|c"), new_ids(3 * NONCES)
    stored = [seal(pk, CANARY) for pk in ids[:-1]] + [seal(str(ids[-1]), CANARY)]
    start = 3 + stored[0][2]
    assert len({one[start : start + NONCE] for one in stored}) == len(ids)
    assert {decrypt("a.B|c", pk, one) for pk, one in zip(ids, stored, strict=True)} == {CANARY}


def test_a_value_moved_to_another_row_or_column_does_not_decrypt() -> None:
    pk = new_id()
    stored = encrypt("a.B|c", pk, CANARY)
    assert decrypt("a.B|c", pk, stored) == CANARY
    for place, owner in (("a.B|d", pk), ("a.B|c", new_id())):
        with pytest.raises(Undecryptable):
            decrypt(place, owner, stored)


def test_a_flipped_bit_is_found() -> None:
    pk = new_id()
    stored = bytearray(encrypt("a.B|c", pk, CANARY))
    stored[-1] ^= 1
    with pytest.raises(Undecryptable):
        decrypt("a.B|c", pk, bytes(stored))


def test_filtering_by_an_encrypted_column_is_refused(message: SmsMessage) -> None:
    with pytest.raises(FieldError):
        SmsMessage.objects.system("test").filter(mobile=CANARY)


def test_the_same_text_has_one_index_per_kind() -> None:
    assert blind_index("mobile", CANARY) == blind_index("mobile", CANARY)
    assert blind_index("mobile", CANARY) != blind_index("id_number", CANARY)
    assert len(blind_index("mobile", CANARY)) == 16


def test_a_deferred_value_is_fetched_when_read(message: SmsMessage) -> None:
    later = SmsMessage.objects.system("test").only("pk").get(pk=message.pk)
    assert later.mobile.clear() == CANARY
