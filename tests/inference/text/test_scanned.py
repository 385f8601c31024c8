from cuoshi.documents import Scan
from cuoshi.schema import Heading, Sentence
from cuoshi.text.scanned import with_pages

SCANS = [
    Scan(2, 0.97, "一、主要做法全年走访企业312家。设立风险补偿资金池三千万元，引导银行发放—2—"),
    Scan(4, 0.61, "信用贷款二亿元。企业满意。"),
]


def test_sentences_have_the_page_on_which_they_begin() -> None:
    units = [
        Heading(1, "一、主要做法"),
        Sentence("全年走访企业312家。"),
        Sentence("设立风险补偿资金池三千万元，引导银行发放信用贷款二亿元。"),
        Sentence("企业满意。"),
        Sentence("这一句在另一页，有文字层。"),
        Sentence("……"),
    ]
    found = with_pages(units, SCANS)
    assert found[0] == units[0]
    assert [(unit.page, unit.page_confidence) for unit in found if isinstance(unit, Sentence)] == [
        *((2, 0.97), (2, 0.97), (4, 0.61), (None, None), (None, None))
    ]
