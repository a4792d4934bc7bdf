"""What stands around every page: navigation, the person, how the page is shown, and in the demo the story bar."""

from dataclasses import dataclass, field

from django.conf import settings
from django.urls import reverse

from apps.approvals import api as approvals
from apps.cases import api as cases
from apps.core import clock
from apps.core.actors import ROLE_LABELS, Actor, Relation, Surface
from apps.core.http.errors import surface_of
from apps.core.http.request import Request
from apps.core.parts import Display, Link, NavGroup, Story, StoryDay, StoryPerson, StorySms, Viewer
from apps.identity import api as identity
from apps.identity.contracts import SignedIn
from apps.ledger import api as ledger
from apps.ledger.contracts import DayProgress
from apps.news import api as news
from apps.news.contracts import NewsLine
from apps.notify import api as notify

from .navigation import groups_for, tabs_for

REVIEWS = ("members.certification", "members.application")
PARAMETER, BATCH, NEWS = "core.parameter", "daifutong.batch", "news.announcement"

STEP_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Frame:
    nav: tuple[NavGroup, ...] = ()
    tabs: tuple[Link, ...] = ()
    viewer: Viewer | None = None
    display: Display = field(default_factory=Display)
    story: Story | None = None
    banners: tuple[NewsLine, ...] = ()


def frame(request: Request) -> Frame:
    """The frame of one page, for settings.PAGE_FRAME. Anonymous pages have no navigation."""
    actor: Actor = request.actor
    story = story_of(request) if settings.DEMO else None
    who = identity.signed_in(request)
    banners = news.banners_on(surface_of(request), clock.wall())
    if who is None or actor.surface != surface_of(request):
        return Frame(story=story, banners=banners)
    on_mobile = actor.surface == Surface.MOBILE
    unread = notify.unread_count(actor.person_id, actor.surface)
    badges = _badges(actor, unread)
    return Frame(
        nav=() if on_mobile else groups_for(actor, request.path, badges),
        tabs=tabs_for(actor, request.path, badges) if on_mobile else (),
        viewer=Viewer(
            name=actor.display,
            role="、".join(ROLE_LABELS[role] for role in sorted(actor.roles)),
            organisation=actor.organisation,
            home_url=reverse(f"{actor.surface}:home"),
            logout_url=reverse(f"{actor.surface}:sign_out"),
            inbox_url=reverse(f"{actor.surface}:inbox"),
            unread=unread,
            search_url=reverse(f"{actor.surface}:search"),
            last_sign_in=_last_sign_in(who),
            devices_url=reverse(f"{actor.surface}:device_list"),
        ),
        display=Display(who.theme, who.is_elder, reverse(f"{actor.surface}:display")),
        story=story,
        banners=banners,
    )


def _last_sign_in(who: SignedIn) -> str:
    at = who.previous_sign_in_at
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M} {who.previous_sign_in_from}".strip() if at else ""


def _badges(actor: Actor, unread: int) -> dict[str, int]:
    """Figures on the navigation; only what this person may act on."""
    if actor.surface == Surface.MOBILE:
        return {"unread": unread}
    relation = Relation.UNIT if actor.surface == Surface.CONSOLE else Relation.ENTERPRISE
    narrowed = actor.narrowed(relation)
    waiting = [request.kind for request in approvals.pending(narrowed)]
    return {
        "batches": waiting.count(BATCH),
        "reviews": sum(waiting.count(kind) for kind in REVIEWS),
        "parameters": waiting.count(PARAMETER),
        "news": waiting.count(NEWS),
        "cases": cases.open_count(narrowed) if relation == Relation.UNIT else 0,
    }


def story_of(request: Request) -> Story:
    """The strip of the demo."""
    actor: Actor = request.actor
    progress = ledger.day_progress()
    people = tuple(
        StoryPerson(p.login_name, p.name, p.role, p.surface, active=p.user_id == actor.user_id)
        for p in identity.demo_cast()
    )
    sms = tuple(
        StorySms(m.mobile, m.text, m.at.astimezone(clock.SHANGHAI).strftime("%H:%M")) for m in notify.caught_messages()
    )
    return Story(
        business_date=progress.open_day,
        switch_url=reverse("story_switch"),
        day_url=reverse("story_day"),
        back=request.get_full_path() if request.method == "GET" else "/",
        people=people,
        sms=sms,
        day=story_day_of(progress),
    )


def story_day_of(progress: DayProgress) -> StoryDay | None:
    """How far the close is on its way to the day that was asked for; nothing when no day is being closed."""
    if progress.closing is None:
        return None
    first, to = progress.first or progress.closing, progress.to or progress.open_day
    days, whole = (progress.closing - first).days, max((to - first).days, 1)
    part = progress.steps_done * STEP_PERCENT // max(progress.steps, 1)
    text = f"正在日终 {progress.closing:%m-%d}(第 {days + 1} / {whole} 天)"
    return StoryDay(text, days * STEP_PERCENT + part, whole * STEP_PERCENT, progress.fault)
