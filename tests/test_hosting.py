"""Is it hosted safely? What the files for containers and for systemd say; nothing here can build an image."""

import json
import re
import shlex
import subprocess
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from bot.__main__ import make_parser
from bot.config import VARIABLES
from knowledge.notices.share import Share

ROOT = Path(__file__).parents[1]
DOCKERFILE, COMPOSE = ROOT / "Dockerfile", ROOT / "compose.yaml"
UNIT = ROOT / "deploy" / "systemd" / "talksbot.service"
KUBERNETES = ROOT / "deploy" / "kubernetes" / "talksbot.yaml"
SECRET = re.compile("token|secret|password|key", re.IGNORECASE)

Instruction = tuple[str, str]


def instructions() -> list[Instruction]:
    """Read the Dockerfile: names and what they are given, continued lines joined."""
    lines = [line for line in DOCKERFILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    whole = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(name, given) for name, _, given in (line.partition(" ") for line in whole.splitlines() if line)]


def given_to(name: str) -> list[str]:
    return [given for each, given in instructions() if each == name]


def last_stage() -> list[Instruction]:
    read = instructions()
    return read[max(number for number, (name, _) in enumerate(read) if name == "FROM") :]


def variables(stage: list[Instruction]) -> dict[str, str]:
    """Give what ENV sets."""
    pairs = (word for name, given in stage if name == "ENV" for word in shlex.split(given))
    return dict(pair.split("=", 1) for pair in pairs)


def is_in_context(path: str) -> bool:
    """Tell whether Docker is given a file: the last line of .dockerignore that means it decides."""
    kept = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        pattern = line.removeprefix("!").removeprefix("**/")
        anywhere = "**/" in line
        above = [path, *(str(each) for each in PurePosixPath(path).parents if each.name)]
        names = [PurePosixPath(each).name if anywhere else each for each in above]
        if line and not line.startswith("#") and any(fnmatchcase(name, pattern) for name in names):
            kept = line.startswith("!")
    return kept


def compose() -> Any:
    return yaml.safe_load(COMPOSE.read_text("utf-8"))


def kubernetes(kind: str) -> Any:
    found = yaml.safe_load_all(KUBERNETES.read_text("utf-8"))
    return next(each for each in found if each["kind"] == kind)


def are_all(shares: Sequence[Share]) -> bool:
    """Tell whether each shard is in one share."""
    return sorted(shard for each in shares for shard in each.shards) == list(range(shares[0].of))


def unit() -> dict[str, dict[str, list[str]]]:
    """Read the unit: for each section what each name is given, in order."""
    sections: dict[str, dict[str, list[str]]] = {}
    values: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        if line.startswith("["):
            values = sections.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            name, _, value = line.partition("=")
            values.setdefault(name, []).append(value)
    return sections


def test_the_image_is_built_on_one_version_of_python_and_of_a_slim_debian() -> None:
    (base,) = given_to("ARG")
    assert re.fullmatch(r"PYTHON=python:3\.\d+\.\d+-slim-[a-z]+(@sha256:[0-9a-f]{64})?", base)
    assert {each.split()[0] for each in given_to("FROM")} == {"${PYTHON}"}


def test_what_is_installed_into_the_image_is_pinned_by_hash_and_nothing_else_is_fetched() -> None:
    installs = [
        part
        for given in given_to("RUN")
        for part in given.split("&&")
        if " install " in part and "pip" in part
    ]
    assert all("--no-deps" in each for each in installs)
    fetching, own = installs
    assert "--require-hashes" in fetching
    assert "--only-binary :all:" in fetching
    assert own.split()[-1] == "."
    assert "--no-build-isolation" in own
    assert not given_to("ADD")
    assert not [each for each in given_to("RUN") if "http" in each or "curl" in each or "apt" in each]


def test_the_image_runs_the_bot_as_a_user_without_rights() -> None:
    stage = dict(last_stage())
    assert stage["USER"] == "10001:10001"
    assert stage["STOPSIGNAL"] == "SIGTERM"
    entry, rest = json.loads(stage["ENTRYPOINT"]), json.loads(stage["CMD"])
    assert (entry, rest) == (["talksbot"], ["run"])
    make_parser().parse_args(rest)
    data = variables(last_stage())["TALKSBOT_KNOWLEDGE_DATA"]
    assert f"--owner=10001 --group=10001 --mode=700 {data}" in stage["RUN"]


def test_the_image_is_asked_for_its_health_by_a_command_of_the_bot() -> None:
    (health,) = given_to("HEALTHCHECK")
    program, *words = json.loads(health[health.index("[") :])
    assert program == "talksbot"
    assert words[0] == "healthcheck"
    make_parser().parse_args(words)


@pytest.mark.parametrize(
    "file", [DOCKERFILE, COMPOSE, UNIT, KUBERNETES, ROOT / "docs" / "hosting.md"], ids=lambda file: file.name
)
def test_each_variable_that_is_set_for_the_bot_is_one_of_the_bot(file: Path) -> None:
    named = set(re.findall(r"\bTALKSBOT_[A-Z_]+[A-Z]", file.read_text("utf-8")))
    assert named <= VARIABLES.keys()


def test_no_secret_is_in_the_image() -> None:
    assert not [
        each for each in (*given_to("ENV"), *given_to("ARG"), *given_to("LABEL")) if SECRET.search(each)
    ]
    hidden = ".env .git/config .venv/x bot/.env bot/x.pyc config.toml data/talksbot.db secrets/token token"
    assert not [each for each in hidden.split() if is_in_context(each)]


