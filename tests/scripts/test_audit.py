"""Is everything that the app installs audited, and what is found told?"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="a script of bash")

FOUND = {"id": "CVE-2030-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}
SOUND = {"name": "leaf", "version": "3.0", "vulns": []}
FAULTY = {"name": "torch", "version": "1.0", "vulns": [FOUND]}
UNKNOWN = {"name": "other", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ([SOUND, UNKNOWN], 0, "1 of 2 packages audited, 0 with"),
        ([SOUND, FAULTY], 1, "torch 1.0: CVE-2030-1, mended by 2.0"),
        ([UNKNOWN], 0, "not audited"),
        (None, 0, "not audited"),
    ],
)
def test_the_whole_lock_is_audited_and_what_is_found_is_told(answer, status, said, tmp_path):
    told = "no network" if answer is None else json.dumps({"dependencies": answer, "fixes": []})
    tools = tmp_path / ".venv" / "bin"
    tools.mkdir(parents=True)
    (tools / "python").symlink_to(sys.executable)
    fake = tools / "pip-audit"
    fake.write_text(f"#!/bin/sh\necho \"$@\" >asked\necho '{told}'\nexit 1\n")
    fake.chmod(0o755)
    (tmp_path / "scripts").mkdir()
    script = shutil.copy(ROOT / "scripts" / "audit", tmp_path / "scripts")
    done = subprocess.run([script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (status, "") and said in done.stdout
    assert "--requirement requirements.lock" in (tmp_path / "asked").read_text()
