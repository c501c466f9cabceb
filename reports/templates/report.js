"use strict";
// The tables of the report: sorted, filtered and shown a page at a time; and the
// part of one cluster. Text is only ever set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 100, PRINTED = 2000;
  const signals = {
    legacy: "bad", managed: "good", none: "warn", unknown: "dark", blocked: "bad", "action-needed": "warn", ready: "info",
    migrated: "good", "cleanup-needed": "warn", "not-integrated": "warn", critical: "bad", high: "bad", medium: "warn",
    low: "info", fail: "bad", error: "dark", deleted: "bad", missing: "bad", foreign: "warn", present: "good",
    certain: "bad", likely: "warn", possible: "info", stale: "bad", ahead: "warn", "removed-format": "bad",
    "static-admin": "warn", "holds-secrets": "warn", current: "good", "stops working": "bad", "never worked": "warn",
    "nobody knows": "dark", "starts to work": "info", "works today and after": "good"
  };
  // Columns whose words are coloured, filtered by a list, or have an order of their own.
  const words = new Set(["integration", "readiness", "severity", "verdict", "worstSeverity", "presence", "certainty", "fate", "environment", "owner", "waveTitle", "audience"]);
  const lists = new Set(["integration", "readiness", "severity", "verdict", "environment", "presence", "certainty", "fate"]);
  const order = { severity: ["critical", "high", "medium", "low", "info"], worstSeverity: ["critical", "high", "medium", "low", "info"],
    readiness: ["blocked", "action-needed", "unknown", "ready", "cleanup-needed", "not-integrated", "migrated"] };
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "on") for (const [event, f] of Object.entries(value)) node.addEventListener(event, f);
      else if (value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((c) => c !== null && c !== undefined));
    return node;
  }
  const say = (text) => { document.getElementById("said").textContent = text; };
  const shown = (value) => value === null ? "" : value === true ? "yes" : value === false ? "no" : String(value);

  function word(text) {
    return signals[text] ? make("span", { class: "word " + signals[text] }, text) : make("bdi", {}, text);
  }
  function link(url, text) {
    return /^https:\/\//.test(url) ? make("a", { href: url, rel: "noreferrer noopener" }, text) : make("bdi", {}, url);
  }
  function command(text) {
    const pre = make("pre", { tabindex: "0", role: "group", "aria-label": "Commands" }, text);
    const copied = () => { button.textContent = "Copied"; say("Copied"); setTimeout(() => { button.textContent = "Copy"; }, 1500); };
    const select = () => { getSelection().selectAllChildren(pre); say("Selected: copy it with the keyboard"); };
    const button = make("button", { type: "button", on: { click: () => {
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(copied, select); else select();
    } } }, "Copy");
    return make("div", { class: "command" }, pre, button);
  }

  // ---- a table --------------------------------------------------------------

  function cell(table, c, row, number) {
    const column = table.columns[c], value = row[c];
    if (value === null) return make("td", {}, "");
    if (c === 0 && table.id === "clusters") return make("td", {}, make("a", { href: "#cluster-" + number }, make("bdi", {}, value)));
    if (table.clusters && column.cluster && table.clusters[number] !== null)
      return make("td", {}, make("a", { href: "#cluster-" + table.clusters[number] }, make("bdi", {}, value)));
    if (column.kind === "number") return make("td", { class: "num" }, value.toLocaleString("en"));
    if (column.kind === "url") return make("td", {}, link(value, "Open"));
    if (words.has(column.key) && signals[value]) return make("td", { class: "word-only" }, word(value));
    return make("td", { class: column.wraps ? "long" : null }, make("bdi", {}, shown(value)));
  }

  function build(holder) {
    const table = data.tables[holder.dataset.table];
    table.id = holder.dataset.table;
    let sorted = -1, down = false, page = 0, visible = table.rows.map((_, i) => i), text = "";
    const chosen = {};
    const plain = [];  // what the search looks through, made when it is first needed
    const body = make("tbody"), count = make("span", { role: "status" });
    // Of the columns that are shown, those that say something.
    const columns = table.columns.map((_, c) => c).slice(0, table.shown).filter((c) => table.rows.some((r) => r[c] !== null));
    const heads = columns.map((c) => make("th", { scope: "col", "aria-sort": "none" },
      make("button", { type: "button", on: { click: () => sort(c) } }, table.columns[c].heading, make("span", { "aria-hidden": "true" }, ""))));
    const back = make("button", { type: "button", on: { click: () => turn(-1) } }, "Previous");
    const on = make("button", { type: "button", on: { click: () => turn(1) } }, "Next");

    function show(from, n) {
      body.replaceChildren(...visible.slice(from, from + n).map((i) =>
        make("tr", {}, ...columns.map((c) => cell(table, c, table.rows[i], i)))));
    }
    function draw() {
      const pages = Math.max(1, Math.ceil(visible.length / PAGE));
      page = Math.min(Math.max(page, 0), pages - 1);
      show(page * PAGE, PAGE);
      back.disabled = page === 0;
      on.disabled = page === pages - 1;
      back.hidden = on.hidden = pages === 1;
      count.textContent = visible.length === 0 ? "Nothing matches."
        : `${(page * PAGE + 1).toLocaleString("en")} to ${Math.min((page + 1) * PAGE, visible.length).toLocaleString("en")} of ${visible.length.toLocaleString("en")}` +
          (visible.length < table.rows.length ? ` that match, ${table.rows.length.toLocaleString("en")} in all` : "");
    }
    function turn(by) { page += by; draw(); holder.scrollIntoView(); }
    function arrange() {
      const rows = table.rows;
      visible = [];
      for (let i = 0; i < rows.length; i++) {
        if (Object.entries(chosen).every(([c, value]) => shown(rows[i][c]) === value) &&
            (text === "" || (plain[i] ??= rows[i].map(shown).join("\n").toLowerCase()).includes(text))) visible.push(i);
      }
      if (sorted >= 0) {
        const by = order[table.columns[sorted].key], sign = down ? -1 : 1;
        const rank = by && new Map(by.map((w, i) => [w, i]));
        visible.sort((a, b) => {
          const x = rows[a][sorted], y = rows[b][sorted];
          if (x === null || y === null) return (x === null) - (y === null) || a - b;
          const d = rank ? (rank.get(x) ?? 99) - (rank.get(y) ?? 99)
            : typeof x === "number" ? x - y : collator.compare(shown(x), shown(y));
          return sign * d || a - b;
        });
      }
      draw();
    }
    function sort(c) {
      down = sorted === c && !down;
      sorted = c;
      heads.forEach((head, i) => {
        head.setAttribute("aria-sort", columns[i] !== c ? "none" : down ? "descending" : "ascending");
        head.querySelector("span").textContent = columns[i] !== c ? "" : down ? " ▼" : " ▲";
      });
      arrange();
      say(`Sorted by ${table.columns[c].heading}, ${down ? "descending" : "ascending"}`);
    }
    const tools = make("div", { class: "tools" }, make("label", {}, "Search",
      make("input", { type: "search", autocomplete: "off", on: { input: (e) => { text = e.target.value.trim().toLowerCase(); page = 0; arrange(); } } })));
    columns.forEach((c) => {
      const column = table.columns[c];
      if (!lists.has(column.key)) return;
      const values = [...new Set(table.rows.map((r) => shown(r[c])))].filter((v) => v !== "").sort(collator.compare);
      if (values.length < 2) return;
      tools.append(make("label", {}, column.heading, make("select", { on: { change: (e) => {
        if (e.target.value) chosen[c] = e.target.value; else delete chosen[c];
        page = 0;
        arrange();
      } } }, make("option", { value: "" }, "all"), ...values.map((v) => make("option", { value: v }, v)))));
    });
    holder.replaceChildren(tools,
      make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": holder.dataset.title },
        make("table", { class: "rows" }, make("caption", { class: "hidden" }, holder.dataset.title), make("thead", {}, make("tr", {}, ...heads)), body)),
      make("div", { class: "more" }, back, on, count));
    draw();
    addEventListener("beforeprint", () => show(0, PRINTED));
    addEventListener("afterprint", draw);
  }

  // ---- one cluster ----------------------------------------------------------

  function facts(table, row, from) {
    const list = make("dl", { class: "facts" });
    table.columns.forEach((column, c) => {
      if (c < from || row[c] === null || column.key === "name") return;
      const value = column.kind === "url" ? link(row[c], "Open in the Azure portal") : words.has(column.key) ? word(row[c]) : make("bdi", {}, shown(row[c]));
      list.append(make("dt", {}, column.heading), make("dd", {}, value));
    });
    return list;
  }
  function of(name, number) {
    const table = data.tables[name];
    return !table || !table.clusters ? [] : table.rows.filter((_, i) => table.clusters[i] === number);
  }
  const at = (table, row, key) => row[table.columns.findIndex((c) => c.key === key)];

  function finding(row) {
    const table = data.tables.findings, id = at(table, row, "check"), check = data.checks[id] || {};
    const commands = at(table, row, "commands"), evidence = at(table, row, "evidence");
    return make("div", { class: "finding" },
      make("p", {}, make("strong", {}, id + " "), word(at(table, row, "severity")), " ", word(at(table, row, "verdict")), " ", check.title || ""),
      make("p", {}, make("bdi", {}, shown(at(table, row, "message")))),
      at(table, row, "waived") ? make("p", { class: "soft" }, "Waived: ", make("bdi", {}, at(table, row, "waived"))) : null,
      evidence ? make("details", {}, make("summary", {}, "Evidence"), make("pre", { tabindex: "0" }, evidence)) : null,
      check.fix ? make("p", { class: "soft" }, "How to fix it: " + check.fix + " ", check.reference ? link(check.reference, "Reference") : "") : null,
      commands ? command(commands) : null);
  }
  function small(name, title, rows, keys) {
    const table = data.tables[name];
    if (rows.length === 0) return [];
    const columns = keys.map((k) => table.columns.findIndex((c) => c.key === k)).filter((c) => c >= 0);
    return [make("h3", {}, title), make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title + " of this cluster" }, make("table", { class: "rows" },
      make("thead", {}, make("tr", {}, ...columns.map((c) => make("th", { scope: "col" }, table.columns[c].heading)))),
      make("tbody", {}, ...rows.map((r) => make("tr", {}, ...columns.map((c) => make("td", {}, r[c] === null ? "" : words.has(table.columns[c].key) ? word(r[c]) : make("bdi", {}, shown(r[c])))))))))];
  }
  function open(number) {
    const section = document.getElementById("cluster"), table = data.tables.clusters, row = table && table.rows[number];
    section.hidden = !row;
    if (!row) return;
    const plan = of("plan", number);
    const ids = new Set([at(table, row, "serverAppID"), at(table, row, "clientAppID")].filter(Boolean));
    // Its own, and those of its apps.
    const all = data.tables.findings;
    const findings = all.rows.filter((r, i) => all.clusters[i] === number || ids.has(at(all, r, "resource").replace(/^app:/, "")));
    const failing = findings.filter((r) => at(all, r, "verdict") === "fail").length;
    const apps = data.tables.apps ? data.tables.apps.rows.filter((r) => ids.has(at(data.tables.apps, r, "appId"))) : [];
    section.replaceChildren(
      make("p", {}, make("a", { href: "#clusters" }, "Back to all clusters")),
      make("h2", {}, make("bdi", {}, row[0])),
      facts(table, row, 1),
      ...(plan.length ? [make("h3", {}, "Migration"), ...plan.flatMap((p) => [
        make("p", {}, `Wave ${shown(at(data.tables.plan, p, "wave"))}: `, shown(at(data.tables.plan, p, "waveTitle"))),
        command(shown(at(data.tables.plan, p, "command"))),
        make("p", { class: "soft" }, "Verify it:"), command(shown(at(data.tables.plan, p, "verification")))])] : []),
      make("h3", {}, `Findings: ${failing} fail, ${findings.length - failing} could not be judged`),
      ...(findings.length ? findings.map(finding) : [make("p", {}, data.complete ? "No check failed, and none had to pass it over." : "No check failed; what could not be seen is listed below.")]),
      ...small("apps", "App registrations", apps, ["name", "roles", "presence", "newestCredentialEnds", "daysToExpiry", "clusters"]),
      ...small("bindings", "Bindings", of("bindings", number), ["subject", "fate", "why", "role", "namespace", "mend"]),
      ...small("kubeconfigs", "Kubeconfigs", of("kubeconfigs", number), ["context", "verdict", "why", "file", "commands"]),
      ...(data.commands[number].length ? [make("h3", {}, "Kubeconfigs: who does what")] : []),
      ...data.commands[number].flatMap(([i, text]) => [make("p", {}, make("strong", {}, `${data.instructions[i].audience}, ${data.instructions[i].phase}: `),
        data.instructions[i].title + ". ", make("span", { class: "soft" }, data.instructions[i].text)), text ? command(text) : ""]));
    section.focus();
    section.scrollIntoView();
  }
  function follow() {
    const m = /^#cluster-(\d+)$/.exec(location.hash);
    if (m) open(Number(m[1]));
    else document.getElementById("cluster").hidden = true;
  }

  document.querySelectorAll("[data-table]").forEach(build);
  document.querySelectorAll("[data-command]").forEach((n) => n.replaceWith(command(n.textContent)));
  addEventListener("hashchange", follow);
  follow();
})();
