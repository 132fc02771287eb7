# One image for web, worker, beat and migrate. Any Debian of today will do as a base:
#   docker compose build --build-arg BASE_IMAGE=debian:bookworm-slim
ARG BASE_IMAGE=python:3.11-slim-bookworm

FROM ${BASE_IMAGE} AS base
# A base without Python gets Debian's.
RUN python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
    || (apt-get update \
        && apt-get install -y --no-install-recommends python3 python3-venv ca-certificates \
        && rm -rf /var/lib/apt/lists/*)

FROM base AS built
RUN python3 -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt \
    && /opt/venv/bin/pip uninstall --yes pip

FROM base
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data/downloads \
    EXPORT_DIR=/exports \
    STATIC_ROOT=/srv/financetracker/staticfiles
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent tracker \
    && mkdir -p /data/downloads /exports \
    && chown -R tracker:tracker /data /exports
COPY --from=built /opt/venv /opt/venv
WORKDIR /srv/financetracker
COPY manage.py ./
COPY filings filings
COPY donations donations
COPY expenditures expenditures
COPY web web
COPY financetracker financetracker
# Only the list of apps matters to collectstatic; nothing is connected to, and nothing of this is kept.
RUN SECRET_KEY=build DATABASE_URL=postgres://build:build@127.0.0.1:1/build REDIS_URL=redis://127.0.0.1:1/0 \
    python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q .
USER tracker
EXPOSE 8000
# A worker that is stuck is replaced after --timeout; its heartbeat must not wait for a disk.
CMD ["gunicorn", "financetracker.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--timeout", "120", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
