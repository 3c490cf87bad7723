"""The words of the grammar of quantities, loaded once from lexicon/quantities.toml and compiled.

All patterns work on folded text (see forms.fold). `amount()` is one number with everything that belongs to its own
form; the others look left or right of it. Those whose name ends in _left match backwards from a position.
"""

import tomllib
from functools import cache
from importlib.resources import files

import regex

from pipeline.text.numerals import TOKEN
from pipeline.text.patterns import any_of

HEDGES_BEHIND = ("about", "over", "at_least", "at_most")
_ONE_WORD = r"(?<![\d余多来几数一二两三四五六七八九十百千万亿])[一二两三四五六七八九十百千万]"  # a number of one character
CLAUSE_MARKS = "，。；！？：,;!?:\n"
MARKS = CLAUSE_MARKS + "、）)”」』由"  # what may stand behind a number that has no noun
LEFT = 24  # characters that a word for money or a hedge apart may stand before its number
NEAR = 6  # characters around a number in which a short phrase stands
_BARE_SUM = r"[万亿]"  # may be money without 元: 捐款20万支援灾区
ROUND = "百千万亿"
_HAN_NUMERALS = "一二两三四五六七八九十百千万几"
_DIGIT = r"[\d一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"


@cache
def words() -> dict:
    """The lexicon as it stands in the file."""
    return tomllib.loads(files("pipeline.lexicon").joinpath("quantities.toml").read_text(encoding="utf-8"))


@cache
def unit_kinds() -> dict[str, str]:
    """Folded unit word → what it counts: CNY, USD and so on, person, person_time, household, days, count."""
    lexicon = words()
    kinds = dict.fromkeys(lexicon["counts"]["things"], "count")
    kinds |= dict.fromkeys(lexicon["days"]["units"], "days")
    for kind in ("person", "person_time", "household"):
        kinds |= dict.fromkeys(lexicon["people"][kind], kind)
    kinds |= lexicon["money"]["foreign"] | {f"元{word}": code for word, code in lexicon["money"]["foreign"].items()}
    money = lexicon["money"]
    kinds |= dict.fromkeys((*money["yuan"], *money["jiao"], *money["fen"], "（元）", "(元)"), "CNY")
    kinds["块"] = "count"
    kinds["号"] = "person"
    kinds["块钱"] = "CNY"
    return kinds


def _unit() -> str:
    not_before, set_words = (words()["counts"][table] | words()["money"][table] for table in ("not_before", "set_words"))
    # 块钱 stands for the sum, its 钱 is left out of the text; 号 counts persons only where a noun says so
    shapes = {
        "块钱": "块(?=钱)",
        "号": rf"号(?=人|{any_of(words()['people']['nouns'])})",
        "起": "起" + _not_a_price(),
        "元": "元(?!(?<=[一二]元)(?:经济|体制|社会|对立|分割|并存))",  # 二元经济, but 万元经济损失
    }
    unless, only, not_after = (words()["counts"][table] for table in ("not_before_unless", "only_before", "not_after"))
    parts = []
    for unit in sorted(unit_kinds(), key=lambda word: (-len(word), word)):
        shape = shapes.get(unit) or regex.escape(unit)
        if others := not_after.get(unit):
            shape = f"(?<![{others}]){shape}"
        if others := only.get(unit):
            shape += rf"(?={any_of(others)}|\P{{Han}}|$)"
        shape += "".join(f"(?!{word}(?!{any_of(lifts)}))" for word, lifts in unless.get(unit, {}).items())
        if others := not_before.get(unit):
            shape += f"(?!{any_of(others)})"
        if others := set_words.get(unit):
            sums = "" if unit in words()["money"]["set_words"] else f"|{_BARE_SUM}"
            shape += rf"(?!(?={any_of(others)})(?<=(?:{_ONE_WORD}{sums})\ ?{unit}))"
        parts.append(shape)
    return "|".join(parts)


def _not_a_price() -> str:
    """起 counts no cases behind a word of pay: 月薪五千起."""
    pay = words()["money"]["pay"]
    in_words = rf"{any_of([*pay, '工资', '年薪'])}[{_HAN_NUMERALS}]{{1,3}}[千万][{_HAN_NUMERALS}]{{0,3}}"
    return rf"(?<!(?:{any_of(pay)}\d{{3,6}}|{in_words})起)"


