"""What must be true of the conversations at every instant: run by `manage.py verify_money` and after tests.

Each function gives sentences about what is wrong; none when all is well.
"""

from collections.abc import Iterator

from django.db import connection


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def no_holes() -> Iterator[str]:
    """A conversation's rows are numbered 1 … last_seq, and each has a body, if only an erased one."""
    for talk, last, count, top, bodies in _rows("""
        SELECT c.id, c.last_seq, count(m.seq), coalesce(max(m.seq), 0), count(b.seq)
          FROM imessage_conversation c
          LEFT JOIN imessage_message m ON m.conversation_id = c.id
          LEFT JOIN imessage_messagebody b ON b.conversation_id = c.id AND b.seq = m.seq
         GROUP BY c.id HAVING NOT (c.last_seq = count(m.seq) AND c.last_seq = coalesce(max(m.seq), 0)
                                   AND count(b.seq) = count(m.seq))"""):
        yield f"会话 {talk}:序号至 {last},消息 {count} 条,末条 {top},正文 {bodies} 条"


def chains() -> Iterator[str]:
    """Each row's hash is that of the row before it and of its own fields; the conversation holds the last one."""
    for talk, seq in _rows(r"""
        SELECT m.conversation_id, m.seq FROM imessage_message m
          LEFT JOIN imessage_message p ON p.conversation_id = m.conversation_id AND p.seq = m.seq - 1
         WHERE m.prev_hash <> coalesce(p.hash, decode(repeat('00', 32), 'hex'))
            OR m.hash <> sha256(m.prev_hash || convert_to(concat_ws(E'\x1f', m.conversation_id::text, m.seq::text,
                   coalesce(m.participant_id::text, ''), m.device, m.client_id::text, m.kind,
                   coalesce(m.target_seq::text, ''), m.display, m.badge, encode(m.body_mac, 'hex'),
                   (extract(epoch FROM m.sent_at) * 1000000)::bigint::text), 'UTF8'))
         UNION ALL
        SELECT c.id, c.last_seq FROM imessage_conversation c
          LEFT JOIN imessage_message m ON m.conversation_id = c.id AND m.seq = c.last_seq
         WHERE c.head_hash <> coalesce(m.hash, decode(repeat('00', 32), 'hex'))"""):
        yield f"会话 {talk}:第 {seq} 条与链不符"


def people_in_their_place() -> Iterator[str]:
    """Whoever speaks sits there: from behind `joined_seq` to `left_seq`, and cursors do not run ahead."""
    for talk, seq in _rows("""
        SELECT m.conversation_id, m.seq FROM imessage_message m JOIN imessage_participant p ON p.id = m.participant_id
         WHERE p.conversation_id <> m.conversation_id OR m.seq <= p.joined_seq OR m.seq > coalesce(p.left_seq, m.seq)
         UNION ALL
        SELECT p.conversation_id, p.recv_seq FROM imessage_participant p
          JOIN imessage_conversation c ON c.id = p.conversation_id WHERE p.recv_seq > c.last_seq"""):
        yield f"会话 {talk}:第 {seq} 条的参与人不符"


CHECKS = (no_holes, chains, people_in_their_place)
