# One image for web, worker, beat and migrate; docker-compose.yml gives each its command.
FROM python:3.11-slim-bookworm AS packages
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --create-home --home-dir /var/lib/coachhub --uid 10001 coachhub \
    && install -d -o coachhub -g coachhub -m 700 /var/lib/coachhub/run /var/lib/coachhub/mail
COPY --from=packages /venv /venv
WORKDIR /srv/coachhub
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    COACHHUB_HOME=/var/lib/coachhub \
    COACHHUB_STATIC_ROOT=/srv/static
# The key only lets the settings load; nothing is signed with it, and it stays in this one step.
RUN python -m compileall -q coachhub cohorts feedback \
    && COACHHUB_SECRET_KEY=collectstatic-needs-no-secret-but-one-of-32 python manage.py collectstatic --noinput --verbosity 0
USER coachhub
VOLUME /var/lib/coachhub
EXPOSE 8000
CMD ["python", "manage.py", "serve"]
