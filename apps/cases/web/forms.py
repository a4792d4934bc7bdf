"""Plain forms of the case desk."""

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


class ProposalForm(TextForm):
    remedy = forms.ChoiceField(label="处理方式")
    field_order = ("remedy", "text")

    def __init__(self, data: object, remedies: tuple[tuple[str, str], ...]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["remedy"].choices = [("", "请选择"), *remedies]  # type: ignore[attr-defined]