def _small() -> str:
    """Tenths and hundredths of a yuan; in speech the last of them goes without 角 or 分: 三块五, 2毛3; but 2万元一角没少."""
    nothing = any_of(words()["money"]["nothing"])
    named = rf"(?:零?(?P<jiao>{_DIGIT})[角毛](?!(?<=[一壹][角毛])钱?{nothing}))?(?:零?(?P<fen>{_DIGIT})分(?!钱?(?:[没不未也都]|钟)))?"
    end = r"(?=[钱的结算，。；、！？,;：”」』）)…]|一[个斤公件单张月天只根次碗]|$)"
    return rf"(?:(?<=[块毛角])(?P<next>{_DIGIT}){end}|{named})"


def ends_phrase(folded: str, position: int) -> bool:
    """Whether a phrase ends there."""
    return position == len(folded) or folded[position] in CLAUSE_MARKS + "、（(）)”"


@cache
def amount() -> regex.Pattern:
    """A number with over-word, later multiplier, unit, tenths of a yuan and the hedge behind it."""
    after = words()["hedges"]["behind"]
    hedges = {name: any_of(after[name]) for name in HEDGES_BEHIND}
    hedges["over"] += r"|[多余](?=钱|[，。；、！？）,;]|$)|(?<=[吨斤升])多"  # 3元多, 五吨多煤
    # 150元起, but 7人起诉; 五十万元起步, but 从3200人起步 tells of a beginning
    hedges["at_least"] += r"(?<!(?:从|由|靠|凭|以)[^，。；、]{1,20}起步)|起(?!\p{Han})"
    behind = "|".join(f"(?P<{name}>{shape})" for name, shape in hedges.items())
    unit = _unit()
    # 二十来万元, 千把人; but 3来自, 万把 that nothing follows
    spoken = rf"(?<=[十百千万亿拾佰仟0])来(?=[百千万亿]|\ ?(?:{unit}))|(?<=[百千万])把(?=\ ?(?:{unit}))"
    more = rf"余|多|来(?=[名位个人家户件])|{spoken}|个多?(?=亿)"
    # 一吨半煤; behind other units only at the end of a phrase, for 5台半自动车床 are five
    half = r"(?:(?<=吨|斤|克|升)半(?![天年月日路数成价途夜径])|半(?=[，。；、！？,;）)]|$))"
    return regex.compile(
        rf"(?P<number>{TOKEN})(?:\ ?(?P<more>{more})(?P<scale>[百千万亿]{{0,2}})(?P<later>余|多)?)?"
        rf"(?:\ ?(?P<unit>{unit})(?:(?P<half>{half})|{_small()}))?(?:{behind})?"
    )


@cache
def joint() -> regex.Pattern:
    """What joins the two ends of a range."""
    return regex.compile(r"(?:[（(]含[）)])?\ ?(?:[-－—–―~～]{1,2}|至|到)\ ?")


@cache
def neighbours() -> regex.Pattern:
    """Digits in words that make a guess (七八, 两三, 三五百), with what follows them."""
    return regex.compile("(?:" + "|".join("一二三四五六七八九"[i : i + 2] for i in range(8)) + r"|两三|三五(?=.))\D*")


@cache
def comma() -> regex.Pattern:
    """What joins the numbers of a list that share the last one's unit."""
    return regex.compile(r"、|和|与|或|及|/")


@cache
def foreign_left() -> regex.Pattern:
    """The name of a foreign currency before its sum: 港币3000元."""
    return regex.compile(rf"(?r)(?P<currency>{any_of(list(words()['money']['foreign']))})\ ?")


@cache
def persons_behind() -> regex.Pattern:
    """A noun of persons within a few characters, which is not only the attribute of another noun."""
    return regex.compile(rf"{_persons()}(?!\p{{Han}}{{0,3}}?{any_of(words()['people']['not_persons'])})")


@cache
def thing_of_persons_behind() -> regex.Pattern:
    """A noun of persons that only describes what 个 counts: 职工食堂, 农民工工资问题; but 职工参加大会."""
    people = words()["people"]
    between = rf"(?:(?!{any_of(people['verbs'])})\p{{Han}}){{0,4}}?"
    return regex.compile(rf"{_persons()}{between}{any_of(people['things'])}")


