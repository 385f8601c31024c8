from cuoshi.readers.word.fields import DEEPEST, Fields, is_contents


def test_the_code_of_a_field_is_not_shown_its_result_is() -> None:
    fields = Fields()
    fields.begin()
    assert fields.shown(" PAGE ") == ""
    fields.separate()
    assert fields.shown("12") == "12"
    assert fields.end() == ""
    assert fields.end_paragraph("第12页") == "第12页"


def test_a_field_in_the_code_of_another_shows_nothing() -> None:
    fields = Fields()
    fields.begin()
    fields.begin()
    fields.separate()
    assert fields.shown("内") == ""
    fields.end()
    fields.separate()
    assert fields.shown("外") == "外"


def test_lines_of_a_table_of_contents_are_left_out_sentences_are_not() -> None:
    fields = Fields()
    fields.begin()
    fields.code('TOC \\o "1-3"')
    fields.separate()
    assert fields.end_paragraph("一、做法\t1") == ""
    assert fields.end_paragraph("走访企业。") == "走访企业。", "the field's end is missing"
    fields.end()
    assert fields.end_paragraph("二、成效") == "" and fields.end_paragraph("三、打算") == "三、打算"


def test_fields_inside_each_other_without_end_fill_no_memory() -> None:
    fields = Fields()
    for _ in range(10 * DEEPEST):
        fields.begin()
        fields.separate()
    assert len(fields._open) == DEEPEST
    assert fields.end() == ""


def test_only_a_contents_field_makes_contents() -> None:
    assert is_contents(" toc \\h") and not is_contents("TOCX") and not is_contents("")
