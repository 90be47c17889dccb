# Needs Python 3.11, make and the package index; no root, no node, no services.
.DEFAULT_GOAL := help
.PHONY: help run test lint e2e faults bench lock
.DELETE_ON_ERROR:

VENV := .venv
PY := $(VENV)/bin/python -X utf8
UV := $(VENV)/bin/uv
UV_READY := $(VENV)/uv.stamp
RUN_READY := $(VENV)/run.stamp
DEV_READY := $(VENV)/dev.stamp

help: ## 列出这些命令 (this list)
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):.*## /make \1\t/' | expand -t 14

run: $(RUN_READY) ## 启动网页、任务与定时进程 (web, worker and beat on 127.0.0.1:8000; PORT=… DATA_DIR=…)
	@$(PY) -m closedloop.run

test: $(DEV_READY) ## 全部测试：SQLite，能连上时再用 PostgreSQL 与 Redis (REQUIRE_SERVICES=1 makes them required)
	@$(PY) -m tests.suite

lint: $(DEV_READY) ## 风格、类型、方向、模板与安全检查 (ruff, mypy, import-linter, djlint, bandit, architecture)
	@.ci/lint

e2e: $(DEV_READY) ## 浏览器测试 (needs chromium)
	@$(PY) -m pytest tests/e2e

faults: $(DEV_READY) ## 故障测试：杀掉、暂停真实进程 (kills and freezes real processes; minutes)
	@$(PY) -m pytest tests/faults

bench: $(DEV_READY) ## 测量 (measures on this machine)
	@$(PY) -m benchmarks
	@$(PY) -m benchmarks.imports

lock: $(UV_READY) ## 重新解析依赖并写出带哈希的锁 (resolves the dependencies again)
	@set -e; compile() { $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header "$$@"; }; \
	compile requirements/uv.in -o requirements/uv.lock; \
	compile requirements/base.in -o requirements/base.lock; \
	compile requirements/dev.in -c requirements/base.lock -o requirements/dev.lock

$(UV_READY): requirements/uv.lock
	@sh requirements/venv.sh $(VENV)
	@touch $@

# `install` and not `sync`: a run after a test leaves the tools of the test where they are.
$(RUN_READY): requirements/base.lock $(UV_READY)
	@echo "安装运行所需的软件包 (installing packages) …"
	@$(UV) pip install --quiet --python $(VENV)/bin/python --require-hashes -r requirements/base.lock || \
	  { echo "安装失败：请检查软件包索引能否访问，然后重试。 (Installation failed: check that the package index answers.)" >&2; exit 1; }
	@touch $@

$(DEV_READY): requirements/dev.lock $(UV_READY)
	@echo "安装测试所需的软件包 (installing packages) …"
	@$(UV) pip sync --quiet --python $(VENV)/bin/python --require-hashes requirements/dev.lock || \
	  { echo "安装失败：请检查软件包索引能否访问，然后重试。 (Installation failed: check that the package index answers.)" >&2; exit 1; }
	@touch $@ $(RUN_READY)
