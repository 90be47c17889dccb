"""The few words that a person writes when acting: an opinion, a reason, a note. The services judge them."""

from django import forms

REASON_MAX, NOTE_MAX = 1000, 400
# For each act on a change: which field holds its words, and where the service's problems belong.
WORDS_OF = {"approve": "opinion", "return": "opinion", "withdraw": "reason", "submit": ""}


class ActForm(forms.Form):
    """A reviewer's opinion (the reason, where a change goes back) and an owner's reason to withdraw."""

    opinion = forms.CharField(
        label="意见",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": REASON_MAX}),
        help_text="同意可以不写；退回须写明改什么、为什么，提出机构会看到",
    )
    reason = forms.CharField(
        label="撤回的理由（可不填）", required=False, widget=forms.Textarea(attrs={"rows": 2, "maxlength": REASON_MAX})
    )

    def words(self, act: str) -> str:
        """What was written for an act."""
        self.is_valid()
        return self.cleaned_data.get(WORDS_OF[act], "")


class NoteForm(forms.Form):
    """What a business office notes when it confirms its lists."""

    note = forms.CharField(
        label="说明（可不填）",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": NOTE_MAX}),
        help_text=f"核对了什么、有什么要跟进，最多 {NOTE_MAX} 字",
    )


class AnswerForm(forms.Form):
    """Why nothing is to be cleaned up."""

    reason = forms.CharField(
        label="为什么不需清理",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": REASON_MAX}),
        help_text="写明依据仍有效的理由，例如另有哪一条依据",
    )
