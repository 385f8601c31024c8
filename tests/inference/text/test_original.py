from cuoshi.documents import Removed
from cuoshi.notation.script import simplified
from cuoshi.schema import Heading, Sentence
from cuoshi.text.original import Original

TEXT = "一、總體情況\n幹部回來後，頭髮\n發展了。乾旱之後，理髮\n二、總體情況\n清乾隆年間．發展。"


def test_pieces_come_back_as_they_were_written() -> None:
    original = Original(TEXT, simplified(TEXT))
    units = [
        Heading(1, "一、总体情况"),
        Sentence("干部回来后，头发发展了。", headings=("一、总体情况",)),
        Sentence("干旱之后，理发", headings=("一、总体情况",)),
        Heading(1, "二、总体情况"),
        Sentence("清乾隆年间。", headings=("二、总体情况", "清乾隆")),
    ]
    assert [unit.text for unit in original.units(units)] == [
        *("一、總體情況", "幹部回來後，頭髮發展了。", "乾旱之後，理髮", "二、總體情況", "清乾隆年間。")
    ]
    assert original.units(units)[-1].headings == ("二、總體情況", "清乾隆")
    assert original.removed([Removed(3, "乾旱之后", "watermark")]) == [Removed(3, "乾旱之後", "watermark")]


def test_a_piece_that_was_put_together_gets_the_usual_forms() -> None:
    written = "發展，發展，頭髮。"
    original = Original(written, simplified(written))
    assert original.of("发头展") == "發頭展"
    assert original.of("新区发展") == "新区發展"
    assert Original("", "").of("企业") == "企业"
