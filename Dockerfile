# How does the bot run in a container? As one process without rights, on a root that nothing writes to.
#
#   docker build -t talksbot .                                              for this machine
#   docker buildx build --platform linux/amd64,linux/arm64 -t talksbot .    for both kinds; nothing is compiled
#
# The tag names one version of Python on one Debian, and Docker renews it with Debian's security updates. Whoever wants
# the same bytes each time puts behind it the digest that `docker buildx imagetools inspect` shows: NAME:TAG@sha256:...
ARG PYTHON=python:3.13.16-slim-trixie

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
# What changes seldom comes first, so that a new version of the bot does not fetch it all again.
# With what a store in PostgreSQL needs: 3 MB, so that one image does for both.
COPY requirements-postgres.txt ./
RUN python -m venv --without-pip /opt/talksbot \
    && python -m pip --python /opt/talksbot/bin/python install \
       --require-hashes --no-deps --only-binary :all: --requirement requirements-postgres.txt
COPY pyproject.toml README.md LICENSE config.example.toml ./
COPY bot bot
COPY knowledge knowledge
# setuptools builds the wheel, and has no business in what runs.
RUN python -m pip --python /opt/talksbot/bin/python install --no-deps --no-build-isolation . \
    && python -m pip --python /opt/talksbot/bin/python uninstall --yes setuptools

FROM ${PYTHON}
LABEL org.opencontainers.image.title="talksbot" \
      org.opencontainers.image.description="Answers questions about a news story with verbatim passages." \
      org.opencontainers.image.licenses="MIT"
# A volume that is new takes over whose this folder is. There is no VOLUME line: it would make a volume without a name,
# which the next container does not get; the bot warns where none is mounted.
RUN groupadd --gid 10001 talksbot \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin talksbot \
    && install --directory --owner=10001 --group=10001 --mode=700 /data
COPY --from=build /opt/talksbot /opt/talksbot
ENV PATH=/opt/talksbot/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    TALKSBOT_KNOWLEDGE_DATA=/data \
    container=oci
# A config.toml that is mounted here is found, and paths in it begin here.
WORKDIR /etc/talksbot
USER 10001:10001
STOPSIGNAL SIGTERM
# The first start reads all articles before it serves.
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s --retries=3 CMD ["talksbot", "healthcheck"]
ENTRYPOINT ["talksbot"]
CMD ["run"]
