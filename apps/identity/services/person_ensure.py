"""Registering natural persons."""

from collections.abc import Iterable
from uuid import UUID

from apps.audit import api as audit
from apps.core.actors import Actor
from apps.core.clock import Moment
from apps.core.db import lock_rows, require_transaction
from apps.core.errors import Conflict
from apps.core.identifiers import check_id_number, check_mobile, normalise_name, same_name

from ..contracts import NewPerson
from ..models import Person
from ..rules.names import pinyin
from ..selectors import persons_by_id_numbers


def person_ensure(*, name: str, id_number: str, mobile: str, actor: Actor, now: Moment) -> UUID:
    """Finds a person by ID number or registers one, in the caller's transaction.

    Raises IdentifierError for a malformed number, and Conflict PERSON_MISMATCH when name or mobile contradict what is
    known; it does not tell which (ID-7).
    """
    person = NewPerson(name, id_number, mobile)
    known = persons_ensure(people=[person], actor=actor, now=now)
    if not known:
        raise Conflict("PERSON_MISMATCH", "姓名、证件号码与手机号码和已登记的信息不一致,请核对后重试。")
    return next(iter(known.values()))


def persons_ensure(*, people: Iterable[NewPerson], actor: Actor, now: Moment) -> dict[str, UUID]:
    """As person_ensure for many, in two statements: normalised ID number → person.

    People who contradict what is known are absent from the answer. A known person's mobile number is not changed here:
    that takes the person. Raises IdentifierError. No locks; two callers with one person meet at the unique index.
    """
    require_transaction()
    rows = [_row(person, now) for person in people]
    numbers = [row.id_number.clear() for row in rows]
    before = persons_by_id_numbers(numbers)
    missing = [row for row, number in zip(rows, numbers, strict=True) if number not in before]
    Person.objects.bulk_create(missing, ignore_conflicts=True, batch_size=1000)
    known = persons_by_id_numbers(numbers)
    names = dict(
        Person.objects.system("compared with what the caller states")
        .filter(pk__in=known.values())
        .values_list("pk", "name")
    )
    stated = {number: row.name for row, number in zip(rows, numbers, strict=True)}
    agreed = {number: pk for number, pk in known.items() if same_name(names[pk], stated[number])}
    created = {row.pk for row in missing} & set(known.values())
    if created:
        single = next(iter(created)) if len(created) == 1 else None
        detail = {"count": len(created)}
        audit.record(actor=actor, action="identity.person.created", subject_kind="person", subject_id=single,
                     detail=detail, now=now)  # fmt: skip
    return agreed


def person_rename(*, person_id: UUID, name: str, actor: Actor, now: Moment) -> None:
    """Gives a person whom nobody has certified yet another name, in the caller's transaction. Locks the person."""
    require_transaction()
    (row,) = lock_rows(Person.objects.system("the caller has checked who asks").filter(pk=person_id))
    row.name = normalise_name(name)
    row.pinyin, row.initials = pinyin(row.name)
    row.save(update_fields=["name", "pinyin", "initials"])
    audit.record(actor=actor, action="identity.person.renamed", subject_kind="person", subject_id=person_id, now=now)


def _row(person: NewPerson, now: Moment) -> Person:
    identity = check_id_number(person.id_number, now.business_date)
    name = normalise_name(person.name)
    full, initials = pinyin(name)
    return Person(
        name=name,
        pinyin=full,
        initials=initials,
        id_number=identity.text,
        mobile=check_mobile(person.mobile) if person.mobile else None,
        birth_date=identity.birth_date,
        created_at=now.wall,
    )
