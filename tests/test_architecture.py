"""Do imports point one way, do pages hold no logic, and is nothing in the tree by accident?"""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.alone import alone

ROOT = Path(__file__).resolve().parent.parent

# Each layer may import itself and what stands above it in this list, never what stands below.
LAYERS = [
    {
        "cnn",
        "cnn.errors",
        "cnn.assets",
        "cnn.results",
        "cnn.learning_curves",
        "cnn.models.rbf_codes",
        "cnn.processes.fork",
        "cnn.processes.watched",
        "cnn.processes.fork_server",
    },
    {"cnn.data"},
    {"cnn.models"},
    {
        "cnn.training.recipes",
        "cnn.training.losses",
        "cnn.training.diagonal_hessian",
        "cnn.training.torch_optimisers",
        "cnn.training.updates",
        "cnn.training.split_batch",
        "cnn.experiments.momentum",
        "cnn.experiments.dropout",
        "cnn.training.snapshots",
        "cnn.training.film",
        "cnn.training.worker",
        "cnn.training.short_run",
        "cnn.training.loop",
        "cnn.inference.downloads",
        "cnn.training.runs",
        "cnn.inference.weights",
        "cnn.inference.confidence",
    },
    {
        "cnn.analysis.complexity",
        "cnn.experiments.training_cost",
        "cnn.experiments.softmax",
        "cnn.analysis.nearest",
        "cnn.analysis.formulas",
        "cnn.inference.feature_maps",
        "cnn.training.gradient_check",
        "cnn.training.probe",
        "cnn.inference.classifiers",
        "cnn.inference.digit",
        "cnn.analysis.receptive_box",
        "cnn.inference.photo",
        "cnn.analysis.lenet_variants",
        "cnn.inference.unit_trace",
        "cnn.analysis.attribution",
        "cnn.analysis.filters",
        "cnn.experiments.output_size",
        "cnn.experiments.weight_sharing",
        "cnn.experiments.kernels",
        "cnn.analysis.receptive_field",
        "cnn.inference.small_edition",
        "cnn.experiments.groups",
        "cnn.experiments.lrn",
        "cnn.experiments.relu_vs_tanh",
    },
    {"cnn.figures"},
    {"ui"},
    {"pages", "streamlit_app"},
]

TOP_LEVEL = set(
    """
    .ci .dockerignore .gitignore .pre-commit-config.yaml .streamlit ARCHITECTURE.md LICENSE Makefile
    README.ko.md README.md SECURITY.md assets cnn deploy docs pages pyproject.toml
    requirements-dev.lock requirements-dev.txt requirements.lock requirements.txt scripts
    streamlit_app.py tests ui
    """.split()
)

# uvicorn speaks websockets; torchvision, for scripts, must be of the same build as torch.
NOT_IMPORTED = {"websockets", "torchvision"}
ONLY_SCRIPTS_USE = {"cnn.data.pens.rubbish", "cnn.models.lrn_kernels"}
DISTRIBUTIONS = {
    "PIL": "pillow",
    "skimage": "scikit-image",
    "HersheyFonts": "hershey-fonts",
    "markdown_it": "markdown-it-py",
}


def sources(*places: str) -> dict[str, ast.Module]:
    """The parsed modules below `places`, by their dotted names."""
    files = [
        file
        for place in places
        for file in (
            [ROOT / place] if place.endswith(".py") else sorted((ROOT / place).rglob("*.py"))
        )
    ]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            file.read_text("utf-8")
        )
        for file in files
    }


OURS = sources("cnn", "ui", "pages", "streamlit_app.py")


def imports(tree: ast.Module, everywhere: bool = True) -> set[str]:
    """What a module imports, as full dotted names; only at its top unless `everywhere`."""
    names = set()
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            for alias in node.names:
                member = f"{node.module}.{alias.name}"
                names.add(member if member in OURS else str(node.module))
    return names


def layer(module: str) -> int:
    """The layer a module belongs to: by its own name in cnn, by its package outside."""
    parts = module.split(".")
    member = ".".join(parts[: 2 if parts[0] == "cnn" else 1])
    for number, members in enumerate(LAYERS):
        if member in members:
            return number
    return pytest.fail(f"{module} is in no layer: list it in LAYERS")


@pytest.mark.parametrize("module", OURS)
def test_imports_point_one_way(module):
    below = {name for name in imports(OURS[module]) if name in OURS and layer(name) > layer(module)}
    assert not below


def test_no_module_imports_itself_by_a_detour():
    graph = {name: imports(tree, everywhere=False) & set(OURS) for name, tree in OURS.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError, naming the circle


@pytest.mark.parametrize("module", [name for name in OURS if name.startswith("cnn")])
def test_the_core_knows_no_user_interface(module):
    assert not {name for name in imports(OURS[module]) if name.split(".")[0] in {"streamlit", "ui"}}


@pytest.mark.parametrize("page", [*sources("pages"), "streamlit_app"])
def test_a_page_defines_nothing(page):
    logic = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
    assert not [ast.unparse(node) for node in ast.walk(OURS[page]) if isinstance(node, logic)]


def test_nothing_lies_at_the_top_by_accident():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {line.split("/")[0] for line in listed.stdout.splitlines()} <= TOP_LEVEL


def pinned(file: str) -> set[str]:
    """The distributions a requirements file pins, in lower case."""
    lines = (ROOT / file).read_text("utf-8").splitlines()
    return {line.split("==")[0].lower().replace("_", "-") for line in lines if "==" in line}


def third_party(modules: dict[str, ast.Module]) -> set[str]:
    """The distributions that `modules` import, in lower case."""
    tops = {name.split(".")[0] for tree in modules.values() for name in imports(tree)}
    foreign = tops - set(sys.stdlib_module_names) - {"cnn", "ui", "pages", "scripts", "tests"}
    return {DISTRIBUTIONS.get(top, top).lower().replace("_", "-") for top in foreign}


def test_what_the_app_imports_is_pinned_and_nothing_else():
    app = {name: tree for name, tree in OURS.items() if name not in ONLY_SCRIPTS_USE}
    assert third_party(app) | NOT_IMPORTED == pinned("requirements.txt")


def test_what_scripts_and_tests_import_is_pinned():
    everything = pinned("requirements.txt") | pinned("requirements-dev.txt")
    assert third_party(sources("scripts", "tests")) <= everything


def test_every_pin_is_exact():
    for file in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / file).read_text("utf-8").splitlines():
            assert not line or line[0] in "#-" or "==" in line, line


def test_home_needs_no_torch():
    """Under plain `streamlit run` the first visitor of Home waits for no torch."""
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        "at = AppTest.from_file('streamlit_app.py', default_timeout=60).run(); "
        "assert not at.exception and at.title; print('torch' in sys.modules)"
    )
    assert alone(code).stdout.strip() == "False"


def test_every_component_says_when_it_is_drawn():
    """What stands below one that does not stays hidden for ten seconds (ui/frame.css)."""
    makers = {
        name for name, tree in OURS.items() if "components.v2.component(" in ast.unparse(tree)
    }
    assert makers == {"ui.components"}
