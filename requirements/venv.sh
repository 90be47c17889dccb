# Makes the virtual environment $1 with a Python of at least 3.11 and puts the locked uv into it.
set -eu
venv=$1

find_python() {
  for candidate in ${PYTHON:-} python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
}

python=$(find_python)
if [ -z "$python" ]; then
  echo "没有找到 Python 3.11：请先安装，或用 PYTHON=路径 指定。 (Python 3.11 not found: install it or set PYTHON=path.)" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "这个 Python 缺少 venv 模块：请安装 python3-venv。 (This Python has no venv module: install python3-venv.)" >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ]; then
  echo "建立虚拟环境 (making the virtual environment) …"
  "$python" -m venv "$venv" || {
    echo "无法在本目录建立 $venv：请检查磁盘空间和写权限。 (Cannot write $venv here: check the disk.)" >&2
    exit 1
  }
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock || {
  echo "安装 uv 失败：请检查软件包索引能否访问，然后重试。 (Installing uv failed: check that the package index answers.)" >&2
  exit 1
}
