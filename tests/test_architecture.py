"""The house rules of design.md that a machine can read. Each returns the places that break it, so that a failure says where."""

import ast
import re
from pathlib import Path

import pytest

from tests.source import PACKAGES, ROOT, calls, files, functions, imported, place, product, tracked, tree

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, README_LINES, ENVIRONMENT_VARIABLES = 400, 40, 120, 150, 15
CLOCK = "closedloop/workdays/clock.py"
# Arrows turn inside the models; a batch turns many rows in one service with the source states in the WHERE.
STATE_WRITERS: frozenset[str] = frozenset()
# They read as sentences in every service: record(case, "case.received", …), authorize(actor, RECEIVE_CASE, agency).
SENTENCES = {"record", "authorize", "publish"}
TEXT = {"", ".py", ".html", ".toml", ".yml", ".sh", ".md", ".txt", ".csv", ".json", ".in", ".lock", ".js", ".css"}


def test_no_python_file_is_longer_than_a_reader_can_hold():
    assert [place(path) for path in files(".py") if _lines(path) > FILE_LINES] == []


def test_no_function_of_the_product_is_longer_than_a_screen():
    long = [
        place(path, node.lineno)
        for path in product()
        for node in functions(tree(path))
        if (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]

    assert long == []


def test_templates_and_readme_stay_short():
    assert [place(path) for path in files(".html") if _lines(path) > TEMPLATE_LINES] == []
    assert _lines(ROOT / "README.md") <= README_LINES


def test_imports_stand_at_the_top_of_a_file():
    inside = [
        place(path, item.lineno)
        for path in files(".py")
        for node in functions(tree(path))
        for item in ast.walk(node)
        if isinstance(item, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


@pytest.mark.req("R15")
def test_a_state_is_written_by_its_arrows_only():
    written = [place(path, line) for path in product() if place(path) not in STATE_WRITERS for line in _state_writes(tree(path))]

    assert written == []


@pytest.mark.req("R15")
@pytest.mark.parametrize(
    "code",
    [
        "case.state = 'approved'",
        "Case.objects.filter(pk=1).update(state='approved')",
        "Case.objects.create(state='approved')",
        "Case.objects.bulk_update(cases, ['state'])",
        "Case.objects.bulk_update(cases, fields=('state',))",
        "setattr(case, 'state', 'approved')",
    ],
)
def test_every_way_around_an_arrow_is_noticed(code):
    assert list(_state_writes(ast.parse(code))) == [1]


def test_nothing_happens_behind_the_back_by_a_signal():
    heard = [
        place(path, line)
        for path in product()
        for name, line in imported(tree(path))
        if name.startswith("django.dispatch") or ".signals" in name
    ]

    assert heard == []


def test_verbs_and_questions_say_their_types_and_their_purpose():
    silent = [
        f"{place(path, node.lineno)} {node.name}: {fault}"
        for path in product()
        if {path.stem, path.parent.name} & {"services", "selectors"}
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for fault in _signature_faults(node)
    ]

    assert silent == []


@pytest.mark.req("R18")
def test_the_time_is_asked_for_in_one_place():
    asks = re.compile(r"\b(date\.today|datetime\.(now|utcnow|today)|timezone\.(now|localdate|localtime)|time\.time)$")
    askers = [
        f"{place(path, call.lineno)} {ast.unparse(call.func)}"
        for path in product()
        if place(path) != CLOCK
        for call in calls(tree(path))
        if asks.search(ast.unparse(call.func))
    ]

    assert askers == []


@pytest.mark.req("R39")
def test_no_page_trusts_a_text_or_carries_a_script_inside():
    unsafe = re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off|<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    pages = [
        f"{place(path, number)} {line.strip()}"
        for path in files(".html")
        for number, line in _numbered(path)
        if unsafe.search(line)
    ]
    code = [
        place(path, line)
        for path in product()
        for name, line in imported(tree(path))
        if name.endswith((".mark_safe", ".SafeString"))
    ]

    assert pages + code == []


def test_no_test_is_switched_off_and_none_mocks_our_own_code():
    marks = re.compile(r"\bpytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b|@(unittest\.)?skip")
    off = [
        place(path, number) for path in files(".py", under=("tests",)) for number, line in _numbered(path) if marks.search(line)
    ]
    mocks = [
        place(path, line)
        for path in files(".py", under=("tests",))
        for name, line in imported(tree(path))
        if name.startswith(("unittest.mock", "mock.", "pytest_mock"))
    ]

    assert [where for where in off if not where.startswith("tests/test_architecture.py")] + mocks == []


def test_an_exception_to_a_tool_gives_its_reason():
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(?!(: [A-Z0-9, ]+|\[[a-z-, ]+\])+ - \w)")
    places = [place(path, number) for path in files(".py") for number, line in _numbered(path) if bare.search(line)]

    assert [where for where in places if not where.startswith("tests/test_architecture.py")] == []


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    kinds = (".py", ".html", ".js", ".css", ".toml", ".yml", ".md")

    assert [place(path, number) for path in files(*kinds) for number, line in _numbered(path) if later.search(line)] == []


def test_no_file_names_a_machine_or_a_package_index():
    hosts = (
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "deb." + "debian.org",
        "index" + "-url",
        "docker" + ".io",
    )
    named = re.compile(r"(?<![\w.~-])/(root|work|home|Users)/\w|" + "|".join(re.escape(host) for host in hosts))
    text = [path for path in tracked() if path.suffix in TEXT and "vendor" not in path.parts]

    assert [place(path, number) for path in text for number, line in _numbered(path) if named.search(line)] == []


def test_a_deployment_has_few_environment_variables_to_set_and_a_page_lists_them():
    settings = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "closedloop/settings").glob("*.py"))
    names = set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", settings))

    assert len(names) <= ENVIRONMENT_VARIABLES, names
    assert {name for name in names if f"`{name}`" not in (ROOT / "docs/deploy.md").read_text(encoding="utf-8")} == set()


@pytest.mark.req("R56")
def test_the_locks_agree_and_every_pin_has_a_hash():
    base, dev, uv = (_pins(ROOT / f"requirements/{name}.lock") for name in ("base", "dev", "uv"))

    assert base.items() <= dev.items()
    assert uv.keys() == {"uv"}


def test_every_dependency_says_why_it_is_there():
    why = (ROOT / "docs/decisions/0002-dependencies.md").read_text(encoding="utf-8").lower()
    wanted = {
        re.split(r"[\[<>=!~ ]", line.lower())[0]
        for path in (ROOT / "requirements").glob("*.in")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and line[0] not in "#-"
    }

    assert {name for name in wanted if f"`{name}`" not in why} == set()


def test_every_package_of_the_project_is_watched_by_these_tests():
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert apps <= set(PACKAGES)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _numbered(path: Path) -> list[tuple[int, str]]:
    return list(enumerate(path.read_text(encoding="utf-8").splitlines(), start=1))


def _state_writes(node: ast.AST) -> list[int]:
    """The lines on which a state is written past its arrow."""
    targets = [
        item.lineno
        for item in ast.walk(node)
        if isinstance(item, ast.Attribute) and item.attr == "state" and isinstance(item.ctx, ast.Store)
    ]
    return targets + [call.lineno for call in calls(node) if _call_writes_state(call)]


def _call_writes_state(call: ast.Call) -> bool:
    verb = ast.unparse(call.func).rsplit(".", 1)[-1]
    named = {keyword.arg for keyword in call.keywords}
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    words = {item.value for value in values for item in ast.walk(value) if isinstance(item, ast.Constant)}
    if verb in {"update", "create", "get_or_create", "update_or_create"}:
        return "state" in named
    return verb in {"bulk_update", "setattr"} and "state" in words


def _signature_faults(node: ast.FunctionDef) -> list[str]:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    untyped = [argument.arg for argument in [*positional, *arguments.kwonlyargs] if argument.annotation is None]
    faults = [f"untyped {name}" for name in untyped]
    if len(positional) > 1 and node.name not in SENTENCES:
        faults.append("more than one positional argument")
    if node.returns is None:
        faults.append("no return type")
    if not ast.get_docstring(node):
        faults.append("no docstring")
    return faults


def _pins(lock: Path) -> dict[str, str]:
    """Name to version; fails on a pin without a hash."""
    blocks = re.split(r"^(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert blocks
    assert [block for block in blocks if "--hash=sha256:" not in block] == []
    return dict(re.split(r"[ ;\\\n]", block)[0].split("==") for block in blocks)
