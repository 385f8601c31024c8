"""The words of RTF that decide what is text."""

from __future__ import annotations

import re

LATIN, CHINESE = "cp1252", "gb18030"
TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\"
)
#: groups whose text is not shown; so is that of every group marked by * that is not known
UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf xe tc "
    b"listtable listoverridetable revtbl rsidtbl themedata objdata shprslt annotation atnid atnauthor upr "
    b"nonesttables template generator filetbl bkmkstart bkmkend deleted".split()
)
#: words that switch text off: hidden, struck out once or twice
OFF = frozenset((b"v", b"strike", b"striked"))
#: groups whose text is shown although one around them is not
SEEN = frozenset((b"ud", b"nesttableprops"))
#: groups that are read on their own
NOTES = frozenset((b"footnote", b"shptxt"))
SIGNS = {
    b"line": "\n", b"tab": " ", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“",
    b"rdblquote": "”", b"bullet": "•", b"emspace": " ", b"enspace": " ",
}  # fmt: skip
ESCAPED = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
#: code pages by the character set of a font
BY_NUMBER = {936: CHINESE, 54936: CHINESE, 950: "cp950", 932: "cp932", 949: "cp949", 1251: "cp1251"}
CODE_PAGES = {134: CHINESE, 136: "cp950", 128: "cp932", 129: "cp949", 204: "cp1251"}
