"""Is the app with an empty page the app, with nothing more than that page?"""

import subprocess
import sys

from scripts.bench import empty_page
from ui.page.course import PAGES

ASK = "from ui.page.course import PAGES; print(*(page.address for page in PAGES))"


def test_the_copy_has_the_empty_page_beside_all_others_and_the_app_has_not(tmp_path):
    root = empty_page.app_with_empty_page(tmp_path)
    said = subprocess.run(
        [sys.executable, "-c", ASK], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == [*(p.address for p in PAGES if p.address), "Empty"]
    assert "Empty" not in {page.address for page in PAGES}
    assert (root / "pages" / "99_Empty.py").is_file()
    assert not (empty_page.ROOT / "pages" / "99_Empty.py").exists()
