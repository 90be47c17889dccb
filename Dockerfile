# One image for web, worker, beat and the migration job; docker-compose.yml says which command each runs.
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONUTF8=1 DJANGO_SETTINGS_MODULE=closedloop.settings.prod DATA_DIR=/data
WORKDIR /app
COPY requirements/uv.lock requirements/base.lock requirements/
RUN python -m pip install --no-cache-dir --require-hashes -r requirements/uv.lock \
 && uv pip install --system --no-cache --require-hashes -r requirements/base.lock
COPY manage.py ./
COPY closedloop closedloop
COPY measures measures
COPY subjects subjects
COPY templates templates
COPY static static
COPY fixtures fixtures
COPY locale locale
# collectstatic needs no secret of the deployment and no database
RUN useradd --system --no-create-home --uid 10001 closedloop \
 && mkdir /data && chown closedloop /data \
 && SECRET_KEY=build-only-key-that-signs-nothing-and-is-not-kept-in-the-image \
    IDENTIFIER_KEYS=b25seS1mb3ItdGhlLWNoZWNrLW9mLXRoZS1idWlsZCE= \
    DATABASE_URL=postgres://none@localhost/none BROKER_URL=redis://localhost \
    python manage.py collectstatic --no-input --verbosity 0
USER closedloop
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "closedloop.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--no-control-socket", "--timeout", "60"]
