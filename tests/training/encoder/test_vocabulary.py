from cuoshi_training.encoder.vocabulary import train

TEXTS = ["推行“免申即享”，为412家企业减免税费1860.5万元。ＧＤＰ增长3%。"] * 40


def test_frequent_words_are_one_token_and_digits_are_folded() -> None:
    tokenizer = train(TEXTS, size=2000)
    tokens = tokenizer.encode("减免412家企业", add_special_tokens=False).tokens
    assert "".join(tokens) == "减免000家企业"
    assert tokenizer.encode("申即享", add_special_tokens=False).tokens != list("申即享")
    assert max(map(len, tokens)) <= 6
    folded = tokenizer.encode("减免907家企业", add_special_tokens=False).tokens
    assert folded == tokens


def test_words_seen_nowhere_fall_apart_into_their_characters() -> None:
    tokens = train(TEXTS, size=2000).encode("企享", add_special_tokens=False).tokens
    assert tokens == ["企", "享"]


def test_offsets_give_back_the_text_whatever_was_folded() -> None:
    tokenizer = train(TEXTS, size=2000)
    text = "ＧＤＰ增长３％，免申即享1860.5万元！"
    encoding = tokenizer.encode(text, add_special_tokens=False)
    assert "".join(text[start:end] for start, end in encoding.offsets) == text


def test_training_twice_gives_the_same_vocabulary() -> None:
    assert train(TEXTS).to_str() == train(TEXTS).to_str()
