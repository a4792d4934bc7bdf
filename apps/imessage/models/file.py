from django.db import models

from apps.core.crypto import EncryptedField
from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id


class TalkFile(models.Model):
    """会话文件: a picture or a document that was sent in a conversation, encrypted (base64 of its bytes).

    Rows of the conversation name it by the digest of what was uploaded: the same file is kept once. With the body of
    the last row that names it the database erases it (sql/erasing.sql).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conversation = models.ForeignKey("Conversation", on_delete=models.PROTECT, db_index=False, related_name="+")
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=80)
    content = EncryptedField("secret")
    thumb = EncryptedField("secret")  # empty for a document
    put_at = models.DateTimeField()

    tenancy = Tenancy(person="conversation__participants__person_id", enterprise="conversation__enterprise_id")
    objects = ScopedManager["TalkFile"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "digest"], name="imessage_file_once")]
