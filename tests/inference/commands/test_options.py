import pytest

from cuoshi.coding.codes import BLANKS
from cuoshi.commands import options
from cuoshi.corpus.engines import ENGINES
from cuoshi.words import LANGUAGES


@pytest.mark.parametrize(
    ("named", "known"), [(options.Language, LANGUAGES), (options.EngineName, ENGINES), (options.Blank, BLANKS)]
)
def test_the_command_line_offers_what_the_library_knows(named, known) -> None:
    assert [one.value for one in named] == list(known)
