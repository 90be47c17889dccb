"""The documents of a case: what is taken, under which name, who may, and that what comes back is what was sent (R41)."""

import base64
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from closedloop.errors import Forbidden, InvalidInput, NotFound, WrongState
from closedloop.journal.models import Entry
from subjects import filestore, services
from subjects.filetypes import NotAccepted, clean_name, type_of
from subjects.models import Attachment
from subjects.services import attachments
from tests.measures.pages import reader, words
from tests.rest.make import BASE
from tests.subjects import callers, files, make
from tests.subjects.pages import url

pytestmark = [pytest.mark.clause("C2.2a"), pytest.mark.req("R41")]


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    """A folder of its own."""
    settings.DATA_DIR = tmp_path
    return tmp_path / filestore.FOLDER


def added(case, *, name="测试决定书.pdf", content=files.PDF, by="HZ-ENF"):
    return services.add_attachment(case.pk, name=name, content=content, actor=make.actor(by), on=make.ON)


def sent(client, case, *uploads):
    found = [SimpleUploadedFile(name, content, content_type="text/html") for name, content in uploads]
    return client.post(url("attachments", case.pk), {"file": found}, follow=True)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (files.PDF, "application/pdf"),
        (files.PNG, "image/png"),
        (files.JPEG, "image/jpeg"),
        (files.DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (files.DOC, "application/msword"),
    ],
)
def test_a_file_is_known_by_its_content(content, media_type):
    assert type_of(content).media_type == media_type


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "不是可以接收的文件"),
        (b"MZ\x90\x00", "不是可以接收的文件"),
        (b"GIF89a", "不是可以接收的文件"),
        (b" %PDF-1.7", "不是可以接收的文件"),
        (files.package(types=files.MACRO_MAIN), "含有宏"),
        (files.package(parts=("word/document.xml", "word/vbaProject.bin")), "含有宏"),
        (files.package(parts=("xl/workbook.xml",)), "不是可以接收的文件"),
        (files.package()[:60], "已损坏"),
        (files.compound("Workbook"), "不是可以接收的文件"),
        (files.compound("WordDocument", "_VBA_PROJECT"), "含有宏"),
        (files.compound("EncryptedPackage"), "设有密码"),
    ],
)
def test_what_only_looks_like_a_document_is_refused_in_a_sentence(content, said):
    with pytest.raises(NotAccepted, match=said):
        type_of(content)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/决定书.pdf", "决定书.pdf"),
        ("C:\\案卷\\决定书.pdf", "决定书.pdf"),
        ("决定书\x00\n\u202e.pdf", "决定书.pdf"),
        ('决"定;书?.pdf', "决_定_书_.pdf"),
        ("身份证330106198001011234.pdf", "身份证330106********1234.pdf"),
        ("...", ""),
        ("  决定   书.pdf ", "决定 书.pdf"),
    ],
)
def test_a_name_keeps_no_path_no_hidden_sign_and_no_identity_number(given, kept):
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_suffix():
    assert clean_name("长" * 300 + ".pdf") == "长" * 116 + ".pdf"


def test_it_lies_under_its_digest_and_comes_back_byte_for_byte(lists, disk):
    case = make.pushed()

    made = added(case)

    assert made.sha256 in [path.name for path in disk.rglob("*") if path.is_file()]
    opened = services.open_attachment(made.pk, actor=make.actor("HZ-FOOD"))
    assert (opened.content, opened.attachment.name) == (files.PDF, "测试决定书.pdf")
    verbs = Entry.objects.filter(verb__startswith="attachment.").order_by("id").values_list("verb", "agency_code")
    assert list(verbs) == [("attachment.added", "HZ-ENF"), ("attachment.opened", "HZ-FOOD")]


def test_a_name_without_a_suffix_gets_it_and_a_wrong_one_is_refused(lists):
    case = make.draft()

    assert added(case, name="测试决定书").name == "测试决定书.pdf"
    with pytest.raises(InvalidInput, match=r"内容是 PNG 图片，名称却以 \.pdf 结尾"):
        added(case, name="现场.pdf", content=files.PNG)


def test_every_fault_of_a_file_comes_at_once(lists, monkeypatch):
    case = make.draft()
    added(case)
    monkeypatch.setattr(attachments, "PER_CASE_MAX", 1)
    monkeypatch.setattr(attachments, "SIZE_MAX", 10)

    with pytest.raises(InvalidInput) as refusal:
        added(case, name="..", content=b"MZ" + b"\x00" * 20)

    assert [problem.code for problem in refusal.value.problems] == ["required", "too_many", "too_large", "file_type"]
    with pytest.raises(InvalidInput, match="是空文件"):
        added(make.draft(), content=b"")


def test_the_same_file_is_kept_once_for_a_case_and_may_be_in_another(lists, disk):
    case = make.draft()
    added(case)

    with pytest.raises(WrongState, match="已经在附件里"):
        added(case, name="换个名字.pdf")
    added(make.draft())
    assert len([path for path in disk.rglob("*") if path.is_file()]) == 1


def test_the_producer_adds_until_the_case_is_received(lists):
    case = make.pushed()

    with pytest.raises(Forbidden, match="由市局执法队办理"):
        added(case, by="HZ-FOOD")
    with pytest.raises(NotFound):
        added(case, by="HZ-DRUG")
    with pytest.raises(WrongState):
        added(make.received())


