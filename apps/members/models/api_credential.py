from django.db import models

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class ApiCredential(models.Model):
    """The key with which an enterprise's own program signs its requests. It may make and submit, never approve."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="api_credentials")
    key_id = models.CharField(max_length=32, unique=True)
    secret = EncryptedField("secret")
    name = models.CharField(max_length=30)  # what the program is, in its owner's words
    issuer_person_id = models.UUIDField()  # maker of what the program submits, so that another person approves
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)  # to the minute
    revoked_at = models.DateTimeField(null=True)

    tenancy = Tenancy(enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["ApiCredential"]()
