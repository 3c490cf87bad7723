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
# # 一、总览：这批报纸里有什么
# *Overview: what is in the corpus*
#
# 从头运行：菜单“运行 ▸ 运行所有单元格”。所有数字都来自 `extracted/tables/`；数据反映的是报纸登了什么，不等于实际发生了什么。
# *Run ▸ Run All Cells. Figures come from the published tables; they count what newspapers reported, not what happened.*

# %%
from collections import Counter

from pipeline.desk import charts, labels
from pipeline.desk.opening import show, start

book = start()
rows = lambda sql: book.connection.sql(sql).fetchall()  # noqa: E731

# %% [markdown]
# ## 版面日历
# *Coverage: pages by paper and day*
#
# 每一格是一天，格中数字是版数；日期只知到月、只知到年的版面另列。空格表示这批数据里没有，不表示当天没有出报。
# *A cell is a day and holds its number of pages. An empty cell means that there is no page here, not that no paper appeared.*

# %%
days: dict[str, Counter] = {}
for paper, issue_date, n in rows(
    "select coalesce(paper, '（报名不详）'), coalesce(issue_date, ''), count(*) from pages group by all order by 1, 2"
):
    days.setdefault(paper, Counter())[issue_date] += n
calendars = [charts.calendar(f"{paper} {year}年 版数", year, dates) for paper, dates in days.items() for year in charts.years_of(dates)]
show("<br>".join(calendars) or charts.bars("版面日历", []))

# %%
undated = [(paper, n, f"{n} 版") for paper, dates in days.items() for key, n in dates.items() if not key[:4].isdigit()]
show(charts.bars("日期不详的版面 Pages without a date", undated))

# %% [markdown]
# ## 从版面到数字
# *Funnel: pages → articles → facts*

# %%
funnel = {
    "收到的版面 pages received": "select count(*) from pages",
    "读出的版面 pages read": "select count(*) from pages where status = 'ok'",
    "文章 articles": "select count(*) from articles",
    "新闻 news": "select count(*) from articles where kind = 'news'",
    "报道工会活动的文章 with an activity": "select count(distinct article_id) from activities",
    "活动 activities": "select count(*) from activities",
    "数字 facts": "select count(*) from facts",
    "属于本次活动的数字 of scope event": "select count(*) from facts where scope = 'event'",
}
counted = [(label, rows(sql)[0][0]) for label, sql in funnel.items()]
show(charts.bars("从版面到数字", [(label, n, f"{n:,}") for label, n in counted]))

# %%
kinds = rows("select type, count(*) from activities group by 1 order by 2 desc, 1")
show(charts.bars("活动类型 Types of activities", [(f"{labels.TYPES[word]} {word}", n, f"{n:,}") for word, n in kinds]))

# %%
measures = rows("select measure, count(*) from facts group by 1 order by 2 desc, 1 limit 20")
show(charts.bars("数字量的是什么 What facts measure", [(f"{labels.MEASURES[word]} {word}", n, f"{n:,}") for word, n in measures]))

# %% [markdown]
# ## 质量
# *Quality*
#
# “把握”是机器认为量、值、范围都对的概率；README 里有在标注数据上测得的准确率。
# *Confidence is the probability that measure, value and scope are all right; the README has the measured accuracy.*

# %%
steps = dict(rows("select cast(least(floor(confidence * 10), 9) as integer), count(*) from facts group by 1"))
by_confidence = [(f"{n / 10:.1f}–{(n + 1) / 10:.1f}", steps.get(n, 0), f"{steps.get(n, 0):,}") for n in range(10)] if steps else []
show(charts.bars("把握 Confidence", by_confidence))

# %%
reviews = rows("select review, count(*) from facts group by 1 order by 2 desc, 1")
show(charts.bars("人工核对 Reviewed by people", [(labels.REVIEWS.get(word, word), n, f"{n:,}") for word, n in reviews]))

# %%
verdicts = rows("select verdict, count(*) from checks group by 1 order by 2 desc, 1")
show(charts.bars("核算 Arithmetic checks", [(f"{labels.VERDICTS[word]} {word}", n, f"{n:,}") for word, n in verdicts]))

# %%
book.ask("""
select source_kind as "来源 kind", reader as "读法 reader", count(*) as "版 pages", round(avg(confidence), 3) as "把握 confidence",
       sum(n_chars) as "字 characters", sum(n_article_chars) as "入文章 in articles", sum(n_furniture_chars) as "版式 furniture",
       sum(n_dropped_chars) as "清理 dropped"
from pages group by all order by 3 desc
""")

# %% [markdown]
# ## 没有读成的
# *Failures: what could not be read, and what to do*

# %%
book.ask(
    'select page_id as "版 page", stage as "步骤 stage", kind as "类别 kind", message as "说明 message" from failures order by 1, 2 limit 200'
)