def _persons() -> str:
    people = words()["people"]
    guards = "".join(f"(?!(?<={noun}){any_of(others)})" for noun, others in people["nouns_not_before"].items())
    places, nouns = any_of(people["places"]), any_of(people["nouns"]) + guards
    # 农村老人 and 家庭困难的学生 are persons
    barriers = rf"(?<!农)(?!家庭[困贫]){any_of(people['bodies'])}|{places}|{any_of(people['acts'])}"
    attribute = rf"(?:(?!{barriers})\p{{Han}}){{0,6}}?"
    return rf"{attribute}{places}?{nouns}"


@cache
def no_person() -> regex.Pattern:
    """人 that begins another word: 3个人口大县, 5个人才项目."""
    return regex.compile(rf"人{any_of(words()['counts']['not_before']['人'])}")


@cache
def blocks_behind() -> regex.Pattern:
    """Things in 块 right behind their number, which are no sum even where they are many: 三十万块红砖."""
    counts = words()["counts"]
    return regex.compile(
        rf"[^\P{{Han}}买付交给拉换装订购卖运用去来的了钱]{{0,2}}?{any_of(counts['blocks'])}(?!{any_of(counts['not_blocks'])})"
    )


@cache
def household_behind() -> regex.Pattern:
    """个 counts households before 家庭; but 30个家庭困难的学生, 20个社区建立家庭档案."""
    people = words()["people"]
    attribute = rf"(?:(?!{any_of(people['places'])})\p{{Han}}){{0,8}}?"
    return regex.compile(rf"{attribute}{any_of(people['households'])}(?!{any_of(people['not_households'])})")


@cache
def given_left(unit: str) -> regex.Pattern:
    """Goods, or a share where the unit is one of goods, right before 一: 轮椅一辆, 每人一份; never for other units."""
    given = words()["counts"]["given"]
    before = given["goods"] if unit in given["units"] else []
    before = before + given["shares"] if unit in given["units_of_shares"] else before
    return regex.compile(rf"(?r){any_of(before)}[”」』]?" if before else "(?!)")


@cache
def beside(unit: str) -> regex.Pattern | None:
    """One of the words without which this classifier counts nothing; None where it needs none."""
    others = words()["counts"]["beside"].get(unit)
    return regex.compile(any_of(others)) if others else None


@cache
def persons_left() -> regex.Pattern:
    """Persons or households named right before what 个 counts at the end of a phrase: 孩子一共54个, 名额是500个, 家庭35个."""
    people = words()["people"]
    between = "(?:一共|总共|共有|已有|暂定|定为|共|有|是|为|达)?"
    return regex.compile(rf"(?r)(?:(?P<household>{any_of(people['households'])})|(?P<person>{any_of(people['nouns'])})){between}")


@cache
def medal_left() -> regex.Pattern:
    """A medal named right before its number."""
    return regex.compile(rf"(?r){any_of(words()['people']['medals'])}[”」』）)]?")


@cache
def medal_behind() -> regex.Pattern:
    """A medal named behind its number, in the same phrase."""
    return regex.compile(rf"[\p{{Han}}“”]{{0,8}}?{any_of(words()['people']['medals'])}")


@cache
def firm() -> regex.Pattern:
    """A word for enterprises, which 户 may count; but 22户茶厂职工 are households."""
    people = words()["people"]
    return regex.compile(f"{any_of(people['firms'])}(?!{any_of(people['nouns'])})")


@cache
def home_behind() -> regex.Pattern:
    """What makes of 户 households though a word for enterprises stands before: 厂里900多户职工, 公司84户困难遗属; not 厂家12户困难企业."""
    people = words()["people"]
    return regex.compile(
        rf"(?![\p{{Han}}]{{0,4}}{any_of(people['firms'])})[\p{{Han}}]{{0,2}}?{any_of([*people['homes'], *people['nouns']])}"
    )


@cache
def blocked_left() -> regex.Pattern:
    """What makes a number an ordinal, a rank or a code when it stands right before it; `but` lifts it (目前)."""
    block = words()["block"]
    return regex.compile(rf"(?r)(?:(?P<but>{any_of(block['but'])})|{any_of(block['before'])}|每(?:增加|增|满|超过|隔)?)")


@cache
def blocked_right() -> regex.Pattern:
    """What makes a number without classifier a date, an age or a measure when it stands right behind it."""
    return regex.compile(any_of(words()["block"]["after"]))


