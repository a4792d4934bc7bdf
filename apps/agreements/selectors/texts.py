"""The texts: which version is in force, who has signed it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from apps.core import params
from apps.core.actors import Actor, Relation
from apps.core.clock import Moment
from apps.core.errors import NotFound
from apps.core.proof_codes import code_in, with_spaces

from ..choices import AUDIENCE_LABELS, READ_SECONDS, Audience, TextState
from ..contracts import AgreementLine, AgreementPage, Paragraph, SignatureLine, SignatureProof, TextLine
from ..models import AgreementText, Signature
from ..rules import KINDS, listed_codes

HEADING = "## "
HISTORY_SHOWN = 100


def texts_in_force(on: date, codes: Iterable[str] | None = None) -> dict[str, AgreementText]:
    """The version of each text that holds on a business date, by code. One query."""
    return {row.code: row for row in _in_force(on, codes)}


def _in_force(on: date, codes: Iterable[str] | None) -> QuerySet[AgreementText]:
    rows = AgreementText.objects.filter(state=TextState.ACTIVE, effective_from__lte=on)
    if codes is not None:
        rows = rows.filter(code__in=list(codes))
    return rows.order_by("code", "-version").distinct("code")


def text_in_force(code: str, on: date) -> AgreementText:
    """Raises NotFound for a code without a version in force."""
    row = texts_in_force(on, [code]).get(code)
    if row is None:
        raise NotFound("没有找到这份协议。")
    return row


def words_in_force(code: str, now: Moment) -> AgreementPage:
    """The words of a text that a deed signs, as they are read. Raises NotFound for a code without a version."""
    return _page(text_in_force(code, now.business_date), None, now)


def words_of(codes: Iterable[str], now: Moment) -> tuple[AgreementPage, ...]:
    """As `words_in_force` for several, in the order asked: one query for all texts, one for how long they are read."""
    wanted = tuple(codes)
    texts = texts_in_force(now.business_date, wanted)
    if missing := set(wanted) - texts.keys():
        raise NotFound(f"没有找到这份协议:{'、'.join(sorted(missing))}。")
    seconds = params.get(READ_SECONDS, now.business_date) if any(KINDS[code].forced for code in wanted) else 0
    return tuple(_page(texts[code], None, now, seconds=seconds) for code in wanted)


def words_signed(code: str, subject_id: UUID, on: date) -> AgreementPage:
    """The words of a text that were signed for one deed; without a signature of its own, those in force on the day.

    Whoever asks has scoped the deed. Raises NotFound for a code without a version. Two queries, or three."""
    rows = Signature.objects.system("of a deed that is at hand").filter(text__code=code, subject_id=subject_id)
    row = rows.select_related("text").order_by("signed_at").first()
    text = row.text if row else text_in_force(code, on)
    return AgreementPage(text.code, text.version, text.title, paragraphs(text.body), text.text_hash,
                         text.effective_from, 0)  # fmt: skip


def audience_of(actor: Actor) -> Audience:
    return Audience.ENTERPRISE if actor.relation == Relation.ENTERPRISE else Audience.PERSON


def signatures_of(actor: Actor, subject_id: UUID | None = None) -> QuerySet[Signature]:
    """The signatures that bind whoever asks, the person's own or those given for the enterprise: the frame agreements,
    or those of one deed."""
    rows = Signature.objects.scoped(actor).filter(subject_id=subject_id)
    return rows if audience_of(actor) == Audience.ENTERPRISE else rows.filter(enterprise_id=None)


def agreements_for(actor: Actor, now: Moment) -> tuple[AgreementLine, ...]:
    """Every agreement that is asked of the actor's side, what is still to be signed first."""
    audience = audience_of(actor)
    codes = listed_codes(audience)
    signed: dict[str, Signature] = {}
    for row in signatures_of(actor).filter(text__code__in=codes).select_related("text").order_by("text__version"):
        signed[row.text.code] = row
    lines = [_line(text, signed.get(code)) for code, text in texts_in_force(now.business_date, codes).items()]
    return tuple(sorted(lines, key=lambda line: (line.state in ("SIGNED", "AT_STEP"), codes.index(line.code))))


def renewal_for(actor: Actor, now: Moment) -> tuple[str, str] | None:
    """Code and title of an agreement of which the actor's side has signed an older version; None without. One query."""
    audience, mine = audience_of(actor), signatures_of(actor)
    codes = listed_codes(audience)
    rows = AgreementText.objects.filter(pk__in=_in_force(now.business_date, codes).values("pk"))
    known, signed = mine.filter(text__code=OuterRef("code")), mine.filter(text=OuterRef("pk"))
    return rows.filter(Exists(known), ~Exists(signed)).order_by("code").values_list("code", "title").first()


def _line(text: AgreementText, signature: Signature | None) -> AgreementLine:
    if signature is None and KINDS[text.code].at_step:
        state, label, tone = "AT_STEP", "办理时签署", "neutral"
    elif signature is None:
        state, label, tone = "UNSIGNED", "待签署", "warn"
    elif signature.text_hash == text.text_hash:
        state, label, tone = "SIGNED", "已签署", "ok"
    else:
        state, label, tone = "RENEWED", "有新版本待签", "warn"
    at = signature.signed_at if signature else None
    return AgreementLine(text.code, text.title, text.version, text.effective_from, state, label, tone, at)


