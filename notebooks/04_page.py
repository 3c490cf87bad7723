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
# # 四、一个版面：从原件到数据行
# *One page, step by step, from the scan to the rows (for researchers)*
#
# 下面一格选版面；换成别的 `page_id` 再运行，就看别的版。
# *The next cell chooses the page; put another `page_id` there and run again.*

# %%
from pipeline.desk import page_steps as steps
from pipeline.desk.opening import show, start

book = start()
known = [row[0] for row in book.connection.sql("select page_id from pages where status = 'ok' order by page_id").fetchall()]
PAGE = known[0] if known else None  # 例如 for example "焦作日报-2015-p01"
sheet = steps.of(PAGE, book.extracted)
show(steps.summary(sheet))

# %% [markdown]
# ## 1. 原件
# *The file as received*
#
# 扫描件和 PDF 显示图像，文本版面显示前几行。
# *Scans and PDF pages are shown as pictures, pages of plain text by their first lines.*

# %%
show(steps.original(sheet, book.corpus))

# %% [markdown]
# ## 2. 读成行，清理
# *Read as lines, then cleaned*
#
# 第 *i* 行永远是第 *i* 行；清理只改字形、去空白，去掉的每个字都有账。
# *Line *i* stays line *i* for ever; every character that cleaning takes away is accounted for.*

# %%
show(steps.cleaning(sheet))

# %% [markdown]
# ## 3. 分出文章
# *Articles separated*
#
# 每一行属于哪篇文章；没有文章认领的是报头、版号之类。
# *Which lines belong to which article; the rest is mastheads, page numbers and the like.*

# %%
show(steps.articles(sheet))

# %% [markdown]
# ## 4. 分词
# *Words*

# %%
article = steps.richest(sheet)
show(steps.words(sheet, article))

# %% [markdown]
# ## 5. 名称与数字
# *Names and quantities where they stand*

# %%
show(steps.marked(sheet, article))

# %% [markdown]
# ## 6. 数字量的是什么，凭什么
# *What each quantity measures, and why*

# %%
show(steps.facts(sheet, article))

# %% [markdown]
# ## 7. 数据表里的行
# *The rows that are published*

# %%
name = article.article_id if article else ""
book.ask(
    "select evidence, text, measure, value_min, value_max, unit, qualifier, per, scope, confidence, place from evidence where article_id = ? order by start",
    name,
)

# %%
book.ask(
    "select activity_id, type, organizer_canonical, place, date, funds_raised_yuan, wages_recovered_yuan, people_aided from activities where article_id = ?",
    name,
)

# %%
book.ask(
    "select c.verdict, c.explanation, c.fact_ids as evidence from checks c join activities a using (activity_id) where a.article_id = ?",
    name,
)

# %% [markdown]
# ## 8. 从数字回到版面
# *And back: from the number to its place on the page*

# %%
show(steps.back(sheet, article, book.corpus))
