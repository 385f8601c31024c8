from typing import Any

import pytest
from lxml import etree

from cuoshi.readers.package import qn
from cuoshi.readers.word.paragraph import HiddenStyles, ParagraphText, chosen, is_on, is_placeholder

SPACES = " ".join(f'xmlns:{prefix}="{qn(f"{prefix}:x")[1:-2]}"' for prefix in ("w", "mc"))


def xml(text: str) -> Any:
    """An element; the first tag gets the namespaces."""
    head, _, tail = text.partition(">")
    slash = "/" if head.endswith("/") else ""
    return etree.fromstring(f"{head.removesuffix('/')} {SPACES}{slash}>{tail}")


def read(inner: str, styles: str = "<w:styles/>") -> str:
    return ParagraphText(HiddenStyles(xml(styles))).read(xml(f"<w:p>{inner}</w:p>"))


@pytest.mark.parametrize(
    ("value", "on"), [("", True), (' w:val="1"', True), (' w:val="0"', False), (' w:val="false"', False)]
)
def test_a_property_is_on_unless_it_says_otherwise(value: str, on: bool) -> None:
    assert is_on(xml(f"<w:rPr><w:vanish{value}/></w:rPr>"), "w:vanish") is on
    assert is_on(xml("<w:rPr/>"), "w:vanish") is None
    assert is_on(None, "w:vanish") is None


def test_of_several_forms_the_first_is_read() -> None:
    both = "<mc:Choice><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback>"
    assert read(f"<mc:AlternateContent>{both}</mc:AlternateContent>") == "新"
    assert list(chosen(xml("<mc:AlternateContent/>"))) == []


def test_what_is_deleted_moved_or_a_property_is_not_read() -> None:
    gone = "<w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom>"
    assert read(f"<w:r><w:t>走访</w:t></w:r>{gone}<w:r><w:t>企业</w:t><w:noBreakHyphen/></w:r>") == "走访企业-"


def test_hidden_by_itself_or_by_a_style_that_another_is_based_on() -> None:
    styles = (
        '<w:styles><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="c"><w:basedOn w:val="c"/></w:style></w:styles>'
    )
    hidden = HiddenStyles(xml(styles))
    assert ["a" in hidden, "b" in hidden, "c" in hidden, None in hidden] == [True, True, False, False]
    own = '<w:r><w:rPr><w:rStyle w:val="a"/></w:rPr><w:t>隐</w:t></w:r>'
    shown = '<w:r><w:rPr><w:rStyle w:val="a"/><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'
    assert read(own + shown, styles) == "显"


def test_the_result_of_a_field_is_read_and_its_code_is_not() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> DATE </w:instrText></w:r>"
    assert read(f"{mark('begin')}{code}{mark('separate')}<w:r><w:t>2023年</w:t></w:r>{mark('end')}") == "2023年"


def test_a_content_control_that_shows_what_to_type_is_not_read() -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:r><w:t>县名</w:t></w:r></w:sdtContent></w:sdt>"
    assert read(control.format("")) == "县名"
    assert read(control.format("<w:showingPlcHdr/>")) == ""
    contents = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    assert is_placeholder(xml(control.format(contents)))


def test_of_ruby_the_base_is_read() -> None:
    ruby = "<w:ruby><w:rt><w:r><w:t>lǎn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>澜</w:t></w:r></w:rubyBase></w:ruby>"
    assert read(ruby) == "澜"
