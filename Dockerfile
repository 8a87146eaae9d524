# Two stages: the packages are built where there is a toolbox, and run where there is none.
FROM python:3.13-slim AS packages
RUN python -m venv /opt/venv
COPY requirements/run.lock /tmp/run.lock
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/run.lock

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 bot && install -d -o bot -g bot /data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY storage storage
COPY bot bot
# The demo is of no use to a bot in service.
RUN rm -rf bot/demo && /opt/venv/bin/python -m compileall -q bot storage
USER bot
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATABASE_URL=sqlite:////data/bot.db \
    HTTP_HOST=0.0.0.0 \
    LOG_FORMAT=json
VOLUME /data
# SIGTERM lets what is under way come to its end; what is not goes on after the next start.
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m", "bot"]
