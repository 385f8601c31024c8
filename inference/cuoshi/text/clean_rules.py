"""What download sites and websites put around a report, as patterns; clean.py applies them.

A rule takes a whole line, or a fragment that cannot be content. A word alone (来源, 打印, 会员) never decides: the line
must consist of such words, or words of several kinds must meet in it.
"""

from __future__ import annotations

import re

from cuoshi.notation.marks import CLOSERS, ENDS, STRAIGHT, WIDE_ENDS
from cuoshi.notation.numerals import NUMERALS
from cuoshi.notation.script import HANZI

#: characters without width or meaning: controls, bidirectional marks, private use, halves of characters
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
    "\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
LINE_BREAK = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
SPACE = re.compile(r"\s+")
#: forms that only PDF fonts use for ordinary characters: Kangxi radicals, compatibility ideographs
VARIANT = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")

INDENT = re.compile(r"(?:\u3000|  |\t)\s*\S")
#: a row of a table, and a line in bold, as Markdown has them in a text that is not called so
ROW = re.compile(r"[ \u3000]*\|(?:[^|\n]*\|){2,}[ \u3000]*")
BOLD = re.compile(r"\*\*([^*]+)\*\*([：:]?)")
#: an end mark that makes a table's cell a sentence
CELL_END = re.compile(f"[{WIDE_ENDS}]")
#: a bullet in a cell of its own
ONLY_BULLET = re.compile(r"[●■◆•▪►▶➤➢★→○□◇·*lnuvqØü§-]")
#: a full stop typed as a dot behind Chinese text
DOTS = re.compile("[．.｡︒﹒]")
DOT = re.compile(rf"(?<=[{HANZI}”’）)》%％]){DOTS.pattern}(?=\s?[{HANZI}“‘（《①-⑳]|\s*$)")
#: bullets, which Word shows and text files keep; a circle or square may mask a name (“○○县”), so it needs its space, as
#: do the letters that bullets of Wingdings are in any other type
BULLET = re.compile(
    r"(?:[●■◆•▪▶►➤◼⚫‣⁃∙★☆※√◉⦁◦▫▸◈→⇒]"
    r"|[\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff\U0001f300-\U0001faff]\ufe0f?)[ \t\u3000]*"
    rf"|(?:[○◎□◇·*lnuvq][ \t\u3000]+|[Øü§][ \t\u3000]*)(?=[{HANZI}“（《])|-[ \t]+(?=[{HANZI}])"
)
#: what is a bullet before a sentence, and part of a caption or a title's second line otherwise
SENTENCE_BULLET = re.compile(rf"(?:[▲△] ?|[–—] )(?=[{HANZI}“（《])")
#: a line typed with a space behind every character, figures among them or not; those of a table's row stay apart
_SPREAD = rf"[\u3001-\u301f{HANZI}\uff01-\uff1f“”‘’]"
_FIGURES = rf"(?:(?:[0-9.%] )++|[0-9.]++%? )(?={_SPREAD})"
SPREAD = re.compile(rf"(?<![^ ])(?:{_SPREAD} ){{3,}}+(?:{_SPREAD} |{_FIGURES})*+(?:{_SPREAD}(?![^ ]))?")

# Whole lines

