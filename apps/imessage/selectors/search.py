"""查找聊天记录: in the conversations where the actor sits, from where he sat down; nothing recalled, nothing erased."""

import unicodedata
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.actors import Actor
from apps.core.errors import NotFound

from ..contracts import FoundLine, FoundPage
from .seats import NOT_THERE, seats_of
from .talks import talks_for_member

PAGE = 20
MOST_PAGES = 50
AROUND = 16  # letters in front of what was found

_SQL = """
SELECT m.conversation_id, said.seq, m.display, said.sent_at, coalesce(b.body ->> 'text', b.body ->> 'name')
  FROM unnest(%(talks)s::uuid[], %(joined)s::bigint[]) AS seat(conversation_id, joined_seq)
  JOIN imessage_messagegrams g ON g.conversation_id = seat.conversation_id AND g.seq > seat.joined_seq
  JOIN imessage_message m ON m.conversation_id = g.conversation_id AND m.seq = g.seq
  JOIN imessage_message said ON said.conversation_id = m.conversation_id AND said.seq = coalesce(m.target_seq, m.seq)
  JOIN imessage_messagebody b ON b.conversation_id = m.conversation_id AND b.seq = m.seq
 WHERE g.grams @> imessage_grams(%(words)s) AND g.grams && %(talks)s::text[] AND said.seq > seat.joined_seq
   AND strpos(imessage_plain(coalesce(b.body ->> 'text', b.body ->> 'name')), imessage_plain(%(words)s)) > 0
   AND NOT EXISTS (SELECT FROM imessage_message later
                    WHERE later.conversation_id = m.conversation_id AND later.target_seq = coalesce(m.target_seq, m.seq)
                      AND (later.kind = 'RECALL' OR later.seq > m.seq))
 ORDER BY said.sent_at DESC, m.conversation_id, m.seq DESC LIMIT %(most)s OFFSET %(skip)s
"""


def found_for_member(actor: Actor, words: str, *, conversation_id: UUID | None = None, number: int = 1) -> FoundPage:
    """The rows that hold the words, newest first, PAGE a page; of one conversation only where that is given.

    Width, case and blanks do not count; of an edited row the newest words do. Raises NotFound for a conversation in
    which the actor does not sit. Three queries.
    """
    seats = seats_of(actor)
    if conversation_id is not None:
        seats = seats.filter(conversation_id=conversation_id)
    joined = dict(seats.values_list("conversation_id", "joined_seq"))
    if conversation_id is not None and not joined:
        raise NotFound(NOT_THERE)
    number = min(max(number, 1), MOST_PAGES)
    if not plain(words) or not joined:
        return FoundPage((), number, has_more=False)
    with connection.cursor() as cursor:
        asked: dict[str, Any] = {
            "talks": list(joined), "joined": list(joined.values()), "words": words, "most": PAGE + 1,
            "skip": (number - 1) * PAGE,
        }  # fmt: skip
        cursor.execute(_SQL, asked)
        rows = cursor.fetchall()
    titles = {talk.conversation_id: talk.title for talk in talks_for_member(actor)}
    lines = tuple(
        FoundLine(talk, seq, titles.get(talk, ""), display, sent_at, *parted(text, words))
        for talk, seq, display, sent_at, text in rows[:PAGE]
    )
    return FoundPage(lines, number, has_more=len(rows) > PAGE and number < MOST_PAGES)


def plain(text: str) -> str:
    """Python's spelling of imessage_plain (sql/search.sql)."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def parted(text: str, words: str) -> tuple[str, str, str]:
    """A row's text around what was found: before, that itself, after."""
    places = [(letter, at) for at, one in enumerate(text) for letter in plain(one)]
    found = "".join(letter for letter, _ in places).find(plain(words))
    if found < 0:
        return text[: 2 * AROUND], "", text[2 * AROUND : 4 * AROUND]
    first, last = places[found][1], places[found + len(plain(words)) - 1][1] + 1
    before = text[:first] if first <= AROUND else "…" + text[first - AROUND : first]
    return before, text[first:last], text[last : last + 2 * AROUND]
