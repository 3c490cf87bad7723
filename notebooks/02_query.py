# ---
# jupyter:
#   jupytext:
#     cell_metadata_filter: -all
#     formats: ipynb,py:percent
#     notebook_metadata_filter: -jupytext.text_representation.jupytext_version
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 二、提问：用 SQL 和 pandas 问数据
# *Ask: questions in SQL (DuckDB) and pandas*
#
# 每个答案的 `evidence` 一栏是证据：链接通向报告中那个数字所在的文章（先运行 `make report`），`place` 是原始文件和行号。
# *Column `evidence` links to the article in the report (run `make report` first); `place` is the file and its line.*
#
# 核对时否定了的数字和活动不在答案里（`counted`）。
# *What people rejected is left out (`counted`).*
#
# 可以直接改动问题再运行；视图 `evidence` 是事实表加上出处。
# *Change a question and run it again. The view `evidence` is table facts with where each fact was printed.*

# %%
import pandas as pd

from pipeline.desk import charts
from pipeline.desk.opening import show, start

book = start()
ask = book.ask

# %% [markdown]
# ## 1. 各县市工会筹集了多少资金？
# *Funds raised, by union (each event once)*

# %%
ask("""
with events as (
    select any_value(organizer_canonical) as union_name, event_id, max(funds_raised_yuan) as yuan, any_value(funds_raised_yuan_basis) as basis
    from activities where funds_raised_yuan is not null group by event_id)
select union_name as "工会", sum(yuan) as "筹集资金（元）", count(*) as "活动", list(distinct basis) as basis,
       (select list(e.evidence) from evidence e join activities a using (activity_id)
        where e.measure = 'funds_raised' and e.scope = 'event' and e.counted and a.organizer_canonical is not distinct from union_name) as evidence
from events group by union_name order by 2 desc, 1
""")

# %% [markdown]
# ## 2. 追回欠薪最多的是哪几起？
# *The largest recoveries of wages*

# %%
ask("""
select a.organizer_canonical as "机构", a.date as "日期", a.wages_recovered_yuan as "追回工资（元）", a.wage_claimants as "人数",
       a.cases_handled as "案件", e.sentence as "原文", e.place, e.evidence
from activities a join evidence e on e.activity_id = a.activity_id and e.measure = 'wages_recovered' and e.scope = 'event' and e.counted
where a.wages_recovered_yuan is not null order by 3 desc, e.evidence limit 20
""")

# %% [markdown]
# ## 3. 哪次活动帮助的人最多？
# *Most people aided*

# %%
ask("""
select a.organizer_canonical as "工会", a.date as "日期", a.people_aided as "受助人数", a.people_aided_basis as "怎么得出",
       list(e.text) as "文中数字", list(e.evidence) as evidence
from activities a join evidence e on e.activity_id = a.activity_id and e.measure = 'people_aided' and e.scope = 'event' and e.counted
where a.people_aided is not null group by a.activity_id, 1, 2, 3, 4 order by 3 desc limit 20
""")

# %% [markdown]
# ## 4. 每人、每户给多少？
# *Rates: what one person, household or organisation gets*

# %%
ask("""
select organizer_canonical as "工会", e.text as "标准", e.value_min as "下限（元）", e.value_max as "上限（元）", e.per as "每", e.scope as "范围", e.place, e.evidence
from evidence e join activities using (activity_id) where e.unit = 'CNY' and e.per is not null and e.counted order by e.value_max desc, e.evidence limit 20
""")

# %% [markdown]
# ## 5. 维权：办了多少案，涉及多少人？
# *Cases handled and workers concerned*

# %%
ask("""
select organizer_canonical as "机构", date as "日期", cases_handled as "案件", wage_claimants as "讨薪人数", wages_recovered_yuan as "追回工资（元）",
       (select list(e.evidence) from evidence e where e.activity_id = a.activity_id and e.counted
        and e.measure in ('cases_handled', 'wage_claimants', 'wages_recovered')) as evidence
from activities a where type = 'rights_protection' and review <> 'rejected' order by 3 desc nulls last, 1
""")

# %% [markdown]
# ## 6. 工会都在做什么？
# *Activities by type (each event once, however many newspapers report it)*

# %%
ask("""
with events as (
    select any_value(type) as type, any_value(organizer_canonical) as union_name, max(people_aided) as people, max(funds_raised_yuan) as yuan
    from activities where review <> 'rejected' group by event_id)
select type as "类型", count(*) as "活动", count(distinct union_name) as "工会", sum(people) as "受助人数", sum(yuan) as "筹集资金（元）"
from events group by 1 order by 2 desc, 1
""")

# %% [markdown]
# ## 7. 发了哪些物资和资料？
# *Goods and materials distributed*

# %%
ask("""
select organizer_canonical as "工会", e.text as "数量", e.value_min as "下限", e.unit as "单位", e.sentence as "原文", e.place, e.evidence
from evidence e join activities using (activity_id)
where e.measure in ('goods_distributed', 'materials_distributed') and e.counted order by e.value_min desc, e.evidence
""")

