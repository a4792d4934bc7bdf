"""Personal data at rest: AES-256-GCM, decrypted only when asked, found by a keyed blind index.

Stored form: one byte of format, one byte of algorithm, one byte of key-id length, the key id, 12 bytes of nonce,
ciphertext with tag. The additional data is `model|field|primary key`, so a value copied to another row or column
does not decrypt. The algorithm byte leaves room for SM4.
"""

import hashlib
import hmac
import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

from . import masking

FORMAT, AES_256_GCM = 1, 1
INDEX_BYTES = 16
NONCE, NONCES = 12, 250  # bytes of one, and how many at a time

MASKS: dict[str, Callable[[str], str]] = {
    "mobile": masking.mask_mobile,
    "id_number": masking.mask_id_number,
    "account_number": masking.mask_account,
    "secret": lambda text: "******",
}


class Undecryptable(RuntimeError):
    """The stored value is not what was written there: wrong row, wrong column, wrong key or tampering."""


@lru_cache(maxsize=4)
def _ciphers(setting: str) -> tuple[bytes, dict[str, AESGCM]]:
    """What stands before each value written now, and a cipher for each key by its id, the first one for writing."""
    if not setting:
        raise ImproperlyConfigured("FIELD_KEYS is empty: personal data cannot be stored")
    pairs = [pair.split(":", 1) for pair in setting.split(",")]
    name = pairs[0][0].encode()
    return bytes((FORMAT, AES_256_GCM, len(name))) + name, {name: AESGCM(bytes.fromhex(key)) for name, key in pairs}


def encrypt(place: str, pk: UUID, text: str) -> bytes:
    """Encrypts for one place ("app.Model|field") and one row."""
    return encryptor(place)(pk, text)


def encryptor(place: str) -> Callable[[UUID | str, str], bytes]:
    """`encrypt` for one place and many rows: the keys are looked up once. An id as its text counts as the id."""
    head, ciphers = _ciphers(settings.FIELD_KEYS)
    seal, place = next(iter(ciphers.values())).encrypt, f"{place}|"
    nonces: list[bytes] = []  # of this caller alone, each used once; many are fetched from the second value on
    count = 1

    def encrypt_one(pk: UUID | str, text: str) -> bytes:
        nonce = nonces.pop() if nonces else more()
        return head + nonce + seal(nonce, text.encode(), f"{place}{pk}".encode())

    def more() -> bytes:
        nonlocal count
        chance, count = os.urandom(NONCE * count), NONCES
        nonces.extend(chance[at : at + NONCE] for at in range(0, len(chance), NONCE))
        return nonces.pop()

    return encrypt_one


def decrypt(place: str, pk: UUID, stored: bytes) -> str:
    """Raises Undecryptable when the value does not belong to this place and row, or was changed."""
    length = stored[2]
    name, nonce, sealed = stored[3 : 3 + length], stored[3 + length : 15 + length], stored[15 + length :]
    try:
        if stored[0] != FORMAT or stored[1] != AES_256_GCM:
            raise KeyError
        cipher = _ciphers(settings.FIELD_KEYS)[1][name.decode()]
        return cipher.decrypt(nonce, sealed, f"{place}|{pk}".encode()).decode()
    except (KeyError, InvalidTag) as error:
        raise Undecryptable(place) from error


def blind_index(kind: str, text: str) -> bytes:
    """A keyed hash for equality search: the same text of the same kind gives the same 16 bytes."""
    return blind_indexer(kind)(text)


def blind_indexer(kind: str) -> Callable[[str], bytes]:
    """`blind_index` for one kind and many texts: the key is hashed once."""
    begun = hmac.new(bytes.fromhex(settings.BLIND_INDEX_KEY), f"{kind}|".encode(), hashlib.sha256)

    def index_one(text: str) -> bytes:
        mac = begun.copy()
        mac.update(text.encode())
        return mac.digest()[:INDEX_BYTES]

    return index_one


class Secret:
    """A value of an encrypted column. Printing it prints the mask; `.clear()` decrypts."""

    __slots__ = ("_field", "_pk", "_raw")

    def __init__(self, field: "EncryptedField", pk: UUID, raw: "bytes | str") -> None:
        self._field, self._pk, self._raw = field, pk, raw

    @property
    def kind(self) -> str:
        return self._field.kind

    def clear(self) -> str:
        return self._raw if isinstance(self._raw, str) else decrypt(self._field.place, self._pk, self._raw)

    @property
    def masked(self) -> str:
        return MASKS[self._field.kind](self.clear())

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"<Secret {self._field.kind}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.clear() == other.clear()

    __hash__ = None  # type: ignore[assignment]


class _SecretAttribute:
    def __init__(self, field: "EncryptedField") -> None:
        self.field = field

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:  # deferred
            instance.refresh_from_db(fields=[self.field.attname])
        raw = instance.__dict__[self.field.attname]
        return None if raw is None else Secret(self.field, instance.pk, raw)

    def __set__(self, instance: Any, value: Any) -> None:
        if isinstance(value, Secret):
            value = value._raw if value._pk == instance.pk else value.clear()
        instance.__dict__[self.field.attname] = bytes(value) if isinstance(value, memoryview) else value


class EncryptedField(models.BinaryField):
    """An encrypted text column of a `kind` (a key of MASKS). Assign a str, read a Secret. Never filter by it."""

    _pyi_private_set_type: "str | Secret | None"  # what the type checker's Django plugin reads
    _pyi_private_get_type: Secret  # type: ignore[assignment]

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.kind = kind
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"kind": self.kind}

    @property
    def place(self) -> str:
        return f"{self.model._meta.label}|{self.name}"

    def contribute_to_class(self, cls: Any, name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _SecretAttribute(self))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        raw = model_instance.__dict__.get(self.attname)
        if isinstance(raw, str):
            raw = encrypt(self.place, model_instance.pk, raw)
            model_instance.__dict__[self.attname] = raw
        return raw

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.place} is encrypted: search its blind index instead")
        return super().get_lookup(lookup_name)


class BlindIndexField(models.BinaryField):
    """Keeps the blind index of an encrypted field of the same model beside it."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("editable", False)
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        secret: Secret | None = getattr(model_instance, self.source)
        value = None if secret is None else blind_index(secret.kind, secret.clear())
        setattr(model_instance, self.attname, value)
        return value