@cache
def unit_named_left() -> regex.Pattern:
    """What stands before a unit that is named without a number: a bracket, or the word for unit (group `word`)."""
    word = any_of(words()["block"]["unit_named"])
    return regex.compile(rf"(?r)(?:[（(]|(?P<word>{word}[：: ]{{1,2}}))(?:人民币)?")


@cache
def put_right() -> regex.Pattern:
    """What stands behind a figure that a correction quotes and puts right."""
    words_for_it = any_of(words()["block"]["put_right"])
    return regex.compile(rf"[^“”「」『』，。；\n]{{0,12}}[”」』](?:一[句处])?(?:，|有误，)?{words_for_it}")


@cache
def class_name() -> regex.Pattern:
    """What makes 100人以上 the name of a class of enterprises."""
    return regex.compile(any_of(words()["block"]["class_names"]))


@cache
def slogan() -> regex.Pattern:
    """A short quotation that begins with a number: “四个围绕”, “六有”."""
    return regex.compile(r"\P{Han}?[一二两三四五六七八九十百千万\d]+[^”」』，。、\d]{0,8}[”」』]")


@cache
def duration_left() -> regex.Pattern:
    """What makes days a duration when it stands right before them."""
    return regex.compile(f"(?r){any_of(words()['days']['not_after'])}了?")


@cache
def duration_right() -> regex.Pattern:
    """What makes days a duration when it stands right behind them."""
    return regex.compile(any_of(words()["days"]["not_before"]))


@cache
def idiom() -> regex.Pattern:
    """Set phrases in which a number counts nothing."""
    return regex.compile(any_of(words()["block"]["idioms"]))


@cache
def entitled_left() -> regex.Pattern:
    """What makes days or hours an entitlement right before them: 一年最多补90天."""
    return regex.compile(f"(?r){any_of(words()['days']['entitled_left'])}")


@cache
def limited_left() -> regex.Pattern:
    """Work of which a rule sets the longest time: 全天露天作业不得超过6小时."""
    return regex.compile(rf"(?r){any_of(words()['days']['limited'])}\p{{Han}}{{0,3}}?")


@cache
def entitlement() -> regex.Pattern:
    """Words of leave and rest; days and hours near them are an entitlement."""
    return regex.compile(any_of(words()["days"]["entitled"]))


@cache
def every() -> regex.Pattern:
    """每人, 每月, 人均."""
    lexicon = words()["per"]
    names = [f"每{name}" for names in lexicon["unit"].values() for name in names if name != "生"]
    periods = [name for name in lexicon["word"] if name[0] in "年月"]
    others = [name for name in lexicon["word"] if name not in periods]
    # 8月人均, 今年人均 name a time
    once = rf"(?<![\d一二三四五六七八九十今去本上当全]){any_of(periods)}"
    return regex.compile(rf"(?:{once}|{any_of(names + others)}|每生(?!{any_of(lexicon['not_before']['每生'])}))")


@cache
def share_left() -> regex.Pattern:
    """每人, 每户每月, 人均 a few characters before the number, in one clause and with no number between."""
    nouns = any_of(words()["people"]["nouns"])  # 每名学生每学年
    between = r"(?:(?!共|总计|合计|累计)[^，。；！？,;!?\n\d]){0,8}?"  # 每人捐款共五万元 is the sum of all
    return regex.compile(rf"(?r)(?P<every>(?:{every().pattern}(?:{nouns})?)+){between}")


@cache
def with_share() -> regex.Pattern:
    """What stands between a share and another sum that goes to the same one, in one clause: 慰问金和价值."""
    return regex.compile(r"的?\p{Han}{0,8}?(?:和|及|以及|外加|另加|并)(?:一份|一套)?(?:价值|折合|市值)(?:约|近)?")


@cache
def share_behind() -> regex.Pattern:
    """/人, /月, /人·年 behind a number."""
    unit = words()["per"]["unit"]
    names = any_of([name for names in unit.values() for name in names])
    return regex.compile(rf"[）)]?[/／](?P<every>{names})(?:[/／·.]?(?P<period>年|月|天|日))?")


@cache
def shares() -> dict[str, str]:
    """每人, 人均 or 人 → person, and so on."""
    names = {name: share for share, every in words()["per"]["unit"].items() for name in every}
    return names | {f"每{name}": share for name, share in names.items()} | words()["per"]["word"]
