from django.db import models
from django.db.models import F, Q

from apps.core.db import ScopedManager, Tenancy
from apps.core.ids import new_id

from ..choices import SIDE_LABELS
from ..choices.desk import STINT_LABELS, THREAD_LABELS, TOPIC_LABELS, WRAP_UP_LABELS, ThreadState
from ..rules.desk import HIGHEST_SCORE, LEAST_CAPACITY, LOWEST_SCORE, MOST_CAPACITY

TOPICS = list(TOPIC_LABELS.items())


class ServiceAgent(models.Model):
    """客服坐席: one of the bank's staff who answers people. `capacity` is how many threads at once.

    Its row is the lock under which the agent gets a thread.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person_id = models.UUIDField(unique=True)  # identity
    display = models.CharField(max_length=60)  # as the people see the agent: masked
    unit_path = models.CharField(max_length=60)  # whose enterprises the agent serves, with the units below it
    skills = models.JSONField(default=list)  # topics
    capacity = models.SmallIntegerField()
    on_duty_since = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", unit="unit_path")
    objects = ScopedManager["ServiceAgent"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__range=(LEAST_CAPACITY, MOST_CAPACITY)), name="imessage_agent_capacity"
            )
        ]


class ServiceThread(models.Model):
    """客服会话: what makes a conversation one with the desk. `topic` is what the person chose, `skill` the queue.

    The words stand in the conversation; `waiting_since` orders the queue; a score is given once.
    """

    conversation = models.OneToOneField("Conversation", on_delete=models.PROTECT, primary_key=True, related_name="+")
    enterprise = models.ForeignKey("members.Enterprise", on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()  # identity: who asks
    side = models.CharField(max_length=8, choices=list(SIDE_LABELS.items()))
    topic = models.CharField(max_length=10, choices=TOPICS)
    skill = models.CharField(max_length=10, choices=TOPICS)
    state = models.CharField(max_length=8, choices=list(THREAD_LABELS.items()), default=ThreadState.WAITING)
    agent = models.ForeignKey("ServiceAgent", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    waiting_since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    category = models.CharField(max_length=10, choices=list(WRAP_UP_LABELS.items()), blank=True)
    note = models.CharField(max_length=300, blank=True)
    score = models.SmallIntegerField(null=True)
    score_words = models.CharField(max_length=200, blank=True)
    scored_at = models.DateTimeField(null=True)

    tenancy = Tenancy(person="person_id", enterprise="enterprise_id", unit="enterprise__unit__path")
    objects = ScopedManager["ServiceThread"]()

    class Meta:
        indexes = [
            models.Index(fields=["skill", "waiting_since"], condition=Q(state="WAITING"), name="imessage_queue"),
            models.Index(fields=["agent"], condition=Q(state="SERVED"), name="imessage_load"),
            models.Index(fields=["person_id"], name="imessage_threads_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "enterprise", "side", "topic"],
                condition=~Q(state="CLOSED"),
                name="imessage_one_open_thread",
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING", agent__isnull=True, closed_at__isnull=True)
                | Q(state="SERVED", agent__isnull=False, closed_at__isnull=True)
                | Q(state="CLOSED", agent__isnull=False, closed_at__isnull=False),
                name="imessage_thread_state",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True, scored_at__isnull=True)
                | Q(score__range=(LOWEST_SCORE, HIGHEST_SCORE), scored_at__isnull=False),
                name="imessage_thread_score",
            ),
        ]


class ServiceStint(models.Model):
    """One stretch of a thread: a wait, and the agent who ended it. Handing over ends one and begins the next.

    The figures of the desk are counted from these rows.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thread = models.ForeignKey("ServiceThread", on_delete=models.PROTECT, related_name="stints")
    skill = models.CharField(max_length=10, choices=TOPICS)
    agent = models.ForeignKey("ServiceAgent", on_delete=models.PROTECT, null=True, related_name="+")
    waiting_since = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)  # the agent's first words
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=11, choices=list(STINT_LABELS.items()), blank=True)
    note = models.CharField(max_length=300, blank=True)  # what the next agent must know

    tenancy = Tenancy(unit="thread__enterprise__unit__path")
    objects = ScopedManager["ServiceStint"]()

    class Meta:
        indexes = [models.Index(fields=["waiting_since"], name="imessage_stints_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["thread"], condition=Q(ended_at__isnull=True), name="imessage_one_stint_at_once"
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=True, taken_at__isnull=True, answered_at__isnull=True)
                | Q(agent__isnull=False, taken_at__gte=F("waiting_since")),
                name="imessage_stint_taken",
            ),
        ]