_WITHIN, _WITHIN_CLAUSE = f"[^{WIDE_ENDS}]", f"[^{WIDE_ENDS}，]"
_ATTACHED = "附(?:件|表|图)? ?"
_RULE = r"[-—–―－·~～_=*•]"
PAGE = re.compile(
    rf"{_RULE}* ?\d{{1,3}} ?{_RULE}*|{_RULE}+ ?\d{{1,4}} ?{_RULE}+|\d{{1,4}} ?[/／] ?\d{{1,4}}"
    rf"|{_RULE}* ?第? ?\d{{1,4}} ?页 ?(?:[/／,，]? ?[（(]?共 ?\d{{1,4}} ?页[）)]?)? ?{_RULE}*|[Pp]age \d+(?: of \d+)?"
)
#: an end mark alone may close the line before it
ONLY_MARK = re.compile(rf"[{WIDE_ENDS}][{CLOSERS}]*|[{CLOSERS}]+[{WIDE_ENDS}]")
SEPARATOR = re.compile(rf"(?!(?:{ONLY_MARK.pattern})$)[\W_]+")
CONTENTS = re.compile(r".{2,60}?(?:[.．·…]{3,}+|(?:\. ){3,}+) ?[（(]?\d{1,4}[）)]?")
CONTENTS_TITLE = re.compile(r"[【\[]?目 ?[录次][】\]]?")
ENTRY = re.compile(r".{2,60}?[ .．·…]++[（(-]?\d{1,4}[）)-]?")
LABEL = re.compile(
    r"(?:^|(?<=[ |｜/】\])）　次]))[\[【（(]?"
    r"(?:(?:信息|文章|文件|稿件|新闻|内容)?(?:来源|作者)|发布(?:时间|日期|机构|单位|者|人)|更新(?:时间|日期)|(?:责任|网站|执行)?编辑"
    r"|责编|[一二三初复终]审|审核人?|校对|供稿|录入|撰稿|点击(?:量|数|次数|率)?|阅读(?:量|数|次数)?|浏览(?:量|数|次数)?|访问(?:量|次数)?"
    r"|字[号体](?:大小)?|分享(?:到|至)?|信息?索引号|索引号|信息分类|主题分类|公开方式|网站标识码|备案编?号|技术支持|网站支持IPv6"
    r"|主办(?:单位)?|承办(?:单位)?|版权所有|打印(?:本页)?|关闭(?:窗口|本页)?|收藏(?:本页)?)[ ]*[：:]"
)
#: labels that official letters have too, so that a line of them alone stays
SHARED_LABEL = re.compile(r"(?:主办|承办)(?:单位)?[ ]*[：:]")
LONGEST_VALUE = 40
# atomic and possessive, since what one button may end with another may begin with
BUTTONS = re.compile(
    r"(?>[\[【（(]?(?:打印(?:本[页文])?|关闭(?:窗口|本页)?|收藏(?:本[页站])?|分享|返回(?:顶部|首页|列表)?|我要(?:分享|纠错|评论)|纠错|顶部|(?:网站)?首页"
    r"|大 ?中 ?小|[大中小]|字[号体]|加入收藏|设为首页|网站地图|关于我们|联系我们"
    r"|隐私(?:声明|保护)|网站声明|免责声明|登录|注册|搜索|无障碍(?:阅读|浏览)?"
    r"|长者(?:模式|专区)|English|RSS订?阅?|微信|微博|新浪微博|QQ空间|朋友圈|政[务府](?:公开|服务)|政民互动|办事服务|互动交流|新闻中心"
    r"|扫一扫(?:在?手机打开(?:当前页|本页)|分享.{0,8})?|(?:上|下|末|尾)一?页|\d{1,5} ?次"
    r")[\]】）)]?[ |｜/·、:：]*)++"
)
NAVIGATION = re.compile(
    r"(?:[\[【（(]?上一?[篇条][\]】）)]?|[\[【（(]?下一?[篇条][\]】）)]?|上一篇文章|下一篇文章)(?:[：: ].{0,80})?"
    r"|(?:相关(?:链接|文章|阅读|新闻|稿件|推荐|信息)|延伸阅读|推荐阅读|猜你喜欢|热门文章|最新文章)[：:]?"
)
BREADCRUMB = re.compile(
    r"[【\[]?(?:您?(?:的|现在的?)?(?:当前|所在|现在)(?:所在)?的?位置(?:是)?|您现在的位置|当前栏目)[】\]]?[：: ].{0,100}"
    r"|(?:网站)?首页 ?[>＞»›→][^。]{0,100}"
)
FOOTER = re.compile(
    r"(?:版权所有|Copyright|©)[^。]{0,100}"
    r"|[^。；]{0,60}(?:ICP[备证](?:案(?:编?号)?)?|公网安备) ?[：:]?第? ?\d{5,}[^。；]{0,60}"
    r"|扫一扫(?:在?手机|分享|关注|下载|进入|添加)?[^。；，]{0,12}(?<![；。])"
    r"|点击(?:下载|查看)(?:附件|原文|全文|详情|更多|大图)?[^。；，的]{0,12}"
    r"|(?:来自|转自|来源于)[：: ]?[^，。；的]{2,12}网"
    r"|(?:打开)?微信[“\"]?扫一扫[^。；，]{0,12}(?<![；。])|扫描?[^。；，]{0,6}二维码[，,]?(?:关注|分享|下载|查看|进入|添加)[^。；，]{0,12}(?<![；。])"
    r"|(?:附件|文件)下载[：:]?|(?:相关附件|附件列表)[：:]?|(?:本)?网站(?:已)?支持IPv6(?:访问)?"
    r"|[^。；，]{0,20}(?:分辨率|浏览器)[^。；，]{0,12}(?:浏览|访问|效果|以上)[^。；，]{0,8}"
)
CAPTION = re.compile(
    r"(?:[（(][图表] ?\d{1,3}[）)]"
    rf"|[图表] ?(?:\d{{1,3}}(?:[-－.．]\d{{1,3}})?|[{NUMERALS}]{{1,2}})(?=[ \u3000:：.．、])){_WITHIN}{{0,60}}"
    rf"|图 ?\d{{1,3}}(?=[{HANZI}])(?![个张幅份件条款页组套本册]){_WITHIN_CLAUSE}{{2,40}}"
    r"|(?:Figure|Fig[.]?|Table) ?\d{1,3}[^。；]{0,60}"
    r"|[（(]?(?:图为|[上下左右]图(?:为|[：:])|图片(?:来源|说明)?[：:]|制[图表][：:])[^。；]{0,60}[。）)]?"
    rf"|[▲△▼▽]{_WITHIN}{{1,60}}(?:现场|合影|一角|瞬间|场景|画面|图|摄)|[（(\[【]?(?:图片|插图|图表|视频|音频|图\d{{1,2}})[）)\]】]"
)
#: what stands above a table, or below it: what it is called, its unit, where its figures come from
TABLE_NAME = re.compile(
    rf"{_ATTACHED}[\d{NUMERALS}]{{0,3}} ?[：:]?"
    r"|[^。；，：:]{0,40}(?:(?<!代)表|清单|台账|名单|一览|明细|名册)[）)]?[：:]?|[^。；，：:]{0,20}(?:见|如)下表[^。；，]{0,6}"
)
TABLE_NOTE = re.compile(
    r"[（(]?(?:(?:计量)?单位[：:] ?[^。；县市区局委办镇乡]{1,12}|(?:数据|资料)来源[：:][^。；]{1,40}"
    r"|(?:表)?注[：:][^。；]{1,80})[）)]?"
)
#: a file's name, or the head of a list of attachments
ATTACHMENT = re.compile(
    rf"(?:{_ATTACHED}[\d{NUMERALS}]{{0,3}} ?[：:.．、] ?)?(?:\d{{1,2}}[.．、] ?)?{_WITHIN_CLAUSE}{{1,60}}"
    r"\.(?:docx?|wps|pdf|xlsx?|et|pptx?|zip|rar|ofd|jpe?g|png)(?: ?[（(][\d.]+ ?[KMG]?B?[）)])?"
    rf"|{_ATTACHED}[：:] ?1 ?[.．、] ?{_WITHIN}{{1,80}}"
)
#: one attachment: named where no text of it follows, else its heading
ATTACHED = re.compile(rf"{_ATTACHED}[\d{NUMERALS}]{{0,3}} ?[：:.．、] ?{_WITHIN}{{1,80}}")
#: the head of a list of attachments, alone on its line
ATTACHMENTS = re.compile(rf"{_ATTACHED}[：:]?")
#: what goes on with a list of attachments
ATTACHMENT_ITEM = re.compile(rf"\d{{1,2}} ?[.．、] ?{_WITHIN_CLAUSE}{{1,60}}")
BYLINE = re.compile(
    r"[（(【\[]?(?:本[报网台]|通讯员|记者|特约记者|实习记者|供稿|撰稿|摄影|编辑|责编|图/?文|文/?图|文字|作者)"
    rf"(?:记者|通讯员)? ?[：:/ \u3000]{_WITHIN_CLAUSE}{{1,30}}(?:报道|摄|供稿)?[）)】\]]?"
)
INDEX_LABEL = (
    r"(?:索 ?引 ?号|信息分类|主题分类|公开类别|组配分类|发文(?:机关|机构|字号|日期)"
    r"|成文日期|生成日期|公开(?:方式|日期|时限)"
    r"|公开(?:形式|范围)"
    r"|有 ?效 ?性|信息名称|文 ?号|主题词|关键词|体裁分类|服务对象|生命周期|废止日期)"
)
INDEX = re.compile(
    rf"{INDEX_LABEL}(?:[ \u3000]?[：:|]{_WITHIN}{{0,60}})?"
    rf"|{INDEX_LABEL}[ \u3000：:|]{_WITHIN}{{0,60}}[ \u3000]{INDEX_LABEL}[ \u3000：:|]{_WITHIN}{{0,120}}"
)
#: what official documents bear at their end: whether and to whom they go out, who prints them
IMPRINT = re.compile(
    rf"[（(]此件{_WITHIN}{{1,20}}[）)]|(?:抄送|抄报|分送|主送)[：:].{{1,100}}|共印 ?\d{{1,5}} ?份"
    rf"|{_WITHIN}{{2,30}}[室局委会部厅处] ?\d{{4}}年\d{{1,2}}月\d{{1,2}}日印发?"
)
LINES = (
    ("imprint", IMPRINT),
    ("caption", CAPTION),
    ("attachment", ATTACHMENT),
    ("byline", BYLINE),
    ("page number", PAGE),
    ("separator", SEPARATOR),
    ("table of contents", CONTENTS),
    ("website button", BUTTONS),
    ("website navigation", NAVIGATION),
    ("website navigation", BREADCRUMB),
    ("website footer", FOOTER),
    ("website index table", INDEX),
)

