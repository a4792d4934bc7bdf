"""The plain forms of conversations."""

from django import forms

from ..rules.bodies import MOST_CHARACTERS


class MessageForm(forms.Form):
    """`client_id` is made when the form is shown: sent twice, the words are said once."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label="消息", max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 1}))


class RecallForm(forms.Form):
    client_id = forms.UUIDField()
