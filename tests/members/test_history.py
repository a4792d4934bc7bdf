"""Row differences: what changed, and by whom, written with the change itself."""

import pytest

from apps.members.services.member_leave import member_leave
from fixtures.world import World

pytestmark = pytest.mark.django_db


def test_a_leaving_is_seen_in_the_row_with_who_wrote_it(world: World) -> None:
    hr = world.actor("hr")
    member = world.member("yiming")
    member_leave(member_id=member.pk, left_on=world.now.business_date, actor=hr, now=world.now)
    latest = member.history.latest()
    assert (latest.status, latest.left_on, latest.history_user_id) == ("LEFT", world.now.business_date, hr.user_id)
