"""Are the files of deploy/ what their programs take, and do they agree with one another?

Compose's file is held against its schema, Kubernetes' against those of each version that they are
for, HAProxy's by HAProxy. They are not run here: tests/e2e/test_replicas.py runs HAProxy.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from scripts.replicas import MISSING, filled_in, find_haproxy
from ui.classes.store import DRIVERS
from ui.server.limits import ALIVE, READY
from ui.server.settings import Settings

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
MANIFESTS = {
    f"{file.relative_to(DEPLOY / 'kubernetes')}: {each['kind']}": each
    for file in sorted((DEPLOY / "kubernetes").rglob("*.yaml"))
    for each in yaml.safe_load_all(file.read_text("utf-8"))
}
OLDEST = "1.29"  # as deploy/kubernetes/README.md says
VERSIONS = [OLDEST, kubernetes_validate.latest_version()]


def the(kind: str, name: str = "cnns") -> dict:
    (found,) = (
        each
        for each in MANIFESTS.values()
        if (each["kind"], each["metadata"]["name"]) == (kind, name)
    )
    return found


def pod(kind: str, name: str = "cnns") -> dict:
    return the(kind, name)["spec"]["template"]["spec"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("manifest", MANIFESTS)
def test_kubernetes_knows_every_field(manifest, version):
    kubernetes_validate.validate(MANIFESTS[manifest], version, strict=True)


def test_the_schemas_find_a_slip():
    wrong = {**the("PodDisruptionBudget"), "spec": {"maxUnavailabel": 1}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, OLDEST, strict=True)
    assert OLDEST in (DEPLOY / "kubernetes" / "README.md").read_text("utf-8")


def test_compose_knows_every_field():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run(
        [*command, str(DEPLOY / "compose.yaml")], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize("replicas", ["", "app:8501"], ids=["servers", "containers"])
def test_haproxy_takes_its_file(replicas):
    program = find_haproxy()
    assert program, MISSING
    environment = os.environ | ({"CNN_REPLICAS": replicas} if replicas else {})
    checked = subprocess.run(
        [program, "-c", "-f", DEPLOY / "haproxy.cfg"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr
    assert "WARNING" not in checked.stderr


def test_ports_are_filled_in():
    text = filled_in("0.0.0.0", 80, [8601, 8602])
    assert re.findall(r"^    server .*", text, re.M) == [
        "    server app1 127.0.0.1:8601",
        "    server app2 127.0.0.1:8602",
    ]
    assert re.search(r"^    bind 0\.0\.0\.0:80 ", text, re.M)


def test_one_replica_of_haproxys_file_is_where_the_app_listens():
    text = (DEPLOY / "haproxy.cfg").read_text("utf-8")
    settings = Settings()
    assert f"    server app1 {settings.host}:{settings.port}\n" in text
    assert f"conn_cur gt {settings.connections_of_one_address}" in text


def test_probes_ask_what_the_app_answers():
    (app,) = pod("Deployment")["containers"]
    asked = {name: app[f"{name}Probe"]["httpGet"]["path"] for name in ("readiness", "liveness")}
    assert asked == {"readiness": READY, "liveness": ALIVE}
    assert app["startupProbe"]["httpGet"]["path"] == ALIVE
    assert app["ports"][0]["containerPort"] == Settings().port
    assert f"uri {READY} " in (DEPLOY / "haproxy.cfg").read_text("utf-8")


def test_what_is_selected_is_what_there_is():
    labels = the("Deployment")["spec"]["template"]["metadata"]["labels"]
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert the(kind)["spec"]["selector"]["matchLabels"] == labels
    assert the("Service")["spec"]["selector"] == labels
    target = the("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]
    deployed = the("Deployment")
    assert (target["kind"], target["name"]) == ("Deployment", deployed["metadata"]["name"])
    assert "replicas" not in deployed["spec"]  # or each `apply` would undo the autoscaler
    (path,) = the("Ingress")["spec"]["rules"][0]["http"]["paths"]
    service, ports = the("Service"), {each["name"] for each in the("Service")["spec"]["ports"]}
    assert path["backend"]["service"]["name"] == service["metadata"]["name"]
    assert path["backend"]["service"]["port"]["name"] in ports
    database = the("StatefulSet", "cnns-database")["spec"]
    chosen = the("Service", "cnns-database")["spec"]["selector"]
    assert chosen == database["template"]["metadata"]["labels"]


@pytest.mark.parametrize("kind,name", [("Deployment", "cnns"), ("StatefulSet", "cnns-database")])
def test_pods_have_no_rights_and_a_read_only_disk(kind, name):
    spec = pod(kind, name)
    assert spec["securityContext"]["runAsNonRoot"] and not spec["automountServiceAccountToken"]
    mounted = {each["name"] for each in spec["volumes"]}
    mounted |= {
        each["metadata"]["name"] for each in the(kind, name)["spec"].get("volumeClaimTemplates", ())
    }
    for container in spec["containers"]:
        rights = container["securityContext"]
        assert rights["readOnlyRootFilesystem"] and not rights["allowPrivilegeEscalation"]
        assert rights["capabilities"] == {"drop": ["ALL"]}
        assert {each["name"] for each in container["volumeMounts"]} == mounted


def test_limits_are_composes():
    (app,) = pod("Deployment")["containers"]
    service = COMPOSE["services"]["app"]
    limits = app["resources"]["limits"]
    assert limits["memory"].removesuffix("i").lower() == service["mem_limit"]
    assert float(limits["cpu"]) == service["cpus"]
    assert service["tmpfs"] == ["/tmp:size=256m"]
    (tmp,) = (each for each in pod("Deployment")["volumes"] if each["name"] == "tmp")
    assert tmp["emptyDir"]["sizeLimit"] == "256Mi"
    user = pod("Deployment")["securityContext"]["runAsUser"]
    assert f"USER {user}:{user}" in (DEPLOY / "Dockerfile").read_text("utf-8")


def test_there_is_time_to_end():
    spec = pod("Deployment")
    (app,) = spec["containers"]
    waits = int(app["lifecycle"]["preStop"]["exec"]["command"][1])
    assert spec["terminationGracePeriodSeconds"] >= waits + 10


def variables(environment: dict) -> set[str]:
    return {name.removeprefix("CNN_").lower() for name in environment if name.startswith("CNN_")}


def test_what_is_set_are_settings():
    known = set(Settings.model_fields) | {"weights_dir"}
    (app,) = pod("Deployment")["containers"]
    assert variables({each["name"]: 0 for each in app["env"]}) <= known
    assert variables(COMPOSE["services"]["app"]["environment"]) <= known


def test_replicas_share_their_classes_and_trust_their_proxy():
    app, subnet = COMPOSE["services"]["app"], COMPOSE["networks"]["default"]["ipam"]["config"][0]
    assert app["environment"]["CNN_TRUSTED_PROXIES"] == subnet["subnet"]
    assert "sqlite:////data/" in app["environment"]["CNN_CLASSES"]
    assert "data:/data" in app["volumes"] and "ports" not in app
    proxy = COMPOSE["services"]["proxy"]
    assert proxy["environment"]["CNN_REPLICAS"] == f"app:{app['expose'][0]}"
    assert "postgresql" in DRIVERS
