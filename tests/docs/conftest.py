"""The pages of docs/ and the READMEs, and the code that they show."""

import re
import shlex
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LANGUAGES = ("en", "zh")
READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
NAMES = sorted(path.stem for path in (DOCS / "en").glob("*.md"))
#: languages that are run, where a comment before the block does not say why not
RUN = ("python", "sh")
#: a block of code; a comment before it says why it is not run
BLOCK = re.compile(r"(?:^<!-- not run: (?P<reason>[^\n]+) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```", re.M | re.S)
COMMENT = re.compile(r"(?:^|[ \t]+)# .*$", re.M)


class Block(NamedTuple):
    """What a page shows between two fences.

    Attributes:
        language: of the code.
        text: the code.
        reason: why it is not run, empty where it is.
    """

    language: str
    text: str
    reason: str

    @property
    def bare(self) -> str:
        """The code without comments, which are in the page's language."""
        return COMMENT.sub("", self.text)

    def runs(self) -> bool:
        """Whether the tests run it."""
        return self.language in RUN and not self.reason

    def commands(self) -> list[list[str]]:
        """The words of each line of shell, comments left out."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [words for line in lines if (words := shlex.split(line, comments=True))]


def page(language: str, name: str) -> Path:
    """A page of a language; ``README`` is one, too."""
    return READMES[language] if name == "README" else DOCS / language / f"{name}.md"


def blocks(path: Path) -> list[Block]:
    found = BLOCK.finditer(path.read_text("utf-8"))
    return [Block(match["language"], match["text"], match["reason"] or "") for match in found]
