// The desk in the browser. Whatever comes from pages is set as text, never as markup.

const OWN_LINE = ".lines tr:has(mark.hit) input"; // the line in which the figure stands, not those around it
const TICK = 4000; // ms between questions whether others have written
const PATIENCE = 10000; // ms after which an answer that has not come is worth a warning
const NOBODY = "没有回应：可能没有保存。请看右上角内核是否在运行，再全部运行一次。 No answer: it may not be saved. Is the kernel running? Run all cells again.";
const KEYS = [
  ["j ↓", "下一条 next"], ["k ↑", "上一条 previous"], ["c", "确认 confirm"], ["x", "否定 reject"], ["u", "存疑 unsure"],
  ["e", "更正数字 correct"], ["n", "备注 note"], ["a", "更正活动 activity"], ["b", "文章边界有误 boundaries"], ["l", "更正一行文字 line"],
  ["/", "筛选 filter"], ["z", "回到刚才那条 back"], ["r", "重新载入 reload"], ["m", "更新数据表 make"], ["?", "快捷键 keys"],
  ["Enter", "在栏内：提交 in a field: submit"], ["Esc", "离开栏目 leave a field"],
];

function node(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined)); // strings become text nodes
  return made;
}

function field(name, label, value, options, look) {
  const input = options
    ? node("select", { "data-name": name }, ...options.map(([word, text]) => node("option", { value: word }, text === word ? word : `${text} ${word}`)))
    : node("input", { type: "text", "data-name": name, autocomplete: "off", class: look });
  input.value = value ?? "";
  input.dataset.first = input.value;
  return node("label", {}, node("span", {}, label), input);
}

function tickbox(name, label, value) {
  const input = node("input", { type: "checkbox", "data-name": name });
  input.checked = Boolean(value);
  return node("label", {}, input, node("span", {}, label));
}

function values(form) {
  const found = {};
  for (const input of form.querySelectorAll("[data-name]")) found[input.dataset.name] = input.type === "checkbox" ? input.checked : input.value;
  return found;
}

function remembered() {
  try { return localStorage.getItem("fact-desk-reviewer") ?? ""; } catch { return ""; } // storage may be switched off
}

function remember(name) {
  try { localStorage.setItem("fact-desk-reviewer", name); } catch { /* then it is typed again next time */ }
}

