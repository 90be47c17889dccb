"""Legal affairs points out what will follow, and it is followed whether it did (C3.3b); unknown anchors are asked for (C2.7.1a)."""

from datetime import date

import pytest

from closedloop.errors import Forbidden, InvalidInput, NotFound, RuleViolated, WrongState
from closedloop.journal.models import Entry
from subjects import services
from subjects.models import AnchorReminder, Sanction
from subjects.selectors import followed, review_for, reviews_for
from tests.subjects import callers, make

ON = make.ON
FILE = {
    "kind": "administrative_penalty",
    "file_no": "测案〔2026〕1号",
    "title_zh": "测试：经营超过保质期的食品，情节严重",
    "handler": "HZ-ENF",
    "party_kind": "person",
    "facts": "拟吊销食品经营许可证",
    "legal_basis": "《中华人民共和国食品安全法》第一百三十五条第一款",
    "penalty_kinds": ["revoke_license"],
}


def reminded(**changes):
    return services.remind_of_measures(FILE | changes, actor=make.actor("HZ-LEGAL"), on=ON)


@pytest.mark.clause("C3.3b")
class TestReminders:
    def test_the_measures_that_would_follow_are_recorded_with_their_reasons(self, lists):
        review = reminded()

        found = {item.measure_id: item for item in review.reminders.all()}
        assert "CJ-029" in found
        assert all(item.because for item in found.values())
        entry = Entry.objects.get(verb="review.reminded")
        assert (entry.clause, "CJ-029" in entry.detail["measures"]) == ("C3.3b", True)

    def test_it_is_followed_whether_they_were_then_pushed(self, lists):
        review, legal = reminded(), make.actor("HZ-LEGAL")
        assert {item.outcome for item in followed(review)} == {"open"}

        case = make.pushed(make.person("CJ-029"))
        services.link_review(review.pk, document_no=case.cause.document_no, actor=legal, on=ON)

        outcomes = {item.reminder.measure_id: item.outcome for item in followed(review_for(legal, id=review.pk))}
        assert outcomes["CJ-029"] == "pushed"
        assert set(outcomes.values()) <= {"pushed", "not_pushed"}

    def test_a_draft_or_a_returned_case_has_not_pushed_them(self, lists):
        review, legal = reminded(), make.actor("HZ-LEGAL")
        case = make.pushed(make.person("CJ-029"))
        services.return_case(case.pk, actor=make.actor("HZ-FOOD"), on=ON, reason="请补充")
        services.link_review(review.pk, document_no=case.cause.document_no, actor=legal, on=ON)

        outcomes = {item.reminder.measure_id: item.outcome for item in followed(review_for(legal, id=review.pk))}
        assert outcomes["CJ-029"] == "not_pushed"

    @pytest.mark.parametrize("agency", ["HZ-ENF", "HZ-CREDIT", "HZ-FOOD", "MKT-FOOD"])
    def test_only_legal_affairs_reviews(self, lists, agency):
        with pytest.raises(Forbidden):
            services.remind_of_measures(FILE, actor=make.actor(agency), on=ON)

    def test_a_file_is_reminded_of_once_for_a_kind_of_party(self, lists):
        reminded()

        with pytest.raises(WrongState, match="已作过提示"):
            reminded()
        assert reminded(party_kind="enterprise").reminders.exists()

    def test_every_fault_of_the_entry_comes_at_once(self, lists):
        with pytest.raises(InvalidInput) as refusal:
            reminded(kind="court_judgment", file_no=" ", handler="NO-SUCH", party_kind="x", penalty_kinds=["x"])

        assert {problem.pointer for problem in refusal.value.problems} == {
            "/kind",
            "/file_no",
            "/handler",
            "/party_kind",
            "/penalty_kinds",
        }

    def test_who_reviews_and_who_handles_see_it_and_strangers_do_not(self, lists):
        review = reminded()

        for agency in ("HZ-LEGAL", "HZ-ENF", "HZ-CREDIT"):
            assert list(reviews_for(make.actor(agency))) == [review]
        for agency in ("HZ-FOOD", "XH-LEGAL", "XH-ENF"):
            with pytest.raises(NotFound):
                review_for(make.actor(agency), id=review.pk)

    def test_a_document_that_nobody_entered_cannot_be_linked(self, lists):
        with pytest.raises(NotFound, match="请核对文书号"):
            services.link_review(reminded().pk, document_no="没有的号", actor=make.actor("HZ-LEGAL"), on=ON)

    def test_it_goes_by_api_too(self, lists):
        legal = callers.at("HZ-LEGAL")

        made = legal.post("legal-reviews/", FILE)
        assert made.status_code == 201
        assert {row["outcome"] for row in made.json()["reminders"]} == {"open"}
        assert [row["file_no"] for row in legal.get("legal-reviews/").json()["results"]] == [FILE["file_no"]]
        assert callers.at("HZ-FOOD").get(f"legal-reviews/{made.json()['id']}/").status_code == 404
        assert callers.at("HZ-FOOD").post("legal-reviews/", FILE).status_code == 403


