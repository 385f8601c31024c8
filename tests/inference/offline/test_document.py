import base64
import hashlib
import json
import re
from pathlib import Path

import jinja2
import pytest

from cuoshi.offline.document import json_block, self_contained

TEMPLATE = (
    "<meta content=\"script-src '{{ script_hash }}'; style-src '{{ style_hash }}'\">"
    "<style>{{ style }}</style><p>{{ title }}</p><script>{{ script }}</script>"
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "page.html.jinja"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_the_policy_admits_what_is_in_the_page_and_nothing_else(template: Path, tmp_path: Path) -> None:
    (tmp_path / "own.js").write_text('const said = "<b>" + "&";', encoding="utf-8")
    page = self_contained(template, "p { color: red; }", [tmp_path / "own.js"], title="<标题>")
    for name in ("script", "style"):
        (block,) = re.findall(f"<{name}>(.*?)</{name}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in page
    assert 'const said = "<b>" + "&";' in page, "our own script is not escaped"
    assert "<p>&lt;标题&gt;</p>" in page, "text is"


def test_scripts_are_one_strict_function(template: Path, tmp_path: Path) -> None:
    (tmp_path / "own.js").write_text("const own = 1;", encoding="utf-8")
    (script,) = re.findall(
        "<script>(.*?)</script>", self_contained(template, "", [tmp_path / "own.js"], title=""), re.S
    )
    assert script.startswith('(() => {\n"use strict";') and script.rstrip().endswith("const own = 1;\n})();")


def test_a_word_that_the_template_misses_is_an_error(template: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        self_contained(template, "", [])


@pytest.mark.parametrize("text", ["</script><script>alert(1)", "<!--", "a & b", "\u2028\u2029", "措施"])
def test_data_cannot_leave_its_element_and_comes_back_whole(text: str) -> None:
    block = json_block({"text": text})
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block) == {"text": text}


def test_what_json_has_no_word_for_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        json_block(float("nan"))