# %% [markdown]
# ## 8. 谁受了表彰，奖金多少？
# *Commendations and award money*

# %%
ask("""
select organizer_canonical as "工会", e.measure as "量", e.text as "数字", e.scope as "范围", e.per as "每", e.sentence as "原文", e.evidence
from evidence e join activities using (activity_id)
where e.measure in ('people_commended', 'organizations_commended', 'award_money') and e.counted order by e.evidence
""")

# %% [markdown]
# ## 9. 哪些数字核算不符？
# *Figures whose arithmetic does not hold*

# %%
ask("""
select a.organizer_canonical as "工会", c.rule as "规则", c.explanation as "说明", c.fact_ids as evidence
from checks c join activities a using (activity_id) where c.verdict = 'conflicts' order by c.check_id
""")

# %% [markdown]
# ## 10. 大额而把握低的数字（最该先核）
# *Large sums of low confidence: to be checked first*

# %%
ask("""
select organizer_canonical as "机构", e.text as "数字", e.measure as "量", e.scope as "范围", round(e.confidence, 2) as "把握", e.review as "核对", e.place, e.evidence
from evidence e join activities using (activity_id)
where e.unit = 'CNY' and e.confidence < 0.8 and e.counted and e.review not in ('confirmed', 'corrected') order by e.value_max desc, e.evidence limit 20
""")

# %% [markdown]
# ## 11. 报道里最常出现的工会
# *Unions named most often*

# %%
ask("""
select canonical as "工会", any_value(admin_code) as "行政区划代码", count(*) as "次", count(distinct article_id) as "篇"
from entities where label = 'UNION' and canonical is not null group by 1 order by 3 desc, 1 limit 15
""")

# %% [markdown]
# ## 12. 哪些是规定或计划，还没有发生？
# *Standards and plans: not done yet*

# %%
ask("""
select organizer_canonical as "机构", e.text as "数字", e.measure as "量", e.scope as "范围", e.sentence as "原文", e.evidence
from evidence e join activities using (activity_id) where e.scope in ('rule', 'planned') and e.counted order by e.scope, e.evidence limit 40
""")

# %% [markdown]
# ## 不能相加的：看看错在哪里
# *What must not be summed, shown*
#
# `facts` 里总数和分项都是行，累计、背景、计划、规定也是行。把它们加起来，数字会大得没有道理；要合计，请用 `activities` 的宽列。
# *In `facts` totals and their parts are both rows, and so are cumulative, background, planned and rule figures. For sums use the wide columns of `activities`.*

# %%
wrong, right = book.connection.sql("""
select (select coalesce(sum(value_max), 0) from facts where measure = 'funds_raised'),
       (select coalesce(sum(yuan), 0) from (select max(funds_raised_yuan) as yuan from activities group by event_id))
""").fetchall()[0]
sums = [("错：facts 全部相加 wrong", wrong, f"{wrong:,.0f} 元"), ("对：activities 宽列，同一活动一次 right", right, f"{right:,.0f} 元")]
show(charts.bars("筹集资金合计 Funds raised", sums if wrong else []))

# %%
ask("""
select e.scope as "范围", e.text as "数字", e.value_max as "元", e.sentence as "原文", e.evidence,
       case when not e.counted then '不可：已否定 no: rejected'
            when e.scope <> 'event' then '不可：不是本次活动 no: not of this activity'
            when e.per is not null then '不可：是标准 no: a rate'
            when a.funds_raised_yuan is null then '不可：不在宽列里 no: not in the wide column'
            when a.funds_raised_yuan_basis in ('maximum', 'stated_total') then '属于一个合计，请用宽列 part of a total: use the wide column'
            else '可计入 counts' end as "可否相加"
from evidence e join activities a using (activity_id) where e.measure = 'funds_raised' order by e.scope = 'event' desc, e.evidence
""")

# %%
ask("""
select a.organizer_canonical as "工会", list(e.text order by e.start) as "文中受助人数", sum(e.value_max) as "错：直接相加", any_value(a.people_aided) as "对：people_aided",
       any_value(a.people_aided_basis) as "怎么得出", list(e.evidence) as evidence
from evidence e join activities a using (activity_id) where e.measure = 'people_aided'
group by a.activity_id, 1 having count(*) > 1 order by 3 desc
""")

# %% [markdown]
# ## 换成 pandas
# *The same in pandas*

# %%
activities = pd.read_parquet(book.extracted / "tables" / "activities.parquet").query("review != 'rejected'")
first, last = (activities[name].astype("string").str[:7] for name in ("date_start", "date_end"))
month = first.where((first == last).fillna(False), "不止一月、仅知年 more than a month").mask(first.isna(), "不详 unknown")
by_type = activities.assign(month=month).pivot_table(index="type", columns="month", values="activity_id", aggfunc="count", fill_value=0)
by_type

# %%
facts = pd.read_parquet(book.extracted / "tables" / "facts.parquet")
facts.query("scope == 'event' and review != 'rejected'").groupby(["measure", "unit"])["value_max"].describe()[
    ["count", "min", "50%", "max"]
]
