"""How a body stands in its sentence; sentences written for these tests."""

from pipeline.measuring.activity_organizers import is_aside, is_joined, is_organ, roles


def of(text: str, body: str) -> list[str]:
    """The roles of a body at its first place in a text."""
    return roles(text, spot(text, body))


def spot(text: str, body: str) -> tuple[int, int]:
    return text.index(body), text.index(body) + len(body)


def test_the_union_of_a_second_post_is_no_partner() -> None:
    for post in ("省人大常委会副主任", "省委常委", "省政协副主席", "市委常委、组织部部长"):
        text = f"{post}、省总工会主席周建平到武陟县慰问"
        assert of(text, "省总工会") == ["title of a person"]
    assert "partner" in of("市教育局、市总工会联合举办运动会", "市总工会")
    assert "partner" in of("市政协主席、市总工会一行到场", "市总工会")  # no title behind it


def test_words_of_time_are_no_partners() -> None:
    for opening in ("同日，", "同时，", "与此同时，", "同期，", "到会后，"):
        text = f"{opening}温县总工会慰问职工"
        assert not is_aside(text, spot(text, "温县总工会"))
    for partner in ("会同", "与", "向", "走进"):
        text = f"团县委{partner}温县总工会"
        assert is_aside(text, spot(text, "温县总工会"))


def test_what_stands_before_the_floor_is_not_looked_at() -> None:
    text = "县妇联与温县总工会"
    assert is_joined(text, spot(text, "温县总工会"))
    assert not is_joined(text, spot(text, "温县总工会"), floor=4)


def test_those_with_whose_support_others_act_do_nothing_else() -> None:
    text = "在市委、市政府的大力支持下，市总工会筹资80万元"
    assert of(text, "市委") == of(text, "市政府") == ["gives its support"]
    assert "gives its support" not in of(text, "市总工会")
    assert is_aside(text, spot(text, "市政府"))
    assert of("在温县总工会的关心和指导下，公司建起书屋", "温县总工会") == ["gives its support"]
    assert "gives its support" not in of("在温县总工会支持企业招工，下岗职工", "温县总工会")
    assert "gives its support" not in of("在县城，温县总工会帮助下岗职工", "温县总工会")


def test_the_first_of_those_who_honour_together_heads_the_list() -> None:
    for act in ("联合表彰优秀教师80名", "决定授予", "命名示范点30个", "印发通知"):
        assert "heads a list that organizes" in of(f"市教育局、市总工会{act}", "市教育局")
    assert "heads a list that organizes" in of("市教育局和市总工会共同表彰优秀教师80名", "市教育局")


def test_those_who_are_honoured_organize_nothing() -> None:
    for received in ("被市总工会授予", "受到表彰", "获市总工会命名"):
        assert "heads a list that organizes" not in of(f"第一机械厂、第二机械厂等{received}", "第一机械厂")


def test_organs_of_the_state_are_known_by_how_their_names_end() -> None:
    for name in ("温县水利局", "市住房和城乡建设委员会", "县清欠办", "镇人民政府", "交警大队", "省交通运输厅"):
        assert is_organ(name)
    for name in ("温县昌盛公司", "中铁十一局第三工程局", "团县委", "赵堡村委会", "铁路局", "工人文化中心"):
        assert not is_organ(name)
