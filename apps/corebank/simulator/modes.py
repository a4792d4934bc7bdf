"""How the simulated bank can behave towards a payment: one row per mode. Reliability tests add rows, not branches."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """`applies`: the money moves. `answers`: the sender hears of it. `answers_queries`: so does who asks later.
    `refuses`: the payment is refused for good, with the rule's code."""

    name: str
    applies: bool
    answers: bool
    answers_queries: bool
    refuses: bool = False


MODES = {
    mode.name: mode
    for mode in (
        Mode("ok", applies=True, answers=True, answers_queries=True),
        Mode("refusal", applies=False, answers=True, answers_queries=True, refuses=True),
        Mode("timeout_applied", applies=True, answers=False, answers_queries=True),
        Mode("timeout_not_applied", applies=False, answers=False, answers_queries=True),
        Mode("query_down", applies=True, answers=False, answers_queries=False),
    )
}


# All that a bank may do to a payment (reliability.md, 14 modes): the modes above, which this simulator is told to take;
# ways in which an answer comes or is spoilt, for which a test has a bank of its own; and what one bank does to several
# payments, or to one of them later. Whoever pays through this port proves each of them.
BEHAVIOURS = (
    *MODES,
    "reset_mid_body",
    "not_found_then_applied",
    "heard_twice",
    "heard_before_the_response",
    "late_success",
    "partial_batch",
    "returned_next_day",
    "wrong_amount",
    "malformed_or_unsigned",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A mode for the payments whose reference or payee account fits a shell pattern; `code` is what a refusal says."""

    pattern: str
    mode: str
    code: str = "P99"


EVERYTHING = "*"
DEFAULT_RULE = Rule(EVERYTHING, "ok")

# The five digits before the check digit of a payee's account choose a mode without any setting-up.
ACCOUNT_RULES = {
    "99915": Rule("", "refusal", "P15"),
    "99921": Rule("", "timeout_applied"),
    "99922": Rule("", "timeout_not_applied"),
    "99923": Rule("", "query_down"),
    "99999": Rule("", "refusal", "P99"),
}
COLLECTION_RULES = {"99910": Rule("", "refusal", "P10")}  # a payer without money
