from pathlib import Path

import pytest
from tokenizers import Tokenizer

from cuoshi.schema import Heading, Sentence
from cuoshi.tagging.folder import BUNDLED_MODEL, TOKENIZER_FILE
from cuoshi.tagging.windows import CONTEXT, MAX_TITLE_TOKENS, SMALLEST, Packer, pad
from cuoshi.text.outline import with_paths


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(Path(BUNDLED_MODEL) / TOKENIZER_FILE))


def units() -> list[Heading | Sentence]:
    texts = [f"第{i}批企业贷款1{i}0万元已经发放到位，覆盖全县{i}个乡镇。" for i in range(30)]
    sentences = [Sentence(text, i // 3, i) for i, text in enumerate(texts)]
    return with_paths([Heading(1, "一、金融支持"), *sentences[:12], Heading(2, "（一）信贷投放"), *sentences[12:]])


def test_every_sentence_is_in_exactly_one_window_with_all_its_characters(tokenizer: Tokenizer) -> None:
    given = units()
    sentences = [unit for unit in given if isinstance(unit, Sentence)]
    windows = Packer(tokenizer, 128).pack(given)
    for position, sentence in enumerate(sentences):
        holders = [window for window in windows if position in window.owners]
        assert len(holders) == 1
        spans = [s for o, s in zip(holders[0].owners, holders[0].spans, strict=True) if o == position]
        assert "".join(sentence.text[start:end] for start, end in spans) == sentence.text


def test_windows_keep_the_size_and_open_with_the_heading_path(tokenizer: Tokenizer) -> None:
    windows = Packer(tokenizer, 128).pack(units())
    assert len(windows) > 3
    assert all(len(window) <= 128 for window in windows)
    assert all(tokenizer.id_to_token(window.ids[0]) == "[CLS]" for window in windows)
    assert all(tokenizer.id_to_token(window.ids[-1]) == "[SEP]" for window in windows)
    path = tokenizer.encode("一、金融支持", add_special_tokens=False).ids
    inner = tokenizer.encode("（一）信贷投放", add_special_tokens=False).ids
    last = windows[-1].ids
    assert last[1 : 1 + len(path)] == path
    assert last[2 + len(path) : 2 + len(path) + len(inner)] == inner


def test_a_heading_met_on_the_way_is_context(tokenizer: Tokenizer) -> None:
    sentences = [Sentence("推进简政放权。", 0, 0), Sentence("发放贷款。", 1, 1)]
    (window,) = Packer(tokenizer, 256).pack(with_paths([sentences[0], Heading(1, "二、金融"), sentences[1]]))
    heading = tokenizer.encode("二、金融", add_special_tokens=False).ids
    at = next(i for i in range(len(window)) if window.ids[i : i + len(heading)] == heading)
    assert set(window.owners[at : at + len(heading)]) == {CONTEXT}


def test_a_sentence_longer_than_a_window_is_cut_and_nothing_of_it_lost(tokenizer: Tokenizer) -> None:
    text = "全县贷款余额增长，" * 40 + "风险可控。"
    windows = Packer(tokenizer, 64).pack([Sentence("短句。", 0, 0), Sentence(text, 0, 1), Sentence("又一短句。", 0, 2)])
    assert all(len(window) <= 64 for window in windows)
    spans = [s for w in windows for o, s in zip(w.owners, w.spans, strict=True) if o == 1]
    assert "".join(text[start:end] for start, end in spans) == text


def test_a_heading_path_never_takes_more_than_half_a_window(tokenizer: Tokenizer) -> None:
    path = tuple(f"第{i}部分" + "很长的标题" * 12 for i in range(9))
    text = "推进简政放权。"
    (window,) = Packer(tokenizer, 128).pack([Sentence(text, 0, 0, path)])
    assert window.owners.count(CONTEXT) <= 64
    assert window.owners.count(0) == len(tokenizer.encode(text, add_special_tokens=False).ids)


def test_padding_is_masked(tokenizer: Tokenizer) -> None:
    packer = Packer(tokenizer, 64)
    windows = packer.pack([Sentence("发放贷款。")]) + packer.pack([Sentence("发放贷款，推进改革，优化服务。")])
    ids, mask = pad(windows)
    assert ids.shape == mask.shape == (2, max(map(len, windows)))
    assert mask.sum(axis=1).tolist() == [len(window) for window in windows]
    assert not ids[mask == 0].any()


def test_no_sentences_no_windows(tokenizer: Tokenizer) -> None:
    assert Packer(tokenizer).pack([]) == []
    assert Packer(tokenizer).pack([Heading(1, "一、只有标题")]) == []


def test_sentences_alone_bring_no_context_and_lose_nothing(tokenizer: Tokenizer) -> None:
    texts = ["推进简政放权。", "发放贷款。" * 60, "\u3000"]
    windows = Packer(tokenizer, 64).alone([Sentence(text, 0, i, ("一、工作",)) for i, text in enumerate(texts)])
    assert all(len(window) <= 64 for window in windows)
    for owner, text in enumerate(texts):
        seen = [i for w in windows for i, o in zip(w.ids, w.owners, strict=True) if o == owner]
        assert seen == tokenizer.encode(text, add_special_tokens=False).ids
    assert all(w.owners.count(CONTEXT) == 2 for w in windows)


def test_every_window_opens_with_the_title(tokenizer: Tokenizer) -> None:
    packer = Packer(tokenizer, 64)
    title = tokenizer.encode("关于优化营商环境的情况汇报", add_special_tokens=False).ids
    windows = packer.pack(units(), "关于优化营商环境的情况汇报")
    assert len(windows) > 1
    for window in windows:
        assert window.ids[1 : 2 + len(title)] == [*title, packer.sep]
        assert window.owners[: 2 + len(title)] == [CONTEXT] * (2 + len(title))
    (window, *_) = packer.pack([Sentence("短句。", 0, 0)], "长" * 200)
    assert len(window) <= 1 + MAX_TITLE_TOKENS + 1 + 3 + 1
    assert [o for o in window.owners if o != CONTEXT]


def test_the_smallest_window_has_room_for_sentences_below_a_long_title(tokenizer: Tokenizer) -> None:
    long = "关于进一步优化营商环境促进民营经济高质量发展的若干措施" * 9
    given = with_paths([Heading(1, long), Sentence("推进审批提速，兑现承诺。" * 9, 0, 0), Sentence("修渠。", 1, 1)])
    windows = Packer(tokenizer, SMALLEST).pack(given, long)
    assert max(map(len, windows)) <= SMALLEST
    assert sum(window.owners.count(0) for window in windows) == len(
        tokenizer.encode(given[1].text, add_special_tokens=False).ids
    )
    assert any(1 in window.owners for window in windows)