@pytest.mark.clause("C2.7.1a")
class TestAnchors:
    def waiting(self):
        """A pushed sanction that counts from a day that is not known yet: five years from the end of the sentence."""
        return make.pushed(make.person("CJ-001"), receiver="HZ-REG").sanctions.get()

    def test_it_is_asked_for_once_a_month_until_it_is_filled_in(self, lists):
        sanction = self.waiting()

        assert services.sweep(on=date(2026, 11, 26))["anchors_asked"] == 1
        assert services.sweep(on=date(2026, 11, 30))["anchors_asked"] == 0
        assert services.sweep(on=date(2026, 12, 1))["anchors_asked"] == 1
        services.fill_anchor(sanction.pk, anchor_on=date(2026, 10, 1), actor=make.actor("HZ-ENF"), on=date(2026, 12, 2))
        assert services.sweep(on=date(2027, 1, 1))["anchors_asked"] == 0
        assert AnchorReminder.objects.count() == 2

    def test_a_draft_is_not_asked_about(self, lists):
        make.draft(make.person("CJ-001"), receiver="HZ-REG")

        assert services.sweep(on=ON)["anchors_asked"] == 0

    def test_the_last_day_follows_from_the_anchor(self, lists):
        sanction = self.waiting()

        services.fill_anchor(sanction.pk, anchor_on=date(2024, 2, 29), actor=make.actor("HZ-ENF"), on=ON)

        sanction = Sanction.objects.get(pk=sanction.pk)
        assert (sanction.starts_on, sanction.ends_on) == (date(2024, 2, 29), date(2027, 2, 28))

    def test_it_is_filled_in_by_the_producer_once_and_not_ahead(self, lists):
        sanction, enforcement = self.waiting(), make.actor("HZ-ENF")

        with pytest.raises(Forbidden, match="由市局执法队补录"):
            services.fill_anchor(sanction.pk, anchor_on=ON, actor=make.actor("HZ-REG"), on=ON)
        with pytest.raises(RuleViolated, match="还没有到"):
            services.fill_anchor(sanction.pk, anchor_on=date(2027, 1, 1), actor=enforcement, on=ON)
        services.fill_anchor(sanction.pk, anchor_on=ON, actor=enforcement, on=ON)
        with pytest.raises(WrongState, match="已经有了"):
            services.fill_anchor(sanction.pk, anchor_on=ON, actor=enforcement, on=ON)

    def test_publicity_may_lie_ahead(self, lists):
        case = make.pushed(make.enterprise("CJ-075"), receiver="HZ-CREDIT")
        sanction = case.sanctions.get()

        services.fill_anchor(sanction.pk, anchor_on=date(2026, 12, 1), actor=make.actor("HZ-ENF"), on=ON)

        assert Sanction.objects.get(pk=sanction.pk).ends_on == date(2029, 12, 1)

    def test_it_goes_by_api_too(self, lists):
        sanction = self.waiting()

        answer = callers.at("HZ-ENF").post(f"sanctions/{sanction.pk}/anchor/", {"anchor_on": "2026-10-01"})

        assert (answer.status_code, answer.json()["ends_on"]) == (200, "2029-10-01")
