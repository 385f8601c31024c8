import time

import pytest

from cuoshi.text.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("建成平台。办件提速；群众满意！还差什么？", ["建成平台。", "办件提速；", "群众满意！", "还差什么？"]),
        ("他说：“门好进了。脸好看了。”大家都笑了。", ["他说：“门好进了。脸好看了。”", "大家都笑了。"]),
        ("开展“真心办！”、“马上办！”活动。", ["开展“真心办！”、“马上办！”活动。"]),
        (
            "印发《关于减税。降费的通知》。（责任单位：县税务局。）",
            ["印发《关于减税。降费的通知》。", "（责任单位：县税务局。）"],
        ),
        ("“没有合上的引号。第二句。“好。”第三句。", ["“没有合上的引号。", "第二句。", "“好。”", "第三句。"]),
        ("（没有合上的括号。第二句。", ["（没有合上的括号。", "第二句。"]),
        ("增长12.5%;投资3.5亿元!好?", ["增长12.5%;", "投资3.5亿元!", "好?"]),
        ("详见https://example.cn/a?b=1;c=2。完。", ["详见https://example.cn/a?b=1;c=2。", "完。"]),
        ('他问:"行不行。能不能。"没人答。', ['他问:"行不行。能不能。"', "没人答。"]),
        ("他问：'行不行。能不能。'没人答。", ["他问：'行不行。能不能。'", "没人答。"]),
        ("＂真行。＂他说。＇真好。＇大家笑了。", ["＂真行。＂", "他说。", "＇真好。＇", "大家笑了。"]),
        ("上线Let's go平台。企业don't know。", ["上线Let's go平台。", "企业don't know。"]),
        ("推广the banks' app。开通Bob's店。", ["推广the banks' app。", "开通Bob's店。"]),
        ("培育'专精特新'企业。办理'一件事'。", ["培育'专精特新'企业。", "办理'一件事'。"]),
        ("〔县税务局。科技局。〕推行〈容缺。办理〉办法。", ["〔县税务局。科技局。〕", "推行〈容缺。办理〉办法。"]),
        ("没有合上的'引号。第二句。", ["没有合上的'引号。", "第二句。"]),
        ("真行！！办成了。。", ["真行！！", "办成了。。"]),
        ("话没说完……后来办成了。", ["话没说完……后来办成了。"]),
        ("没有句号", ["没有句号"]),
        ("  ", []),
    ],
)
def test_sentences_end_where_the_codebook_ends_them(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize("piece", ["“甲。", "（（“", "甲；乙"])
def test_five_million_characters_take_seconds(piece: str) -> None:
    text = piece * (5_000_000 // len(piece))
    start = time.process_time()  # of other programs on the machine it says nothing
    sentences = split_sentences(text)
    assert time.process_time() - start < 30
    assert sum(map(len, sentences)) == len(text)


def test_an_end_mark_in_a_quoted_phrase_ends_nothing() -> None:
    assert split_sentences("举办“企业怎么发展？”专题研讨班3期。开展“营商环境怎么看？”征文比赛。") == [
        "举办“企业怎么发展？”专题研讨班3期。",
        "开展“营商环境怎么看？”征文比赛。",
    ]
    for mark in ("'", '"', "＂", "＇"):
        text = f"举办{mark}企业怎么发展?{mark}专题研讨班3期。"
        assert split_sentences(f"{text}{text}") == [text, text]
        assert split_sentences(f"{mark}我为企业解难题！{mark}活动启动。") == [f"{mark}我为企业解难题！{mark}活动启动。"]
    assert split_sentences("他问：“怎么办？”大家都说要改革。") == ["他问：“怎么办？”", "大家都说要改革。"]


def test_a_notes_number_behind_the_last_mark_belongs_to_the_sentence() -> None:
    assert split_sentences("减免税费1860万元。①") == ["减免税费1860万元。①"]
    assert split_sentences("减免税费。①推行帮办。②办培训。") == ["减免税费。", "①推行帮办。", "②办培训。"]
