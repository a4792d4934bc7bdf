"""Plain forms of the case desk."""

from uuid import UUID

from django import forms

TEXT = 200  # characters


class DeskFilter(forms.Form):
    """What stands in the address of the desk."""

    show = forms.ChoiceField(
        label="范围", choices=[("open", "未办结"), ("overdue", "已超期"), ("closed", "已办结")], required=False
    )
    kind = forms.CharField(label="类别", max_length=40, required=False)
    owner = forms.ChoiceField(
        label="责任人", choices=[("", "全部责任人"), ("mine", "我认领的"), ("nobody", "待认领")], required=False
    )


class TextForm(forms.Form):
    text = forms.CharField(label="说明", max_length=TEXT)


class HandOverForm(TextForm):
    """Beside the form of the proposal: its inputs have ids of their own."""

    person = forms.TypedChoiceField(label="交接给", coerce=UUID)
    text = forms.CharField(label="交接说明", max_length=TEXT)
    field_order = ("person", "text")

    def __init__(self, data: object, colleagues: tuple[tuple[UUID, str], ...]) -> None:
        super().__init__(data, auto_id="hand_over_%s")  # type: ignore[arg-type]
        self.fields["person"].choices = [("", "请选择"), *colleagues]  # type: ignore[attr-defined]


class ProposalForm(TextForm):
    remedy = forms.ChoiceField(label="处理方式")
    field_order = ("remedy", "text")

    def __init__(self, data: object, remedies: tuple[tuple[str, str], ...]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["remedy"].choices = [("", "请选择"), *remedies]  # type: ignore[attr-defined]