def test_an_invited_agency_opens_it_and_adds_none(lists):
    case, enforcement = make.draft(), make.actor("HZ-ENF")
    made = added(case)
    services.consult(case.pk, invite=["HZ-DRUG"], question="是否适用？", actor=enforcement, on=make.ON)

    assert services.open_attachment(made.pk, actor=make.actor("HZ-DRUG")).content == files.PDF
    with pytest.raises(Forbidden):
        added(case, by="HZ-DRUG", name="意见.png", content=files.PNG)
    with pytest.raises(NotFound):
        services.open_attachment(made.pk, actor=make.actor("HZ-FOOD"))


@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"other"), lambda path: path.unlink()])
def test_a_file_that_was_altered_is_never_handed_out_and_that_is_on_record(spoil, lists, disk):
    made = added(make.draft())
    spoil(next(path for path in disk.rglob("*") if path.is_file()))

    with pytest.raises(WrongState, match="从备份恢复"):
        services.open_attachment(made.pk, actor=make.actor("HZ-ENF"))

    assert Entry.objects.get(verb="attachment.opened").result == Entry.Result.REFUSED


def test_on_the_page_good_files_are_kept_and_refused_ones_say_why(lists):
    case, client = make.draft(), reader("HZ-ENF")

    page = words(
        sent(client, case, ("决定书.pdf", files.PDF), ("病毒.exe", b"MZ"), ("现场.png", files.PNG), ("网页.pdf", b"<html>"))
    )

    assert "已上传 2 份附件" in page
    assert "“病毒.exe”不是可以接收的文件" in page
    assert "“网页.pdf”不是可以接收的文件" in page
    assert set(case.attachments.values_list("name", flat=True)) == {"决定书.pdf", "现场.png"}
    assert "上传附件 二（二）：决定书.pdf" in page
    assert "请先选择文件" in words(sent(client, case))


def test_the_page_offers_the_upload_to_the_producer_only(lists):
    case = make.pushed()

    assert url("attachments", case.pk) in reader("HZ-ENF").get(url("case", case.pk)).content.decode()
    assert url("attachments", case.pk) not in reader("HZ-FOOD").get(url("case", case.pk)).content.decode()
    assert sent(reader("HZ-FOOD"), case, ("决定书.pdf", files.PDF)).status_code == 403
    assert sent(reader("HZ-DRUG"), case, ("决定书.pdf", files.PDF)).status_code == 404
    assert not Attachment.objects.exists()


def test_a_download_is_saved_and_never_shown_by_the_browser(lists):
    case = make.pushed()
    made = added(case, name="决定书 测.pdf")

    answer = reader("HZ-FOOD").get(url("attachment", case.pk, made.pk))

    assert (answer.content, answer["Content-Type"]) == (files.PDF, "application/pdf")
    assert unquote(answer["Content-Disposition"]) == "attachment; filename*=UTF-8''决定书 测.pdf"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert reader("HZ-DRUG").get(url("attachment", case.pk, made.pk)).status_code == 404
    assert reader("HZ-FOOD").get(url("attachment", make.pushed().pk, made.pk)).status_code == 404


class TestApi:
    def body(self, content=files.PDF, name="决定书.pdf"):
        return {"name": name, "content_base64": base64.b64encode(content).decode()}

    def test_a_document_goes_in_and_comes_out(self, lists):
        case, caller = make.pushed(), callers.at("HZ-ENF")

        made = caller.post(f"cases/{case.pk}/attachments/", self.body(), key="k-1")
        again = caller.post(f"cases/{case.pk}/attachments/", self.body(), key="k-1")

        assert (made.status_code, again.content) == (201, made.content)
        listed = callers.at("HZ-FOOD").get(f"cases/{case.pk}/attachments/").json()["results"]
        assert [(row["name"], row["size"]) for row in listed] == [("决定书.pdf", len(files.PDF))]
        answer = callers.at("HZ-FOOD").get(f"attachments/{made.json()['id']}/")
        assert (answer.content, answer["Content-Type"]) == (files.PDF, "application/pdf")
        assert answer["Content-Disposition"].startswith("attachment;")
        pdf = callers.at("HZ-FOOD").get(f"attachments/{made.json()['id']}/", headers={"Accept": "application/pdf"})
        assert pdf.status_code == 200

    def test_more_than_may_be_kept_is_413_and_no_base64_is_400(self, lists):
        case, caller = make.pushed(), callers.at("HZ-ENF")
        address = f"cases/{case.pk}/attachments/"

        large = caller.post(address, self.body(files.PDF + b"\x00" * attachments.SIZE_MAX))
        assert (large.status_code, large.json()["code"]) == (413, "too_large")
        assert caller.post(address, self.body(files.PDF + b"\x00" * (6 * 1024 * 1024))).status_code == 201
        assert caller.post(address, {"name": "a.pdf", "content_base64": "不是"}).json()["errors"][0]["code"] == "base64"
        assert caller.post(address, self.body(b"MZ")).json()["errors"][0]["code"] == "file_type"

    def test_what_is_not_there_or_not_visible_is_404(self, lists):
        made = added(make.draft())

        assert callers.at("HZ-FOOD").get(f"{BASE}attachments/{made.pk}/").status_code == 404
