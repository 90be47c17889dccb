"""What the image copies is there, and what compose asks for is documented."""

import re

from tests.source import ROOT

COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def copied():
    """The sources of each COPY line."""
    return [source for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE) for source in line.split()[:-1]]


def test_the_image_copies_only_what_exists():
    assert [source for source in copied() if not (ROOT / source).exists()] == []


def test_every_package_of_the_product_is_in_the_image():
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert apps <= set(copied())


def test_the_image_is_given_everything_that_it_copies():
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)

    assert {source.split("/")[0] for source in copied()} == {name.split("/")[0] for name in allowed}


def test_compose_has_no_secret_and_no_default_for_one():
    needed = re.findall(r"\$\{([A-Z_]+)(:\?|:-)?", COMPOSE)

    assert {name for name, how in needed if how == ":?"} == {
        "SECRET_KEY",
        "IDENTIFIER_KEYS",
        "ALLOWED_HOSTS",
        "POSTGRES_PASSWORD",
    }
    assert all(how for _, how in needed)


def test_the_deployment_page_names_every_variable_of_compose():
    page = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")

    assert [name for name in re.findall(r"\$\{([A-Z_]+)", COMPOSE) if name not in page] == []
