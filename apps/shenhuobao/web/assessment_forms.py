"""What is filled in about suitability: answers, and another version of the questionnaire."""

from collections.abc import Sequence
from typing import Any

from django import forms

from ..choices.suitability import TOPIC_LABELS, Topic, Veto
from ..contracts import QuestionLine
from ..rules.questionnaire import ADULT, TEXT_LENGTH, Question

MOST_QUESTIONS, DIGITS = 14, 3


class AnswersForm(forms.Form):
    """One choice for each question, none made beforehand. `opened` is when it was shown, signed by this house."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    opened = forms.CharField(max_length=200, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: object, questions: Sequence[QuestionLine], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.codes = [one.code for one in questions]
        for number, one in enumerate(questions, 1):
            self.fields[one.code] = forms.TypedChoiceField(
                label=f"{number}. {one.text}",
                choices=[(str(place), option.text) for place, option in enumerate(one.options)],
                coerce=int,
                widget=forms.RadioSelect,
            )

    def answers(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] for code in self.codes}


class TryForm(AnswersForm):
    """The same to try a version out: every question may be left open, and the age is typed."""

    digest = opened = idempotency_key = None  # type: ignore[assignment]
    age = forms.IntegerField(label="年龄(岁)", min_value=ADULT, max_value=120)

    def __init__(self, *args: object, questions: Sequence[QuestionLine], **kwargs: object) -> None:
        super().__init__(*args, questions=questions, **kwargs)
        self.order_fields(["age", *self.codes])


class QuestionnaireForm(forms.Form):
    """A version, question by question: an option on each line, its score before it. A row without words is none."""

    idempotency_key = forms.CharField(widget=forms.HiddenInput, max_length=80)

    def __init__(self, *args: object, questions: Sequence[Question], **kwargs: object) -> None:
        """`questions`: those to begin with."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.numbers = range(1, MOST_QUESTIONS + 1)
        for number in self.numbers:
            known = questions[number - 1] if number <= len(questions) else None
            self.fields[f"topic_{number}"] = forms.ChoiceField(
                label=f"第 {number} 题的内容", choices=[("", "不使用"), *TOPIC_LABELS.items()], required=False,
                initial=known["topic"] if known else "",
            )  # fmt: skip
            self.fields[f"text_{number}"] = forms.CharField(
                label=f"第 {number} 题的题目",
                max_length=TEXT_LENGTH,
                required=False,
                initial=known["text"] if known else "",
            )
            self.fields[f"options_{number}"] = forms.CharField(
                label=f"第 {number} 题的选项", max_length=2000, required=False,
                widget=forms.Textarea(attrs={"rows": 5}), initial=lines_of(known) if known else "",
            )  # fmt: skip

    def rows(self) -> list[tuple[int, Any, Any, Any]]:
        """Number, and the three fields of each question, for the page."""
        return [(n, self[f"topic_{n}"], self[f"text_{n}"], self[f"options_{n}"]) for n in self.numbers]

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        self.questions: list[Question] = []
        for number in self.numbers:
            topic, text = sent.get(f"topic_{number}", ""), sent.get(f"text_{number}", "")
            lines = [one.strip() for one in sent.get(f"options_{number}", "").splitlines() if one.strip()]
            if not topic and (text or lines):
                self.add_error(f"topic_{number}", "请选择这一题的内容;不用这一题请清空题目和选项。")
            elif topic and not text:
                self.add_error(f"text_{number}", "请填写题目。")
            elif topic:
                self._read(number, topic, text, lines)
        return sent

    def _read(self, number: int, topic: str, text: str, lines: Sequence[str]) -> None:
        read = _ages if topic == Topic.AGE else _options
        try:
            options = read(lines)
        except ValueError:
            shape = (
                "每行一段:起始年龄 分值,例如「30 8」。" if read is _ages else "每行一项:分值 文字,例如「4 不超过 5%」。"
            )
            self.add_error(f"options_{number}", shape)
            return
        if topic == Topic.LOSS and options:
            options[0]["veto"] = Veto.NO_LOSS
        self.questions.append({"code": f"q{len(self.questions) + 1}", "topic": topic, "text": text, "options": options})


def lines_of(question: Question) -> str:
    """The options as they are typed."""
    is_age = question["topic"] == Topic.AGE
    return "\n".join(
        f"{one['from_age']} {one['score']}" if is_age else f"{one['score']} {one['text']}"
        for one in question["options"]
    )


def _options(lines: Sequence[str]) -> list[dict[str, Any]]:
    found = []
    for line in lines:
        score, _, text = line.partition(" ")
        found.append({"text": text.strip(), "score": _whole(score)})
    return found


def _ages(lines: Sequence[str]) -> list[dict[str, Any]]:
    pairs = [(_whole(age), _whole(score)) for age, score in (line.split() for line in lines)]
    ends = [age - 1 for age, _ in pairs[1:]]
    texts = [f"{age} 至 {end} 岁" for (age, _), end in zip(pairs, ends, strict=False)]
    texts += [f"{age} 岁及以上" for age, _ in pairs[-1:]]
    return [{"text": text, "score": score, "from_age": age} for text, (age, score) in zip(texts, pairs, strict=True)]


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= DIGITS):
        raise ValueError(text)
    return int(text)
