"""The desk in a notebook: a thin layer between the browser (desk.js) and the sitting (session.py)."""

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import anywidget
import traitlets

from pipeline import labels, storage, vocabulary
from pipeline.desk import deciding, history, loading, overlay, session, showing, sources
from pipeline.desk.holdings import Holdings
from pipeline.errors import UsageError
from pipeline.records import Decision

_HERE = Path(__file__).parent
_VERDICTS = {"confirmed": "已确认 confirmed", "rejected": "已否定 rejected", "unsure": "存疑 unsure", "corrected": "已更正 corrected"}
_NAMED = 5  # decisions that are named one by one in a message
_OUTDATED = "数据表已更新，请先重新载入（r）；您的话还没有写入。 The tables have changed: reload first (r). Nothing was saved."


class Desk(anywidget.AnyWidget):
    """The widget. What the browser sends arrives in `receive`; what it shows are the traits, plain data all of them."""

    _esm = _HERE / "desk.js"
    _css = _HERE / "desk.css"
    words = traitlets.Dict().tag(sync=True)  # Chinese names of what columns may say
    queue = traitlets.Dict().tag(sync=True)
    card = traitlets.Dict().tag(sync=True)
    filters = traitlets.Dict().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)  # {n, level, text}: n grows with each answer, so that the browser knows it was heard
    outdated = traitlets.Bool(False).tag(sync=True)
    busy = traitlets.Bool(False).tag(sync=True)

    def __init__(self, corpus: Path, extracted: Path):
        super().__init__()
        self._corpus, self._extracted = corpus, extracted
        self._trail: list[str] = []  # facts that lay open before, for going back
        self.words = _words()
        self._state: session.State | None = None
        if said := self._load():
            self._say("error", said)
        self.on_msg(lambda _, content, __: self.receive(content))

    def receive(self, message: Mapping) -> None:
        """Do what the browser asks: {do: filter | open | move | back | decide | reload | make | tick, ...}."""
        try:
            _DO[message["do"]](self, message)
        except UsageError as error:
            self._say("error", str(error))

    def holdings(self) -> Holdings:
        """What lies on the desk now."""
        return self._state.holdings

    def _load(self) -> str:
        """Fetch tables and decisions; what a person must be told of them then, "" where there is nothing."""
        old = self._state
        self._tables, self._file = loading.stamp_of_tables(self._extracted), loading.stamp_of_decisions(self._corpus)
        holdings = loading.load(self._corpus, self._extracted, old.holdings.decisions if old else ())
        self._state = session.begin(holdings, old and old.wanted, old and old.at)
        self.outdated = False
        self._show()
        lost = history.lost(old.holdings.corrections, holdings.corrections) if old else ()
        return " ".join(filter(None, (_not_applied(lost), _unreadable(holdings.bad_lines))))

    def _show(self) -> None:
        state = self._state
        rows = showing.queue_rows(session.near(state), state.everything)
        self.queue = {"rows": rows, "at": state.at, "counts": session.counts(state)}
        self.filters = session.typed_filter(state.wanted)
        self.card = self._view(state.at) if state.at else {}

    def _view(self, fact_id: str) -> dict:
        holdings = self._state.holdings
        fact = holdings.facts[fact_id]
        lines = sources.lines_of(fact, self._extracted)
        crops = sources.crops_of(fact["boxes"] or (), holdings.pages, self._corpus)
        return showing.fact_view(fact_id, holdings, lines, crops)

    def _say(self, level: str, text: str) -> None:
        self.said = {"n": self.said.get("n", 0) + 1, "level": level, "text": text}

    def _move_to(self, state: session.State) -> None:
        if self._state.at and state.at != self._state.at:
            self._trail.append(self._state.at)
        self._state = state
        self._show()

    def _filter(self, message: Mapping) -> None:
        self._move_to(session.asked(self._state, message["filter"]))
        self._say("ok", f"{len(self._state.queue)} 条 facts")

    def _open(self, message: Mapping) -> None:
        self._move_to(session.opened(self._state, message["id"]))

    def _step(self, message: Mapping) -> None:
        self._move_to(session.moved(self._state, int(message["steps"])))

    def _back(self, _: Mapping) -> None:
        if not self._trail:
            raise UsageError("前面没有了。 There is nothing before it.")
        self._state = session.opened(self._state, self._trail.pop())
        self._show()

    def _decide(self, message: Mapping) -> None:
        """Append what a person decided, unless the tables are others now or somebody else has just decided on the same."""
        wish = message["wish"]
        if loading.stamp_of_tables(self._extracted) != self._tables:
            self.outdated = True
            raise UsageError(_OUTDATED)
        decisions = deciding.decisions_of(wish, self._state.holdings, _now())
        path = loading.corrections_file(self._corpus)
        before = self._state.holdings.decisions
        now, bad = loading.decisions_of(self._corpus, before)
        if other := session.others_word(wish["id"], before, now):
            self._catch_up(now, bad)
            raise UsageError(
                f"{other.reviewer} 刚刚判定了这一条（{other.new}）；要写入您的判断，请再按一次。 Decided by another just now: press again."
            )
        _append(path, decisions)
        after = [*now, *decisions]
        self._file = loading.stamp_of_decisions(self._corpus)
        on_fact = wish["about"] == "fact"
        self._move_to(session.decided(self._state, after) if on_fact else session.told(self._state, after))
        saved = f"已保存：{_what(wish, self._state.holdings)}；make 之后生效。 Saved; in the tables after make."
        self._say("saved", saved if bad == self._state.holdings.bad_lines else f"{saved} {_unreadable(bad)}".strip())

    def _catch_up(self, decisions: Sequence[Decision], bad: list[str]) -> None:
        self._file = loading.stamp_of_decisions(self._corpus)
        state = session.told(self._state, decisions)
        self._state = replace(state, holdings=replace(state.holdings, bad_lines=bad))
        self._show()

    def _reload(self, _: Mapping) -> None:
        said = self._load()
        self._say("error" if said else "ok", f"已重新载入 reloaded {said}".strip())

    def _tick(self, _: Mapping) -> None:
        """What the browser asks every few seconds: have others written tables or decisions?"""
        self.outdated = loading.stamp_of_tables(self._extracted) != self._tables
        if loading.stamp_of_decisions(self._corpus) == self._file:
            return
        before = self._state.holdings.decisions
        known = self._state.holdings.bad_lines
        now, bad = loading.decisions_of(self._corpus, before)
        self._catch_up(now, bad)
        if bad and bad != known:
            self._say("error", _unreadable(bad))
        elif self._state.at and (other := session.others_word(self._state.at, before, now)):
            self._say("error", f"{other.reviewer} 刚刚判定了这一条（{other.new}）。 Decided by another just now.")

    def _make(self, _: Mapping) -> None:
        if self.busy:
            raise UsageError("正在更新，请稍候。 It is running already.")
        self.busy = True
        self._say("ok", "正在更新数据表 … running make")
        threading.Thread(target=self._run, name="make", daemon=True).start()

    def _run(self) -> None:
        """Bring the tables up to date in a process of its own, then load them."""
        command = [sys.executable, "-m", "pipeline", "all", "--corpus", str(self._corpus), "--extracted", str(self._extracted)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
            if done.returncode in (0, 1):  # 1: some pages or corrections failed, the tables are there
                said = self._load()
                self._say("error" if said else "saved", f"数据表已更新 the tables are up to date {said}".strip())
            else:
                self._say("error", f"更新没有成功 make failed: {done.stderr.strip().splitlines()[-1:]}")
        except UsageError as error:
            self._say("error", str(error))
        finally:
            self.busy = False


_DO: dict[str, Callable[[Desk, Mapping], None]] = {
    "filter": Desk._filter,
    "open": Desk._open,
    "move": Desk._step,
    "back": Desk._back,
    "decide": Desk._decide,
    "reload": Desk._reload,
    "make": Desk._make,
    "tick": Desk._tick,
}


def _append(path: Path, decisions: Sequence[Decision]) -> None:
    try:
        storage.append_decisions(path, decisions)
    except OSError as error:
        said = f"没有写入：{path} 写不进去（{error.strerror}）。 Nothing was saved: the file cannot be written; check its rights."
        raise UsageError(said) from error


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _what(wish: Mapping, holdings: Holdings) -> str:
    """What was decided, for people: with the value of a fact as it was understood."""
    verdict = _VERDICTS.get(wish.get("verdict"), "已写入 saved")
    if wish["about"] != "fact":
        return f"{wish['id']} {verdict}"
    now = overlay.standing(holdings.facts[wish["id"]], holdings).row
    return f"{now['text']} {verdict}，{labels.MEASURES[now['measure']]} {labels.amount(now['value_min'], now['value_max'], now['unit'])}"


def _unreadable(bad: Sequence[str]) -> str:
    """What is wrong with corrections.csv."""
    return "更正文件里有读不懂的内容 corrections.csv holds what cannot be used: " + "; ".join(bad) if bad else ""


def _not_applied(rows: Sequence[Mapping]) -> str:
    """That some decisions were not applied, and which."""
    if not rows:
        return ""
    some = [
        f"{row['applies_to']} {labels.FIELDS[row['field']]} → {row['new'] or ''}（{labels.STATES[row['state']]}）" for row in rows[:_NAMED]
    ]
    more = " …" if len(rows) > _NAMED else ""
    return f"有 {len(rows)} 条更正没有用上 {len(rows)} of your corrections were not applied: {'; '.join(some)}{more}"


def _words() -> dict:
    """The values that columns may take with their Chinese names, in the order of the vocabulary."""
    return {
        "measure": [[word, labels.MEASURES[word]] for word in (*vocabulary.MONEY, *vocabulary.PEOPLE, *vocabulary.COUNTS)],
        "qualifier": [[word, labels.QUALIFIERS[word]] for word in vocabulary.QUALIFIERS],
        "scope": [[word, labels.SCOPES[word]] for word in vocabulary.SCOPES],
        "type": [[word, labels.TYPES[word]] for word in vocabulary.TYPES],
        "field": [[word, labels.FIELDS[word]] for word in labels.FIELDS],
    }