def test_all_that_the_image_is_made_of_is_there_and_given_to_docker() -> None:
    sources = [
        source
        for given in given_to("COPY")
        if not given.startswith("--from")
        for source in given.split()[:-1]
    ]
    assert {"bot", "knowledge", "pyproject.toml", "requirements-postgres.txt", "config.example.toml"} <= set(
        sources
    )
    assert not [each for each in sources if not (ROOT / each).exists() or not is_in_context(each)]
    assert is_in_context("knowledge/semantic/crossencoder/model.onnx")
    assert not is_in_context("knowledge/__pycache__/base.cpython-313.pyc")


def test_git_takes_no_secret_either() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert {".env", "/token", "/secrets/", "/config.toml", "/data/"} <= set(ignored)


def test_under_compose_nothing_is_writable_but_a_volume_and_what_passes() -> None:
    service = compose()["services"]["talksbot"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert {"mem_limit", "pids_limit"} <= service.keys()
    (mount,) = service["volumes"]
    volume, place = mount.split(":")
    assert volume in compose()["volumes"]
    assert place == variables(last_stage())["TALKSBOT_KNOWLEDGE_DATA"]
    (passing,) = service["tmpfs"]
    assert passing.startswith("/tmp:size=")
    assert not {"privileged", "network_mode", "user", "pid", "devices", "cap_add"} & service.keys()


def test_under_compose_the_token_comes_from_a_secret() -> None:
    service = compose()["services"]["talksbot"]
    (secret,) = service["secrets"]
    assert service["environment"] == {"DISCORD_TOKEN_FILE": f"/run/secrets/{secret}"}
    assert compose()["secrets"] == {secret: {"file": "./secrets/token"}}


def test_under_compose_several_processes_share_all_shards_and_each_has_a_folder() -> None:
    bots = {name: each for name, each in compose()["services"].items() if "command" in each}
    shares = [make_parser().parse_args(each["command"]).shards for each in bots.values()]
    for each in bots.values():
        assert each["profiles"] == ["postgres"], "else they would run beside the one process"
        assert each["depends_on"] == {"postgres": {"condition": "service_healthy"}}
        assert each["cap_drop"] == ["ALL"]
    assert are_all(shares)
    mounts = [mount for each in bots.values() for mount in each["volumes"]]
    assert sorted(mounts) == sorted({f"{name}:/data" for name in bots})


@pytest.mark.process
def test_kubernetes_gives_each_pod_its_shards_and_all_of_them_to_some_pod() -> None:
    spec = kubernetes("StatefulSet")["spec"]
    (container,) = spec["template"]["spec"]["containers"]
    said = {each["name"]: each.get("value") for each in container["env"]}
    script = container["command"][-1].replace("exec talksbot", "echo")
    told = [
        subprocess.run(
            ["/bin/sh", "-c", script],
            check=True,
            capture_output=True,
            text=True,
            env={**{name: value for name, value in said.items() if value}, "POD": str(pod)},
        ).stdout
        for pod in range(spec["replicas"])
    ]
    assert are_all([make_parser().parse_args(each.split()).shards for each in told])


def test_kubernetes_runs_it_as_a_user_without_rights_on_a_root_that_nothing_writes_to() -> None:
    pod = kubernetes("StatefulSet")["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsUser"] == int(dict(last_stage())["USER"].split(":")[0])
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["automountServiceAccountToken"] is False
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    writable = {each["mountPath"] for each in container["volumeMounts"] if not each.get("readOnly")}
    assert writable == {variables(last_stage())["TALKSBOT_KNOWLEDGE_DATA"], "/tmp"}


def test_kubernetes_reads_token_and_password_from_a_secret() -> None:
    (container,) = kubernetes("StatefulSet")["spec"]["template"]["spec"]["containers"]
    for each in container["env"]:
        if SECRET.search(each["name"]):
            assert each["name"] == "DISCORD_TOKEN_FILE" or "secretKeyRef" in each["valueFrom"]


def test_what_compose_may_publish_is_for_this_machine_only() -> None:
    ports = re.findall(r"- (\S*:9464:9464)", COMPOSE.read_text("utf-8"))
    assert ports == ["127.0.0.1:9464:9464"]
    assert "ports" not in compose()["services"]["talksbot"]


def test_who_stops_the_bot_leaves_it_time_to_finish_answers() -> None:
    waits = compose()["services"]["talksbot"]["stop_grace_period"], *unit()["Service"]["TimeoutStopSec"]
    assert waits == ("20s", "20")


def test_systemd_starts_the_bot_as_it_is_called() -> None:
    (start,) = unit()["Service"]["ExecStart"]
    program, *words = shlex.split(start)
    assert program == "/opt/talksbot/bin/talksbot"
    assert words[0] == "run"
    given = make_parser().parse_args(words)
    assert str(given.data) == "${STATE_DIRECTORY}"


BOUNDS = """
Type=notify
NotifyAccess=main
WatchdogSec=30
Restart=on-failure
RestartPreventExitStatus=78 CREDENTIALS
DynamicUser=yes
StateDirectory=talksbot
LoadCredential=token:/etc/talksbot/token
CapabilityBoundingSet=
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
"""


@pytest.mark.parametrize("line", BOUNDS.split("\n")[1:-1])
def test_systemd_keeps_the_bot_within_bounds(line: str) -> None:
    name, _, value = line.partition("=")
    assert unit()["Service"][name] == [value]


def test_systemd_hands_the_token_over_as_a_file() -> None:
    service = unit()["Service"]
    (environment,) = service["Environment"]
    assert dict(each.split("=") for each in environment.split())["DISCORD_TOKEN_FILE"] == "%d/token"
    assert "MemoryMax" in service
    assert service["SystemCallFilter"] == ["@system-service", "~@privileged"]
    assert set(unit()) == {"Unit", "Service", "Install"}
