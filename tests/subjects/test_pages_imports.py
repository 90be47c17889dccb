"""The workbench of penalty files in a browser without scripts: trial, counts that add up, accept, drafts, bad rows back (C2.2a)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from subjects.models import Case, ImportFile
from tests.subjects.pages import get, own_queries, reader, url, words
from tests.subjects.penalties import PERSON_ID
from tests.subjects.test_api_imports import MIXED, content, row

pytestmark = [pytest.mark.clause("C2.2a"), pytest.mark.req("R41")]


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "var"


@pytest.fixture
def client(lists):
    return reader("HZ-ENF")


def sent(client, file=MIXED, name="测试.csv"):
    return client.post(url("imports"), {"file": SimpleUploadedFile(name, file)}, follow=True)


def act(client, name):
    return client.post(url("import", ImportFile.objects.first().pk), {"act": name}, follow=True)


def test_a_file_is_judged_for_trial_and_its_counts_add_up(client):
    page = sent(client)
    said = words(page)

    assert "已试核验" in said
    total, *parts = map(int, re.findall(r"\d+", re.search(r"共 \d+ 行 = [^。]*?不能导入 \d+", said)[0]))
    assert (total, sum(parts)) == (4, 4)
    assert "utf-8" in said.lower()
    assert "“测罚[2026]2号”→“测罚〔2026〕2号”" in said
    assert PERSON_ID not in page.content.decode()


def test_what_was_looked_at_is_accepted_and_drafted(client):
    sent(client)

    assert "已入库 2 行" in words(act(client, "accept"))
    drafted = act(client, "draft")
    assert "已生成草稿 2 件" in words(drafted)
    assert all(f"/cases/{case.pk}/" in drafted.content.decode() for case in Case.objects.all())
    assert act(client, "accept").status_code == 409
    assert act(client, "somethingelse").status_code == 409


def test_rows_are_shown_by_verdict_and_the_bad_ones_are_taken_back(client):
    sent(client)
    file = ImportFile.objects.get()

    shown = words(get(client, "subjects:import", file.pk, verdict="rejected"))
    answer = get(client, "subjects:import_rejected", file.pk)

    assert "不存在这一天" in shown
    assert "测罚〔2026〕3号" not in shown
    assert answer.content.startswith(b"PK")
    assert get(client, "subjects:import", file.pk, verdict="x", after="-1").status_code == 200


@pytest.mark.parametrize(("file", "said"), [(b"%PDF-1.4", "不是表格文件"), (b"a,b\n1,2", "没有找到表头")])
def test_what_cannot_be_imported_is_refused_on_the_page(client, file, said):
    page = sent(client, file)

    assert page.status_code == 400
    assert said in words(page)


def test_no_file_is_asked_for_in_words(client):
    assert "请先选择" in words(client.post(url("imports"), {}))


def test_only_who_may_draft_opens_the_workbench(client):
    sent(client)
    key = ImportFile.objects.get().pk

    assert get(reader("HZ-FOOD"), "subjects:imports").status_code == 403
    assert get(reader("SC-ENF"), "subjects:import", key).status_code == 404
    assert get(reader("SC-ENF"), "subjects:import_rejected", key).status_code == 404


def test_three_rows_and_thirty_cost_the_same(client):
    asked = []
    for many in (3, 30):
        sent(client, content(*[row(decision_no=f"测罚〔2026〕{number}号") for number in range(many)]))
        asked.append(own_queries(client, "subjects:import", ImportFile.objects.first().pk))

    assert asked[0] == asked[1]
    assert own_queries(client, "subjects:imports") <= 4