function render({ model, el }) {
  let asked = 0; // the number of the last answer when something was sent
  let waiting = null;
  const send = (message) => { // false where there is no kernel to take it
    try { model.send(message); return true; } catch { return false; }
  };
  const ask = (message) => {
    asked = model.get("said").n ?? 0;
    if (!send(message)) say({ level: "error", text: NOBODY });
  };
  const askAndWait = (message) => {
    ask(message);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if ((model.get("said").n ?? 0) === asked)
        say({ level: "error", text: NOBODY });
    }, PATIENCE);
  };

  const said = node("div", { class: "said", role: "status", "aria-live": "polite" });
  const say = ({ level, text }) => { said.dataset.level = level ?? "ok"; said.textContent = text ?? ""; };
  const outdated = node("div", { class: "outdated", role: "alert", hidden: true },
    "数据表在别处更新过。 The tables have been written anew. ",
    node("button", { class: "reload", onclick: () => askAndWait({ do: "reload" }) }, "重新载入 Reload (r)"));
  const reviewer = node("input", { type: "text", class: "reviewer", autocomplete: "off" });
  reviewer.value = remembered();
  reviewer.addEventListener("input", () => remember(reviewer.value.trim()));
  const make = node("button", { class: "make", onclick: () => askAndWait({ do: "make" }) }, "更新数据表 make (m)");
  const counted = node("span", { class: "counts" });
  const help = node("div", { class: "help", hidden: true }, ...KEYS.flatMap(([key, text]) => [node("kbd", {}, key), ` ${text}　`]));
  const toggleHelp = () => { help.hidden = !help.hidden; };
  const filter = node("div", { class: "bar filter", role: "search" });
  const queue = node("ol", { class: "queue", "aria-label": "待核队列 queue" });
  const card = node("div", { class: "card" });
  const root = node("div", { class: "fact-desk", tabindex: "0", role: "region", "aria-label": "数字核对台 fact desk", "data-lm-suppress-shortcuts": "true" },
    node("div", { class: "bar" },
      node("label", {}, node("span", {}, "核对人 Reviewer"), reviewer), counted, make,
      node("button", { onclick: toggleHelp }, "快捷键 Keys (?)")),
    help, filter, outdated, said, node("div", { class: "both" }, queue, card));
  el.append(root);

  function drawFilter() {
    const now = model.get("filters");
    const words = model.get("words");
    if (filter.childElementCount) return; // what a person is typing stays
    filter.append(
      field("text", "文字 Text", now.text), field("union", "工会 Union", now.union), field("place", "地点 Place", now.place),
      field("date", "日期 Date", now.date), field("measure", "量 Measure", now.measure, [["", "（全部 all）"], ...words.measure]),
      field("amount_min", "数额 Amount ≥", now.amount_min, null, "short"), field("amount_max", "≤", now.amount_max, null, "short"),
      field("confidence_max", "把握 Confidence ≤", now.confidence_max, null, "short"),
      tickbox("conflict", "核算不符 conflict", now.conflict), tickbox("two_readings", "数字两读 two readings", now.two_readings),
      tickbox("unreviewed", "只看未核 unreviewed", now.unreviewed),
      node("button", { class: "apply", onclick: applyFilter }, "筛选 Filter"));
    filter.addEventListener("change", applyFilter);
  }

  function applyFilter() {
    askAndWait({ do: "filter", filter: values(filter) });
  }

  function drawQueue() {
    const { rows = [], at, counts = {} } = model.get("queue");
    counted.textContent = `队列 ${counts.shown ?? 0} / 共 ${counts.all ?? 0}　已核 done ${counts.done ?? 0}　待生效 waiting ${counts.waiting ?? 0}`;
    queue.replaceChildren(...rows.map((row) => node("li", {},
      node("button", { "data-id": row.id, "aria-current": row.id === at ? "true" : "false", onclick: () => { ask({ do: "open", id: row.id }); root.focus({ preventScroll: true }); } },
        node("b", {}, row.text), ` ${row.measure} · ${row.who}`, node("br"),
        node("small", {}, `${row.review}${row.pending ? "（待生效）" : ""} · 把握 ${row.confidence.toFixed(2)}`),
        row.why.length ? node("span", { class: "why" }, ` ${row.why.join("；")}`) : null))));
    if (rows.length < (counts.shown ?? 0)) queue.append(node("li", { class: "quiet" }, `……另有 ${counts.shown - rows.length} 条未列出，请用筛选 more: use the filter`));
    if (!rows.length) queue.append(node("li", { class: "quiet" }, counts.all ? "没有符合条件的数字。 Nothing matches." : "数据表里没有数字：先放入版面并运行 make。 There are no facts: add pages and run make."));
    const open = queue.querySelector('[aria-current="true"]');
    if (open) queue.scrollTop += open.getBoundingClientRect().top - queue.getBoundingClientRect().top - 60;
  }

  const drafts = new Map(); // by fact, what was typed and not saved: to be there again when the fact is
  let sent = null; // the fact on which a decision is on its way
  function wish(about, id, more) {
    sent = about === "fact" ? id : null;
    const note = card.querySelector("textarea")?.value ?? "";
    askAndWait({ do: "decide", wish: { about, id, note, reviewer: reviewer.value, ...more } });
    if (!reviewer.value.trim()) reviewer.focus(); else root.focus({ preventScroll: true });
  }

  const judge = (verdict) => wish("fact", model.get("card").id, { verdict });
  const correct = () => wish("fact", model.get("card").id, { verdict: "corrected", changes: values(card.querySelector(".form.fact")) });
  const correctActivity = () => wish("activity", model.get("card").activity.id, { changes: values(card.querySelector(".form.activity")) });
  const unflag = () => wish("article", model.get("card").article.article_id, { verdict: "right" });
  const flag = () => {
    wish("article", model.get("card").article.article_id, { verdict: "wrong" });
    if (!card.querySelector("textarea").value.trim()) card.querySelector("textarea").focus();
  };

  function onEnter(form, act) {
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.tagName !== "BUTTON" && !event.isComposing) { event.preventDefault(); act(); }
    });
    return form;
  }

  function drawCard() {
    const scrolled = card.scrollTop;
    const shown = model.get("card");
    const same = card.dataset.id === shown.id;
    const left = new Map(); // what a person has typed on the card that lay open and not yet saved
    for (const input of card.querySelectorAll("[data-keep]")) if (input.value !== input.dataset.first) left.set(input.dataset.keep, input.value);
    if (!same && sent === card.dataset.id) left.clear();
    drafts.set(card.dataset.id, left);
    const kept = drafts.get(shown.id) ?? new Map();
    card.dataset.id = shown.id ?? "";
    if (!shown.id) { card.replaceChildren(); return; }
    card.replaceChildren(...head(shown), ...verdict(), ...place(shown), ...correcting(shown), ...context(shown));
    card.querySelectorAll(".form [data-name], textarea, .lines input").forEach((input, n) => {
      input.dataset.keep = `${n}`;
      input.dataset.first ??= input.value;
      if (kept.has(input.dataset.keep)) input.value = kept.get(input.dataset.keep);
    });
    card.scrollTop = same ? scrolled : 0;
    const text = card.querySelector(".text"), open = text.querySelector("mark.open");
    if (open) text.scrollTop = open.offsetTop - 80;
  }

  function head(shown) {
    const { fact, article } = shown;
    const rows = [
      ["读作 Reading", `${fact.measure} = ${fact.amount}`], ["限定 / 范围", `${fact.qualifier} · ${fact.scope}${fact.per ? ` · 每 per ${fact.per}` : ""}`],
      ["状态 Review", `${shown.review}${shown.pending ? "（待生效）" : ""}`], ["活动 Activity", shown.activity?.rejected], ["把握 Confidence", fact.confidence.toFixed(2)], ["依据 Because", fact.reasons],
      ["数字另一读法", fact.second_reading], ["机器原读 Machine", fact.machine],
      ["出处 Source", [article.paper, article.issue_date, article.page_id].filter(Boolean).join(" · ")], ["编号 Id", shown.id],
    ].filter(([, value]) => value);
    return [node("h2", {}, node("span", { class: "number" }, fact.text), ` — ${article.headline}`), node("p", { class: "sentence" }, fact.sentence),
      node("dl", {}, ...rows.flatMap(([name, value]) => [node("dt", {}, name), node("dd", {}, value)]))];
  }

  function place(shown) {
    const made = [node("h3", {}, "版面上 On the page")];
    for (const crop of shown.crops) {
      const frame = node("div", { class: "crop" }, node("img", { src: crop.src, alt: `版面 ${crop.page} 的局部：${shown.fact.sentence}` }));
      for (const [x0, y0, x1, y1] of crop.boxes) {
        const box = node("i", { class: "box" });
        Object.assign(box.style, { left: `${x0 * 100}%`, top: `${y0 * 100}%`, width: `${(x1 - x0) * 100}%`, height: `${(y1 - y0) * 100}%` });
        frame.append(box);
      }
      made.push(frame);
    }
    if (shown.no_crop) made.push(node("p", { class: "quiet" }, shown.no_crop));
    if (shown.lines.length) made.push(node("table", { class: "lines" }, node("tbody", {}, ...shown.lines.map(line))));
    else made.push(node("p", { class: "quiet" }, "原文行不在手边（extracted/ 各阶段的结果没有保留）。 The source lines are not kept."));
    return made;
  }

  function line(row) {
    const parts = row.parts.map((part) => (part.ids.length ? node("mark", { class: "open hit" }, part.text) : part.text));
    if (!row.ocr) return node("tr", { "data-line": row.id }, node("td", {}, `${row.number}`), node("td", {}, ...parts));
    const input = node("input", { type: "text", "aria-label": `第 ${row.number} 行文字 text of line ${row.number}` });
    input.value = row.shown;
    input.dataset.first = row.shown;
    const save = () => wish("line", row.id, { read: row.read, shown: row.shown, changes: { text: input.value } });
    onEnter(input, save);
    return node("tr", { "data-line": row.id }, node("td", {}, `${row.number}`), node("td", {}, ...parts), node("td", {}, input, node("button", { onclick: save }, "改字 Save")));
  }

  const button = (name, text, act) => node("button", { class: name, onclick: act }, text);

  function verdict() {
    return [node("div", { class: "form verdict" }, button("confirm", "确认 Confirm (c)", () => judge("confirmed")),
      button("reject", "否定 Reject (x)", () => judge("rejected")), button("unsure", "存疑 Unsure (u)", () => judge("unsure")),
      button("edit", "更正 Correct (e) …", () => into('.form.fact [data-name="value_min"]')),
      node("label", {}, node("span", {}, "备注 Note (n)"), node("textarea", { rows: "1" })))];
  }

  function correcting(shown) {
    const words = model.get("words");
    const { reading, activity } = shown;
    const made = [node("h3", {}, "更正 Correct"),
      onEnter(node("div", { class: "form fact" },
        field("measure", "量 Measure (e)", reading.measure, words.measure), field("value_min", "值 Value", reading.value_min), field("value_max", "至 to", reading.value_max),
        field("unit", "单位 Unit", reading.unit), field("qualifier", "限定", reading.qualifier, words.qualifier), field("per", "每 Per", reading.per),
        field("scope", "范围 Scope", reading.scope, words.scope), field("activity_id", "活动 Activity", reading.activity_id, shown.activities.map((id) => [id, id])),
        button("correct", "更正 Correct", correct)), correct)];
    linkValues(made[1]);
    if (activity) made.push(node("h3", {}, "活动 Activity"), onEnter(node("div", { class: "form activity" },
      field("organizer", "主办 Organiser (a)", activity.organizer), field("type", "类型 Type", activity.type, words.type), field("place", "地点 Place", activity.place),
      field("date", "日期 Date", activity.date), button("correct-activity", "更正活动 Correct", correctActivity)), correctActivity));
    return made;
  }

  function linkValues(form) { // one number has one value: typing it once is enough, unless it is a range
    const low = form.querySelector('[data-name="value_min"]'), high = form.querySelector('[data-name="value_max"]');
    if (low.value === high.value) low.addEventListener("input", () => { high.value = low.value; });
  }

  function context(shown) {
    const marks = shown.segments.map((part) => {
      if (!part.ids.length) return part.text;
      const open = part.ids.includes(shown.id);
      const go = () => ask({ do: "open", id: part.ids[0] });
      const onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); root.focus({ preventScroll: true }); } };
      return node("mark", { class: open ? "open" : "", "data-id": part.ids[0], title: part.ids.join(" "), tabindex: "0", role: "button", onclick: go, onkeydown }, part.text);
    });
    const made = [node("h3", {}, "核算 Checks")];
    if (!shown.checks.length) made.push(node("p", { class: "quiet" }, "这个数字没有可核算的关系。 No check involves it."));
    for (const check of shown.checks) made.push(node("p", { class: check.verdict }, `${check.label}：${check.explanation}`));
    made.push(node("h3", {}, "文章 Article"), node("div", { class: "text", tabindex: "0", "aria-label": "文章全文 article" }, ...marks),
      button("boundaries", "文章边界有误 Boundaries are wrong (b)", flag),
      shown.article.boundaries === "wrong" ? button("boundaries-right", "边界无误 They are right", unflag) : null,
      node("p", { class: "quiet" }, shown.article.boundaries ? `边界 ${shown.article.boundaries}：${shown.article.boundaries_note}` : ""),
      node("h3", {}, "历次判断 History"));
    if (!shown.history.length) made.push(node("p", { class: "quiet" }, "还没有人判断过。 None yet."));
    made.push(node("ol", { class: "history" }, ...shown.history.map((row) => node("li", {},
      `${row.when}　${row.who}　${row.field}：${row.old ? `${row.old} → ` : ""}${row.new}　［${row.state}］${row.note ? `　${row.note}` : ""}`))));
    return made.filter(Boolean);
  }

  const into = (selector) => { const input = card.querySelector(selector); if (input) { input.focus(); input.select?.(); } };
  const ACTS = {
    j: () => ask({ do: "move", steps: 1 }), ArrowDown: () => ask({ do: "move", steps: 1 }), k: () => ask({ do: "move", steps: -1 }), ArrowUp: () => ask({ do: "move", steps: -1 }),
    c: () => judge("confirmed"), x: () => judge("rejected"), u: () => judge("unsure"), e: () => into('.form.fact [data-name="value_min"]'), n: () => into("textarea"),
    a: () => into('.form.activity [data-name="organizer"]'), b: flag, l: () => into(card.querySelector(OWN_LINE) ? OWN_LINE : ".lines input"), "/": () => filter.querySelector('[data-name="text"]').focus(),
    z: () => askAndWait({ do: "back" }), r: () => askAndWait({ do: "reload" }), m: () => askAndWait({ do: "make" }), "?": toggleHelp,
  };
  const NEED_CARD = "cxueabln";
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const tag = event.target.tagName;
    if (event.key === "Escape") { root.focus({ preventScroll: true }); event.preventDefault(); return; }
    if (["INPUT", "SELECT", "TEXTAREA"].includes(tag) && event.target.type !== "checkbox") return;
    if (event.target.classList.contains("text") && event.key.startsWith("Arrow")) return; // scrolls the article
    if (!(event.key in ACTS) || (NEED_CARD.includes(event.key) && !model.get("card").id)) return;
    event.preventDefault();
    ACTS[event.key]();
  });
  onEnter(filter, applyFilter);

  const draw = { words: drawFilter, filters: drawFilter, queue: drawQueue, card: drawCard, said: () => { sent = null; say(model.get("said")); },
    outdated: () => { outdated.hidden = !model.get("outdated"); }, busy: () => { make.disabled = model.get("busy"); } };
  for (const [name, act] of Object.entries(draw)) { model.on(`change:${name}`, act); act(); }
  const ticking = setInterval(() => send({ do: "tick" }), TICK);
  return () => {
    clearInterval(ticking);
    clearTimeout(waiting);
    for (const [name, act] of Object.entries(draw)) model.off(`change:${name}`, act);
  };
}

export default { render };