# Kinds of words that meet in a watermark

SECRECY = re.compile(
    r"(?:禁止|严禁|请勿|切勿|不得|勿)(?:外传|转载|传播|倒卖|转卖|商用|外泄)|(?:用|阅|看)后(?:即?删|删除)|仅供(?:内部|会员|个人|学习|交流|参考|研究)+"
)
PRODUCT = re.compile(
    r"会员|资料|完整版|范文|公文(?:网|库|素材|写作)|文库|材料(?:网|库)|订阅|倒卖|VIP|vip|下载|代写|素材|入会|免费(?:群|赠送|领取)|店铺|客服|写材料"
)
CREDIT = re.compile(
    r"整理|上传|本文(?:档|章)?(?:由|来自|来源)|转载|出处|原创|收集于?|更多|获取|获得|咨询|唯一|访问|关注|搜索|扫码|加入"
)
CONTACT = re.compile(
    r"(?:(?:企鹅|[Qq扣]{2})(?:群|号)*|微信号?|[VvＶ][信XxＸ]|加[VvＶ])[^一-鿿A-Za-z0-9]{0,3}"
    r"(?:号|群|为|是)?[：: ]{0,2}[A-Za-z0-9_-]{5,20}"
    r"|(?:https?://|www\.)[A-Za-z0-9./?=&%_#:-]+"
)
OFFICIAL_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9.-]{0,60}?\.gov(?:\.cn)?")
ACCOUNT = re.compile(
    r"(?:欢迎|请|扫码|长按|点击){0,2}(?:(?:关注|搜索|来源于?|来自)[^。，；]{0,8}|(?:更多)?(?:微信)?)"
    r"公众号[：:“「【《 ][^。，；]{2,20}"
)
#: a number to write to; an address alone may be an office's
DIRECT = re.compile(r"[Qq扣]{2}|企鹅|微信|[VvＶ][信xX]|加[VvＶ]")
SECRECY_ONLY = re.compile(
    rf"(?=.*(?:{SECRECY.pattern}))"
    rf"[【\[（(]?(?:(?:{SECRECY.pattern}|使用|内部(?:资料|交流|文件)|注意保[管密])[，,、；; !！]*)+[】\]）)]?"
)
CREDIT_LINE = re.compile(
    r"[（(【\[]?(?:温馨提示：?)?本(?:文档?|资料|材料|文章|稿件)(?:由|来自|来源于?|转载自|摘自)[^，。]{2,24}"
    r"(?:整理|提供|上传|收集|发布|编辑|首发|网|公众号)?(?:[，,][^。]{0,24})?[。]?[】\])）]?"
)
SITE_NAME = re.compile(
    r"^(?:温馨提示：)?(?:本(?:文档?|资料|材料)由)?(?P<site>[一-鿿A-Za-z0-9]{2,10}?)(?:会员)?(?:整理|上传|原创|独家|收集|提供|出品|发布)[，,。！!]?"
)
SITE_LINE = re.compile(
    r"[一-鿿]{1,8}(?:文行|文库|文秘网?|公文网|范文网|材料网|笔杆子网?|秘书网|写作网|文档网|资料网|公文库)"
    r"(?: ?(?:会员|VIP)?(?:下载|专享|资料|首发|独家|出品)?)?(?: ?(?:https?://|www\.)[A-Za-z0-9./-]+)?"
)

# Fragments inside a line

PAGE_FRAGMENT = re.compile(r"(?<![-— ])[-— ]*+第 ?\d{1,4} ?页[ ,，/／]*共 ?\d{1,4} ?页[-— ]*")
CLAUSE = re.compile(rf"[^{ENDS}，,：:]*[{ENDS}，,：:]*")
BRACKETED = re.compile(r"[【\[（(][^【】\[\]（）()]{2,60}[】\]）)]")
#: how content ends; ！ is the mark of advertisements
SENTENCE_END = re.compile(rf"(?![！!])[{ENDS}][{CLOSERS}{STRAIGHT}]*$")
