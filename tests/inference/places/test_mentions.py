from cuoshi.places.mentions import bare_county, mentions_in, parted


def test_names_with_and_without_suffix() -> None:
    found = [mention.name for mention in mentions_in("河北保定清苑区赴昆山市", 2022)]
    assert found == ["河北", "保定", "清苑区", "昆山市"]
    counties, around = parted(mentions_in("河北保定清苑2022年工作总结", 2022))
    assert [mention.name for mention in counties] == ["清苑"]
    assert [mention.name for mention in around] == ["河北", "保定"]


def test_a_street_or_a_university_is_not_the_place_that_it_is_named_after() -> None:
    assert list(mentions_in("保定路改造工程", 2022)) == []
    assert list(mentions_in("河北大学学报", 2022)) == []


def test_a_bare_name() -> None:
    assert [mention.name for mention in bare_county("清苑2022")] == ["清苑"]
    assert bare_county("平安2022") == []
