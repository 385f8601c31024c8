from cuoshi.results.tables import rows
from cuoshi.scheme import bundled

SCHEME = bundled()


def test_sentence_rows_hold_what_was_said_of_the_sentence(make_report):
    table = rows.sentence_table(make_report(), SCHEME)
    assert table.schema == rows.sentences_schema(SCHEME)
    first, second = table.to_pylist()
    assert (first["report_id"], first["path"], first["county"], first["year"]) == ("r0", "in/0.txt", "清禾县", 2021)
    assert (first["heading_path"], first["section_kind"], first["position"]) == ("一、回顾 / （一）环境", "review", 0)
    assert (first["categories"], first["status"]) == (["service"], "done")
    assert first["p_service"] > 0.5 > first["p_law"]
    assert [first["text"][e["start"] : e["end"]] for e in first["evidence"]] == ["审批"]
    assert (second["categories"], second["status"], second["status_p"], second["evidence"]) == ([], None, None, [])


def test_unknown_year_is_null(make_report):
    assert rows.sentence_table(make_report(year=None), SCHEME)["year"].null_count == 2
