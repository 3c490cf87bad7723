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
# # 三、数字核对台
# *The fact desk: confirm or correct what the machine read*
#
# 1. 菜单“运行 ▸ 运行所有单元格”。*Run all cells.*
# 2. 在“核对人”里写上您的名字。*Fill in your name.*
# 3. 左边是队列，最该核对的在最前；右边是数字、版面、文章、核算和历次判断。*The queue is on the left, the evidence on the right.*
# 4. 对的按 `c` 确认；不对的按 `e`，改好后按 Enter；不能断定的按 `u`，根本不是事实的按 `x`。按 `?` 看全部快捷键。
#    *`c` confirms, `e` corrects (Enter saves), `u` is unsure, `x` rejects; `?` lists all keys.*
# 5. 每个判断立刻写进 `corpus/corrections.csv`；按 `m`（或在终端运行 `make`）之后进入数据表，以后每次 `make` 也都在。
#    *Each decision is written at once to `corpus/corrections.csv`, and is in the tables after `m` (or `make`) and after every run that follows.*
#
# 按快捷键之前，先点一下核对台的空白处。*Click on the desk before using keys.*

# %%
from pipeline.desk import answers, charts, session
from pipeline.desk.opening import show, start
from pipeline.desk.widget import Desk

book = start()
desk = Desk(book.corpus, book.extracted)
desk

# %% [markdown]
# ## 核对到哪里了
# *Progress so far*

# %%
progress = session.counts(session.begin(desk.holdings()))
words = {"all": "全部数字 facts", "done": "已核 decided", "waiting": "待 make 生效的判断 waiting for make"}
show(charts.bars("核对进度", [(word, progress[name], f"{progress[name]:,}") for name, word in words.items()]))

# %% [markdown]
# ## 最该先核的十条
# *The ten to look at first (as kept with the report, where the desk itself cannot run)*

# %%
first = desk.queue["rows"][:10]
asked = [
    {"数字": r["text"], "量": r["measure"], "谁": r["who"], "把握": r["confidence"], "为什么先核": r["why"], "evidence": r["id"]}
    for r in first
]
show(answers.table(asked, answers.report_address(book.extracted)))
