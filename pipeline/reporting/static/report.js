// Search in the report. Rows come in files of their own (search/0000.js, ...), each of which calls report.rows; they are read when the
// first question is asked. All that rows hold is data: it is put in as text, never as HTML, and addresses are made of hexadecimal names.
"use strict";

const report = (() => {
  const PAGE = 30; // results shown at a time
  const CONTEXT = 36; // characters of text shown on either side of a word found
  const FIGURES = 6; // figures shown of an article
  const form = document.getElementById("search");
  const found = document.getElementById("found");
  const status = document.getElementById("status");
  const list = document.getElementById("results");
  const more = document.getElementById("more");
  const overview = document.getElementById("overview");
  const nShards = Number(form.dataset.shards);
  const shards = [];
  const waiting = new Map();
  let hits = [];
  let shown = 0;
  let asked = 0;

  // One form for one character, so that places in the folded text are places in the text.
  function fold(text) {
    return text.toLowerCase().replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
  }

  // What a file of rows calls: [name, id, headline, paper, date, kind, text, organisers, figures], where a figure is
  // [end of its id, text, measure, scope, smallest value, largest value, unit, place in the text,
  // review].
  function rows(number, measures, scopes, data) {
    shards[number] = data.map(([name, id, headline, paper, date, kind, text, organizers, figures]) => ({
      name, id, headline, paper: paper || "", date: date || "", kind, text, organizers,
      figures: figures.map(([end, words, measure, scope, low, high, unit, start, review]) => (
        { id: id + end, words, measure: measures[measure], scope: scopes[scope], low, high, unit, start, review })),
      folded: null,
    }));
    waiting.get(number)?.();
  }

  function load(number) {
    if (shards[number]) return Promise.resolve();
    return new Promise((resolve, reject) => {
      waiting.set(number, resolve);
      const script = document.createElement("script");
      script.src = `search/${String(number).padStart(4, "0")}.js`;
      script.onerror = () => reject(new Error(script.src));
      document.head.append(script);
    });
  }

  // The sum that a term writes (522.6万元, 5,226,000元, 3000), or null.
  function amount(term) {
    const match = /^(\d[\d,]*(?:\.\d+)?)(万|亿)?(元|人|名)?$/.exec(term);
    if (!match) return null;
    const value = Number(match[1].replaceAll(",", "")) * ({ 万: 1e4, 亿: 1e8 }[match[2]] || 1);
    return { value, unit: { 元: "CNY", 人: "person", 名: "person" }[match[3]] || null };
  }

  function equals(figure, sum) {
    const near = Math.abs(sum.value) * 1e-9;
    return (!sum.unit || sum.unit === figure.unit) && figure.low <= sum.value + near && figure.high >= sum.value - near;
  }

  function question() {
    const data = new FormData(form);
    const terms = fold(String(data.get("q") || "").normalize("NFC")).split(/\s+/).filter(Boolean).map((term) => ({ term, sum: amount(term) }));
    const of = (name) => String(data.get(name) || "");
    return { terms, measure: of("measure"), scope: of("scope"), paper: of("paper"), year: of("year") };
  }

  // A row that answers the question: its score, the figures and the place in the text to show; or null.
  function answer(row, { terms, measure, scope, paper, year }) {
    if ((paper && row.paper !== paper) || (year && !row.date.startsWith(year))) return null;
    const wanted = row.figures.filter((f) => (!measure || f.measure === measure) && (!scope || f.scope === scope));
    if ((measure || scope) && !wanted.length) return null;
    row.folded ||= { headline: fold(row.headline), text: fold(row.text), organizers: fold(row.organizers.join(" ")), rest: fold(`${row.paper} ${row.date} ${row.id}`) };
    const { headline, text, organizers, rest } = row.folded;
    let score = 0;
    let place = -1; // in the text: of the longest word, which says most
    let longest = 0;
    const named = new Set();
    for (const { term, sum } of terms) {
      const figures = wanted.filter((f) => fold(f.words).includes(term) || (sum && equals(f, sum)) || fold(f.id) === term);
      figures.forEach((f) => named.add(f));
      const at = text.indexOf(term);
      if (figures.length) score += 3;
      else if (headline.includes(term)) score += 4;
      else if (organizers.includes(term)) score += 2;
      else if (at >= 0 || rest.includes(term) || term.startsWith(`${fold(row.id)}-`)) score += 1;
      else return null;
      if (at >= 0 && term.length > longest) [place, longest] = [at, term.length];
    }
    if (named.size) place = [...named][0].start;
    return { row, score, place, named, figures: [...named, ...wanted.filter((f) => !named.has(f))] };
  }

  function element(tag, text, name) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  }

  function link(row, target, text) {
    const made = element("a", text);
    made.href = `articles/${row.name.slice(0, 2)}/${row.name}.html${target ? `#${encodeURIComponent(target)}` : ""}`;
    return made;
  }

  // The text around a place, with the words that were asked for marked.
  function snippet(row, place, terms) {
    const made = element("p");
    const from = Math.max(0, place - CONTEXT);
    const to = Math.min(row.text.length, Math.max(place, 0) + 2 * CONTEXT);
    const folded = row.folded.text.slice(from, to);
    let at = 0;
    if (from) made.append("…");
    while (at < folded.length) {
      const next = terms.map(({ term }) => ({ term, where: folded.indexOf(term, at) })).filter((one) => one.where >= 0).sort((a, b) => a.where - b.where)[0];
      const stop = next ? next.where : folded.length;
      made.append(row.text.slice(from + at, from + stop));
      if (!next) break;
      made.append(element("mark", row.text.slice(from + stop, from + stop + next.term.length)));
      at = stop + next.term.length;
    }
    if (to < row.text.length) made.append("…");
    return made;
  }

  function item({ row, place, named, figures }, terms) {
    const made = element("li");
    const first = named.size ? figures[0].id : null;
    made.append(link(row, first, row.headline || row.id));
    made.append(element("p", [row.paper, row.date, row.organizers.join("、")].filter(Boolean).join(" · "), "note"));
    made.append(snippet(row, place, terms));
    if (figures.length) {
      const some = element("p", "", "figures");
      const names = Object.fromEntries([...form.elements.measure.options].map((option) => [option.value, option.textContent.split(" ")[0]]));
      for (const figure of figures.slice(0, FIGURES)) {
        const one = link(row, figure.id, figure.words);
        one.append(" ", element("span", names[figure.measure], "note"));
        if (figure.review === "rejected") {
          one.className = "rejected";
          one.append(" ", element("span", "已否定 rejected", "note"));
        }
        some.append(one);
      }
      if (figures.length > FIGURES) some.append(element("span", `+${figures.length - FIGURES}`, "note"));
      made.append(some);
    }
    return made;
  }

  function show() {
    const { terms } = question();
    const next = hits.slice(shown, shown + PAGE).map((hit) => item(hit, terms));
    list.append(...next);
    shown += next.length;
    more.hidden = shown >= hits.length;
    return next[0];
  }

  async function ask() {
    const mine = ++asked;
    const asking = question();
    const empty = !asking.terms.length && !asking.measure && !asking.scope && !asking.paper && !asking.year;
    found.hidden = empty;
    overview.hidden = !empty;
    if (empty) return;
    try {
      for (let number = 0; number < nShards; number += 1) {
        if (!shards[number]) {
          status.textContent = `正在载入 ${number + 1}/${nShards} … loading`;
          await load(number);
          if (mine !== asked) return;
        }
      }
    } catch (error) {
      status.textContent = `有一个数据文件读不到，请重新生成报告。A data file of the report is missing: ${error.message}`;
      return;
    }
    hits = shards.flat().map((row) => answer(row, asking)).filter(Boolean).sort((a, b) => b.score - a.score);
    shown = 0;
    list.replaceChildren();
    show();
    status.textContent = hits.length ? `${hits.length.toLocaleString("en")} 篇 articles` : "没有找到。试试更短的词，或清除筛选。Nothing found: try a shorter word, or clear the filters.";
  }

  function remember() {
    const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const hash = said.size ? `#${said}` : "#search";
    if (location.hash !== hash) location.hash = hash;
  }

  // The question that the address holds is asked; other anchors are places on this page.
  function recall() {
    const said = new URLSearchParams(location.hash.slice(1));
    const names = [...new FormData(form).keys()];
    if (location.hash && location.hash !== "#search" && !names.some((name) => said.has(name))) return;
    for (const name of names) form.elements[name].value = said.get(name) || "";
    ask();
  }

  let timer;
  form.hidden = false;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 200); });
  form.addEventListener("change", remember);
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(timer); remember(); ask(); });
  form.addEventListener("reset", () => setTimeout(() => { remember(); ask(); form.elements.q.focus(); }));
  more.addEventListener("click", () => show()?.querySelector("a").focus());
  window.addEventListener("hashchange", recall);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      form.elements.q.focus();
      form.elements.q.select();
    }
  });
  recall();
  return { rows };
})();
