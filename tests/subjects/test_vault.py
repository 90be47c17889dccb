"""What is kept of a person's identifier can be read with the key, for its own record, unaltered; and nothing else of it leaks."""

import logging
import stat
import string
import traceback
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.test import RequestFactory
from django.views.debug import ExceptionReporter
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from subjects import vault

CANARY = "330106190001010017"
OLD, NEW = (vault.new_key() for _ in range(2))
WRITTEN = f"{string.ascii_letters}{string.digits}-_.=é"
PAGE_SAFE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
KEPT_FIXTURE = examples(suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def two_keys(settings):
    """This deployment has two keys, the newer one in use."""
    settings.IDENTIFIER_KEYS = f"{NEW},{OLD}"
    return settings


def told(error):
    """Everything that an exception carries: its words, its arguments, and those of the ones behind it."""
    found = []
    while error is not None:
        found += [str(error), repr(error), repr(error.args), repr(vars(error)), repr(getattr(error, "object", ""))]
        error = error.__cause__ or error.__context__
    return "".join(found)


@KEPT_FIXTURE
@given(PAGE_SAFE, PAGE_SAFE)
def test_what_was_encrypted_is_read_back_for_the_same_record(value, about):
    token = vault.encrypt(value, about=about)

    assert vault.decrypt(token, about=about) == value
    assert token.isascii()


@pytest.mark.req("R28")
def test_a_token_names_its_algorithm_and_key_and_shows_nothing():
    token = vault.encrypt(CANARY, about="subject:1")

    assert token.split(".")[0] == "a1"
    assert vault.key_id_of(token) == vault.keyring()[0].id
    assert [part for part in (CANARY, CANARY[-6:], CANARY[:6], CANARY.encode().hex()) if part in token] == []


@pytest.mark.req("R28")
def test_no_nonce_is_used_twice_even_for_the_same_value():
    tokens = [vault.encrypt(CANARY, about="subject:1") for _ in range(2000)]

    assert len({vault.nonce_of(token) for token in tokens}) == len(set(tokens)) == len(tokens)


@pytest.mark.req("R28")
def test_a_token_of_another_record_is_refused():
    token = vault.encrypt(CANARY, about="subject:1")

    for about in ("subject:2", "subject:11", "", "subject:1 "):
        with pytest.raises(vault.Unreadable):
            vault.decrypt(token, about=about)


@pytest.mark.req("R28")
def test_every_single_altered_character_of_a_token_is_noticed():
    token = vault.encrypt(CANARY, about="subject:1")
    altered = [f"{token[:at]}{char}{token[at + 1 :]}" for at in range(len(token)) for char in WRITTEN if char != token[at]]

    for other in [
        *altered,
        token[:-1],
        token + "A",
        token + "=",
        f" {token}",
        token.upper(),
        token.replace(".", ""),
        "",
        "a1..",
        "a1",
    ]:
        with pytest.raises(vault.VaultError) as caught:
            vault.decrypt(other, about="subject:1")
        assert CANARY not in told(caught.value)


@KEPT_FIXTURE
@given(st.text(max_size=80))
def test_whatever_stands_in_the_column_is_refused_by_name(text):
    with pytest.raises(vault.VaultError):
        vault.decrypt(text, about="subject:1")


@pytest.mark.req("R28")
def test_a_blind_index_finds_the_same_value_and_only_that():
    index = vault.blind_index(CANARY)

    assert index == vault.blind_index(CANARY)
    assert index != vault.blind_index("330106190001010018")
    assert vault.key_id_of(index) == vault.keyring()[0].id
    assert len(index) == 52
    assert CANARY not in index


def test_an_index_depends_on_the_key_and_is_no_plain_hash(settings):
    under_both = {vault.blind_index(CANARY)}
    settings.IDENTIFIER_KEYS = OLD
    under_both.add(vault.blind_index(CANARY))

    assert len({index.split(".")[1] for index in under_both}) == 2


def test_one_key_is_used_for_one_thing():
    for key in vault.keyring():
        assert len({key.encryption, key.index}) == 2
        assert len(key.encryption) == len(key.index) == 32


@pytest.mark.req("R28")
def test_an_older_key_still_reads_and_still_finds(settings):
    settings.IDENTIFIER_KEYS = OLD
    token, index = vault.encrypt(CANARY, about="subject:1"), vault.blind_index(CANARY)

    settings.IDENTIFIER_KEYS = f"{NEW},{OLD}"

    assert vault.decrypt(token, about="subject:1") == CANARY
    assert index in vault.blind_indexes(CANARY)
    assert vault.blind_indexes(CANARY)[0] == vault.blind_index(CANARY) != index


@pytest.mark.req("R28")
def test_rotation_leaves_nothing_that_needs_the_old_key(settings):
    settings.IDENTIFIER_KEYS = OLD
    old = vault.encrypt(CANARY, about="subject:1")

    settings.IDENTIFIER_KEYS = f"{NEW},{OLD}"
    renewed = vault.reencrypt(old, about="subject:1")
    assert vault.reencrypt(renewed, about="subject:1") == renewed

    settings.IDENTIFIER_KEYS = NEW
    assert vault.decrypt(renewed, about="subject:1") == CANARY
    with pytest.raises(vault.KeyMissing):
        vault.decrypt(old, about="subject:1")


def test_rotation_refuses_a_token_of_another_record(settings):
    settings.IDENTIFIER_KEYS = OLD
    old = vault.encrypt(CANARY, about="subject:1")
    settings.IDENTIFIER_KEYS = f"{NEW},{OLD}"

    with pytest.raises(vault.Unreadable):
        vault.reencrypt(old, about="subject:2")


@pytest.mark.parametrize(
    "written",
    [
        ",",
        "short",
        f"{NEW},short",
        f"{NEW},{NEW}",
        f"{NEW[:-4]}é===",
        "A" * 43,
        "A" * 60,
    ],
    ids=["nothing", "short", "one short", "the same twice", "no ascii", "too short", "too long"],
)
def test_keys_that_cannot_be_keys_are_refused_without_being_shown(settings, written):
    settings.IDENTIFIER_KEYS = written

    with pytest.raises(vault.KeyMissing) as caught:
        vault.keyring()
    assert "IDENTIFIER_KEYS" in str(caught.value)
    assert [part for part in written.split(",") if len(part) > 10 and part in told(caught.value)] == []


def test_without_a_variable_the_key_is_made_once_and_kept_for_its_owner(settings, tmp_path):
    settings.IDENTIFIER_KEYS, settings.DATA_DIR = "", tmp_path / "var"

    token = vault.encrypt(CANARY, about="subject:1")

    file = tmp_path / "var/identifier_keys"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["identifier_keys"]
    settings.IDENTIFIER_KEYS = file.read_text(encoding="ascii")
    assert vault.decrypt(token, about="subject:1") == CANARY


def test_many_that_start_at_once_agree_on_one_key(tmp_path):
    start = Barrier(8)

    def first_use(path):
        start.wait()
        return vault._from_file.__wrapped__(path)

    with ThreadPoolExecutor(8) as pool:
        for number in range(25):
            path = tmp_path / str(number) / "identifier_keys"
            assert len(set(pool.map(first_use, [path] * 8))) == 1
            assert list(path.parent.iterdir()) == [path]


@pytest.mark.req("R27")
def test_no_repr_of_a_key_shows_it():
    key = vault.keyring()[0]

    assert repr(key) == f"Key(id='{key.id}')"
    assert NEW not in repr(vault.keyring())


@pytest.mark.req("R27")
@pytest.mark.parametrize("value", ["330106190001010017\ud800", "\udfff" + CANARY])
def test_a_value_that_cannot_be_stored_is_refused_without_being_repeated(value):
    for act in (lambda: vault.encrypt(value, about="subject:1"), lambda: vault.blind_index(value)):
        with pytest.raises(vault.VaultError) as caught:
            act()
        assert CANARY not in told(caught.value)


@pytest.mark.req("R27")
@pytest.mark.fault("F53")
def test_an_error_page_for_developers_shows_neither_value_nor_key(settings, caplog):
    settings.DEBUG = False
    with caplog.at_level(logging.DEBUG), pytest.raises(UnicodeEncodeError) as caught:
        vault.encrypt(CANARY, about="not a name of a record: \ud800")
    report = ExceptionReporter(RequestFactory().get("/"), caught.type, caught.value, caught.tb.tb_next)

    key = vault.keyring()[0]
    told_there = report.get_traceback_html() + caplog.text + "".join(traceback.format_exception(caught.value))
    assert [secret for secret in (CANARY, repr(key.encryption), repr(key.index), NEW) if secret in told_there] == []
