import pytest

from cuoshi.readers.web.markup import plain_text
from cuoshi.reading import from_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("&nbsp;&nbsp;推行&ldquo;帮办&rdquo;&nbsp;减税&#12290;", "\xa0\xa0推行“帮办”\xa0减税。"),
        ("推行&amp;ldquo;帮办&amp;rdquo;。&nbsp减税。", "推行“帮办”。\xa0减税。"),
        ('<p style="text-indent:2em">推行帮办。</p><p>减税。</p>', "推行帮办。\n减税。"),
        ("&lt;p&gt;推行帮办。&lt;/p&gt;&lt;br/&gt;减税。", "推行帮办。\n减税。"),
        ('<div class="TRS_Editor"><p>　　一、金融</p><P>设立资金池。</P></div>', "一、金融\n设立资金池。"),
        ("工作总结\n　　&nbsp;推行<b>帮办</b>。\n\n减税。", "工作总结\n推行帮办。\n减税。"),
        ("<p>推行惠企政策\n  免申即享。</p>\n<p>减税。</p>", "推行惠企政策免申即享。\n减税。"),
        ("<table>\n<tr>\n<td\nclass=a>县财政局</td><td>推行。</td></tr></table>后文。", "县财政局\t推行。\n后文。"),
        ("<!-- 注 --><style>p{color:red}</style>推行。<o:p></o:p>", "推行。"),
        ("<p>推行。<\\/p>", "推行。"),
        ("推行帮办。\\n一、金融\\r\\n\\u3000设立资金池。\\n", "推行帮办。\n一、金融\n 设立资金池。\n"),
        ("推行帮办。_x000D_\n减税。_x000a_降费。", "推行帮办。\n减税。\n降费。"),
        ("<![CDATA[推行帮办。]]>", "推行帮办。"),
        ("\\u63a8\\u884c帮办\\u3002", "推行帮办。"),
        ("存在C:\\new，A\\B。", "存在C:\\new，A\\B。"),
        ("增速<5%，成本>3%，<<优化条例>>，A&B公司，<通知>，a=1&copy=2", None),
        ("若a<b，则b>a。", None),
        ("", None),
    ],
)
def test_markup_goes_and_text_stays(text: str, plain: str | None) -> None:
    assert plain_text(text) == (text if plain is None else plain)


def test_a_text_that_was_copied_from_a_page_is_read_without_its_markup() -> None:
    report = from_text(
        "涞源县2022年工作总结\n&nbsp;&nbsp;推行&ldquo;免申即享&rdquo;，减税。&nbsp;组织培训2期。\n<p>设立资金池。</p><p>清理欠款。</p>"
    )
    assert report.title == "涞源县2022年工作总结"
    assert [sentence.text for sentence in report] == [
        "推行“免申即享”，减税。",
        "组织培训2期。",
        "设立资金池。",
        "清理欠款。",
    ]
