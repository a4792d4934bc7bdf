from django.db import models

from apps.core.crypto import BlindIndexField, EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class Person(models.Model):
    """A natural person, once, however many employers and logins there are. Found by blind index, never by text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60)  # normalised by ID-6
    pinyin = models.CharField(max_length=240)  # zhangsan
    initials = models.CharField(max_length=60)  # zs
    id_number = EncryptedField("id_number")
    id_number_index = BlindIndexField("id_number", unique=True)
    mobile = EncryptedField("mobile", null=True)
    # One number belongs to one person (ID-3), else a code sent to it could open somebody else's door.
    mobile_index = BlindIndexField("mobile", null=True, unique=True)
    # The number before, so that who has it hears of what is done in this person's name soon after the change.
    former_mobile = EncryptedField("mobile", null=True)
    mobile_changed_at = models.DateTimeField(null=True)
    birth_date = models.DateField()
    created_at = models.DateTimeField()

    tenancy = Tenancy(person="id")
    objects = ScopedManager["Person"]()

    def __str__(self) -> str:
        return f"person {self.id}"
