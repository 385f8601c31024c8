from cuoshi.text.finding import Finder, letters


def test_pieces_are_found_by_their_letters_the_next_one_first() -> None:
    finder = Finder("一、走访 企业。\n二、走访企业，12家。")
    assert letters("一、走访 企业。") == "一走访企业"
    assert finder.find("走访企业") == 1
    assert finder.pass_by("二、") == 5
    assert finder.pass_by("走访企业12家") == 6
    assert finder.pass_by("一、") == 0
    assert finder.find("走访企业") == 6
    assert finder.find("贷款") == -1
