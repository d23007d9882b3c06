"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const table = document.querySelector(".matrix");
  const dialog = document.querySelector("dialog");
  const targets = all("thead th[data-target]", table).map(th => th.dataset.target);
  const rows = all("tr[data-script]", table);
  const anchor = (target, script) => "#" + target.replaceAll(" ", "+") + "/" + script;
  const byAnchor = new Map();
  const data = new Map(all("script[data-script]").map(script => [script.dataset.script, script]));
  document.documentElement.classList.add("js");

  /** An element; children are elements or text. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  // The matrix: one cell is in the order of tabs, arrows move to the others, Enter opens.
  for (const row of rows) {
    [...row.cells].slice(1).forEach((cell, i) => {
      if (cell.className) {
        byAnchor.set(anchor(targets[i], row.dataset.script), {cell, target: targets[i], script: row.dataset.script});
        all("a", cell).forEach(a => a.tabIndex = -1);
      }
    });
  }
  table.setAttribute("role", "grid");
  let current = null;
  function visit(cell) {
    if (current) current.tabIndex = -1;
    current = cell;
    if (!cell) return;
    const row = cell.parentElement;
    cell.tabIndex = 0;
    cell.setAttribute("aria-label", `${targets[cell.cellIndex - 1]}, ${row.dataset.script}: ${cell.className.toLowerCase().replaceAll("_", " ")}`);
  }
  const firstCell = () => rows.find(row => !row.hidden)?.cells[1] ?? null;
  visit(firstCell());
  table.addEventListener("keydown", event => {
    const cell = event.target.closest("td");
    if (!cell) return;
    const shown = rows.filter(row => !row.hidden);
    const at = shown.indexOf(cell.parentElement);
    const moves = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], PageUp: [-20, 0], PageDown: [20, 0],
      Home: [0, -targets.length], End: [0, targets.length]};
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      choose(cell);
    } else if (moves[event.key]) {
      event.preventDefault();
      const [down, right] = moves[event.key];
      const row = shown[Math.min(shown.length - 1, Math.max(0, at + down))];
      const next = row.cells[Math.min(targets.length, Math.max(1, cell.cellIndex + right))];
      visit(next);
      next.focus();
      next.scrollIntoView({block: "nearest", inline: "nearest"});
    }
  });
  table.addEventListener("click", event => {
    const cell = event.target.closest("td");
    if (cell && cell.className) {
      event.preventDefault();
      visit(cell);
      choose(cell);
    }
  });
  function choose(cell) {
    if (cell.className && cell.parentElement.dataset.script) {
      go(anchor(targets[cell.cellIndex - 1], cell.parentElement.dataset.script));
    }
  }
  function go(hash) {
    if (decode(location.hash) === hash) open();
    else location.hash = hash;
  }
  // A link in the list of failures opens the conversation, too, and so does a verdict below a rule.
  document.addEventListener("click", event => {
    const verdict = event.target.closest(".rules td[class]:not(.none)");
    if (verdict) go(anchor(targets[verdict.cellIndex - 1], verdict.parentElement.cells[0].textContent));
    const link = event.target.closest("a[href^='#']");
    const hash = link && decode(link.getAttribute("href"));
    if (link && byAnchor.has(hash) && !table.contains(link)) {
      event.preventDefault();
      go(hash);
    }
  });
  function decode(hash) {
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  }

  // Filters.
  const filters = document.querySelector(".filters");
  const text = make("input", {type: "search", placeholder: "id, title or rule", "aria-label": "Only scripts with this text"});
  const folder = make("select", {"aria-label": "Only this folder"}, make("option", {value: ""}, "all folders"),
    ...all("tbody", table).map(body => make("option", {value: body.dataset.folder}, body.dataset.folder)));
  const kinds = [...new Set([...byAnchor.values()].map(({cell}) => cell.className))].sort();
  const verdict = make("select", {"aria-label": "Only with this verdict"}, make("option", {value: ""}, "all verdicts"),
    make("option", {value: "differ"}, "servers differ"),
    ...kinds.map(kind => make("option", {value: kind}, kind.toLowerCase().replaceAll("_", " "))));
  const shownCount = make("span", {role: "status"});
  filters.append(make("label", {}, "Filter ", text), folder, verdict, shownCount);
  filters.hidden = false;
  const rulesOf = new Map();
  all("tbody[id^='rule-']").forEach(body => all("th[scope=row]", body).forEach(th =>
    rulesOf.set(th.textContent, (rulesOf.get(th.textContent) ?? "") + " " + body.id.slice(5))));
  function fits(row) {
    const classes = [...row.cells].slice(1).map(cell => cell.className);
    const kind = verdict.value;
    return (!folder.value || row.parentElement.dataset.folder === folder.value)
      && (!kind || (kind === "differ" ? new Set(classes).size > 1 : classes.includes(kind)))
      && (row.cells[0].textContent + (rulesOf.get(row.dataset.script) ?? "")).toLowerCase().includes(text.value.trim().toLowerCase());
  }
  function filter() {
    let shown = 0;
    rows.forEach(row => shown += (row.hidden = !fits(row)) ? 0 : 1);
    all("tbody", table).forEach(body => body.hidden = all("tr[data-script]:not([hidden])", body).length === 0);
    shownCount.textContent = `${shown} of ${rows.length} scripts`;
    if (!current || current.parentElement.hidden) visit(firstCell());
  }
  [text, folder, verdict].forEach(input => input.addEventListener("input", filter));
  filter();

  // One cell.
  async function unpack(script) {
    const packed = Uint8Array.from(atob(data.get(script).textContent), c => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }
  async function open() {
    const chosen = byAnchor.get(decode(location.hash));
    if (!chosen) {
      if (dialog.open) dialog.close();
      return;
    }
    let content;
    try {
      content = conversation(await unpack(chosen.script), chosen.target);
    } catch (problem) {
      content = [make("p", {}, "This browser cannot unpack the conversation: " + problem)];
    }
    dialog.replaceChildren(make("header", {}, make("div", {},
      make("h2", {id: "cell-title"}, chosen.script + " against " + chosen.target)),
      make("button", {type: "button", value: "close"}, "Close")), make("div", {}, ...content));
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    dialog.dataset.shows = decode(location.hash);
  }
  dialog.addEventListener("close", () => {
    const chosen = byAnchor.get(decode(location.hash));
    history.replaceState(null, "", location.pathname + location.search);
    if (chosen && !chosen.cell.parentElement.hidden) {
      visit(chosen.cell);
      chosen.cell.focus();
    }
  });
  dialog.addEventListener("click", event => {
    if (event.target === dialog) dialog.close();
  });
  window.addEventListener("hashchange", open);
  open();
/*conversation*/
})();
