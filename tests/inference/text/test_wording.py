from cuoshi.text.wording import sentence_digests, text_digest, wording, wording_digest, wordings


def test_wording_is_what_every_format_keeps() -> None:
    assert (
        wording("全年　走访企业 312 家，\n满意率９８％。")
        == wording("全年走访企业312家,满意率98%.")
        == "全年走访企业312家满意率98"
    )


def test_traditional_characters_are_the_same_wording() -> None:
    assert wording("發展經濟。") == wording("发展经济。")


def test_digests_know_sentence_ends_where_they_count() -> None:
    one, other = ["修渠。", "种粮。"], ["修渠，种粮。"]
    assert text_digest(one) != text_digest(other)
    assert text_digest(one) == text_digest(["修 渠！", "种粮"])
    assert wording_digest(wordings(one)) == wording_digest(wordings(other)) != wording_digest(wordings(one[::-1]))


def test_the_set_of_sentences_has_each_once_in_any_order() -> None:
    found = sentence_digests(wordings(["修渠。", "种粮。", "修渠！", "……"]))
    assert found == sentence_digests(wordings(["种粮。", "修渠。"]))
    assert len(found) == 16


def test_sentences_read_together_have_the_wording_that_each_has_alone() -> None:
    said = ["發展經濟。", "发展经济，", "乾縣２０２１年乾燥。", "修\n渠。", "", "。", "e\u0301a", "\ud800半个"]
    assert wordings(said) == list(map(wording, said))
    assert wordings([]) == []
