"""What is told and what is put on record: the kinds of notices, and a sentence for each audited deed."""

from apps.notify.contracts import NoticeKind

NOTICE_KINDS: dict[str, NoticeKind] = {}
AUDIT_ACTIONS: dict[str, str] = {}
