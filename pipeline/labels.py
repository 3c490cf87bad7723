"""Chinese names of the words that columns take, for the desk, the notebooks and the report. The tables keep the English words."""

import math
from decimal import Decimal

MEASURES = {
    "funds_raised": "筹集资金", "aid_disbursed": "发放救助金", "aid_per_recipient": "每份救助标准", "goods_value": "物资价值",
    "wages_recovered": "追回工资（欠薪）", "compensation_recovered": "追回赔偿", "award_money": "奖金", "loan_amount": "贷款",
    "money_other": "其他金额", "people_aided": "受助人数", "households_aided": "受助户数", "wage_claimants": "讨薪人数",
    "legal_aid_recipients": "法律援助人数", "people_trained": "培训人数", "participants": "参加人数", "people_commended": "受表彰人数",
    "people_employed": "就业人数", "people_insured": "参保人数", "members_recruited": "入会人数", "people_other": "其他人数",
    "cases_handled": "办理案件", "organizations_reached": "走访单位", "organizations_commended": "受表彰单位",
    "goods_distributed": "发放物资", "materials_distributed": "发放资料", "jobs_offered": "提供岗位", "events_held": "举办活动",
    "unions_established": "新建工会", "contracts_signed": "签订合同", "facilities_built": "建成设施", "count_other": "其他数量",
}  # fmt: skip
TYPES = {
    "hardship_relief": "困难帮扶、送温暖", "education_aid": "金秋助学", "heat_relief": "送清凉", "medical_mutual_aid": "医疗互助",
    "rights_protection": "维权", "legal_publicity": "普法", "collective_bargaining": "集体协商", "skills_innovation": "技能与创新",
    "commendation": "表彰", "employment": "就业", "safety": "安全生产", "workplace_services": "职工服务", "culture_sports": "文体",
    "organizing": "组织建设", "policy": "政策", "other": "其他",
}  # fmt: skip
SCOPES = {"event": "本次活动", "cumulative": "多年累计", "planned": "计划", "rule": "标准、规定", "background": "背景"}
QUALIFIERS = {
    "exact": "确数", "about": "约", "over": "多于（余、超）", "under": "少于（近、不足）", "at_least": "至少", "at_most": "至多",
    "range": "范围",
}  # fmt: skip
REVIEWS = {
    "unreviewed": "未核",
    "confirmed": "已确认",
    "corrected": "已更正",
    "rejected": "已否定",
    "stale": "更正已过期",
    "unsure": "存疑",
}
STATES = {
    "applied": "已生效",
    "confirmed": "机器已同",
    "stale": "证据已变，未用",
    "orphan": "对象已不存在",
    "invalid": "无效",
    "pending": "待 make 生效",
}
VERDICTS = {"agrees": "相符", "conflicts": "不符", "not_checkable": "无法核对"}
FIELDS = {
    "review": "核对", "measure": "量", "value_min": "值（下限）", "value_max": "值（上限）", "unit": "单位", "qualifier": "限定",
    "per": "每",
    "scope": "范围", "activity_id": "所属活动", "organizer": "主办", "type": "活动类型", "place": "地点", "date": "日期",
    "boundaries": "文章边界", "text": "文字识别",
}  # fmt: skip


def number(value: float | Decimal) -> str:
    """A number for people to read: thousands parted by commas, 15 significant digits (a float holds no more), never an exponent."""
    if not math.isfinite(value):
        return str(value)
    return f"{int(value):,}" if value == int(value) else f"{Decimal(f'{float(value):.15g}'):,f}"


def amount(low: float, high: float, unit: str) -> str:
    """A value as a reader would write it: 5,226,000 元（522.6 万元）, 500–1,000 元, 541 人."""
    word = {"CNY": "元", "person": "人", "person_time": "人次", "household": "户"}.get(unit, unit)
    plain = f"{number(low)} {word}" if low == high else f"{number(low)}–{number(high)} {word}"
    if unit != "CNY" or high < 10_000:
        return plain
    short = number(low / 10_000) if low == high else f"{number(low / 10_000)}–{number(high / 10_000)}"
    return f"{plain}（{short} 万元）"