def agreement_for(actor: Actor, code: str, now: Moment) -> AgreementPage:
    """The text in force with the signature under it, if there is one. Raises NotFound for a text of the other side."""
    if code not in listed_codes(audience_of(actor)):
        raise NotFound("没有找到这份协议。")
    text = text_in_force(code, now.business_date)
    return _page(text, signatures_of(actor).filter(text=text).order_by("signed_at").first(), now)


def _page(
    text: AgreementText,
    signature: Signature | None,
    now: Moment,
    terms: tuple[tuple[str, str], ...] = (),
    seconds: int | None = None,
) -> AgreementPage:
    """`seconds` is how long words of risks have to be open, where the caller knows."""
    forced = KINDS[text.code].forced
    if forced and seconds is None:
        seconds = params.get(READ_SECONDS, now.business_date)
    return AgreementPage(
        code=text.code,
        version=text.version,
        title=text.title,
        paragraphs=paragraphs(text.body),
        text_hash=text.text_hash,
        effective_from=text.effective_from,
        read_seconds=seconds if forced and seconds else 0,
        signed_at=signature.signed_at if signature else None,
        signer=signature.signer if signature else "",
        device=signature.device if signature else "",
        signature_id=signature.pk if signature else None,
        proof_code=with_spaces(signature.proof_code) if signature else "",
        terms=terms,
    )


def paragraphs(body: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a body: one a line, headings marked as in Markdown."""
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return tuple(Paragraph(line.removeprefix(HEADING), is_heading=line.startswith(HEADING)) for line in lines)


def signed_copy_for(actor: Actor, signature_id: UUID, now: Moment) -> AgreementPage:
    """The very words of a signature of the actor's side, whatever version is in force today. Raises NotFound."""
    row = Signature.objects.scoped(actor).filter(pk=signature_id).select_related("text", "mandate").first()
    if row is None:
        raise NotFound("没有找到这份签署记录。")
    mandate = getattr(row, "mandate", None)
    return _page(row.text, row, now, tuple((label, text) for label, text in mandate.terms) if mandate else ())


def signature_proved(text: str) -> SignatureProof | None:
    """What a signature's code proves to a stranger; None for a text that is the code of none."""
    code = code_in(text)
    rows = Signature.objects.system("the code is 80 random bits, given to the signer").select_related("text")
    row = rows.filter(proof_code=code).first() if code else None
    return SignatureProof(row.text.title, row.text.version, row.text_hash, row.signer, row.signed_at) if row else None


def history_for(actor: Actor) -> tuple[SignatureLine, ...]:
    """All signatures of the actor's side, the newest first."""
    rows = Signature.objects.scoped(actor)
    if audience_of(actor) == Audience.PERSON:
        rows = rows.filter(enterprise_id=None)
    return tuple(
        SignatureLine(row.pk, row.text.title, row.text.version, row.signer, row.signed_at, row.device, row.text_hash)
        for row in rows.select_related("text").order_by("-signed_at")[:HISTORY_SHOWN]
    )


def unsigned_codes(actor: Actor, codes: Iterable[str], now: Moment) -> tuple[str, ...]:
    """Those of the codes whose version of today the actor's side has not signed, in the order asked. One query."""
    wanted = list(codes)
    texts = _in_force(now.business_date, wanted).values("pk")
    signed = set(signatures_of(actor).filter(text__in=texts).values_list("text__code", flat=True))
    return tuple(code for code in wanted if code not in signed)


def texts_for_staff(actor: Actor, now: Moment, *, may_decide: bool) -> tuple[TextLine, ...]:
    """Every kind of text with the version in force, how often it was signed, and what is proposed."""
    in_force = texts_in_force(now.business_date)
    counted = AgreementText.objects.filter(pk__in=[t.pk for t in in_force.values()]).annotate(
        n=Count("signatures", distinct=True) + Count("consents", distinct=True)
    )
    signed = dict(counted.values_list("pk", "n"))
    proposed = {row.code: row for row in AgreementText.objects.filter(state=TextState.PROPOSED)}
    lines = []
    for code, kind in KINDS.items():
        text, new = in_force.get(code), proposed.get(code)
        if text is None:
            continue
        lines.append(
            TextLine(
                code, text.title, AUDIENCE_LABELS[kind.audience], text.version, text.effective_from,
                signed.get(text.pk, 0), new.pk if new else None, new.version if new else None,
                new.effective_from if new else None, new.change_note if new else "",
                may_decide and new is not None and new.maker_person_id != actor.person_id,
            )
        )  # fmt: skip
    return tuple(lines)


def text_versions(code: str) -> tuple[AgreementPage, ...]:
    """All versions of a text that are or were in force or wait, the newest first. Raises NotFound."""
    rows = AgreementText.objects.filter(code=code).exclude(state=TextState.REJECTED).order_by("-version")
    pages = tuple(
        AgreementPage(r.code, r.version, r.title, paragraphs(r.body), r.text_hash, r.effective_from, 0) for r in rows
    )
    if not pages:
        raise NotFound("没有找到这份协议。")
    return pages
