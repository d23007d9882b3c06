"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const {servers, topics, ratios} = JSON.parse(document.getElementById("ratios").textContent);
  const references = Object.keys(ratios);
  const controls = document.querySelector(".controls");
  const state = {ref: document.querySelector(".reference").textContent, pick: [], sort: "", enlarge: ""};
  const usual = state.ref;
  const words = {L: "LESS", M: "MORE", I: "INDISTINGUISHABLE", U: "UNKNOWN"};

  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  // Ratios to the reference that the reader picks; all of them were computed beforehand.
  function hold(reference) {
    state.ref = reference;
    select.value = reference;
    document.querySelector(".reference").textContent = reference;
    for (const cell of all("td[data-topic]")) {
      const server = cell.parentElement.dataset.server;
      const [ratio, low, high, verdict] = (ratios[reference][topics.indexOf(cell.dataset.topic)] || "")
        .split(";")[servers.indexOf(server)]?.split(" ") ?? [];
      cell.querySelector(".ratio")?.remove();
      const bounds = cell.hasAttribute("data-bounds");
      if (server === reference) {
        cell.append(make("span", {class: "ratio itself"}, "1"));
        if (bounds) cell.dataset.v = 1;
      } else if (ratio) {
        const shown = make("span", {class: "ratio " + words[verdict]}, ratio);
        if (bounds && low !== "-") shown.append(" ", make("small", {}, low + "–" + high));
        cell.append(shown);
        if (bounds) cell.dataset.v = ratio.replaceAll(",", "");
      } else if (bounds) {
        delete cell.dataset.v;
      }
    }
  }

  // Servers that the reader picks stand out, in every chart and table.
  function pick(names) {
    state.pick = names.filter(name => servers.includes(name));
    document.body.classList.toggle("picked", state.pick.length > 0);
    for (const part of all("[data-server]")) part.classList.toggle("lit", state.pick.includes(part.dataset.server));
    for (const chip of all(".chips button")) chip.setAttribute("aria-pressed", state.pick.includes(chip.value));
  }

  // Rows in the order of a column: numbers, then words; what has no figure stays below.
  function sort(table, column, descending) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, i) => i === column
      ? head.setAttribute("aria-sort", descending ? "descending" : "ascending") : head.removeAttribute("aria-sort"));
    const key = row => {
      const cell = row.cells[column];
      if (column === 0) return cell.textContent;
      return cell?.dataset.v === undefined ? null : Number(cell.dataset.v);
    };
    const rows = [...table.tBodies[0].rows].map(row => ({row, key: key(row)}));
    rows.sort((a, b) => a.key === null || b.key === null ? (a.key === null) - (b.key === null)
      : (column === 0 ? a.key.localeCompare(b.key) : a.key - b.key) * (descending ? -1 : 1));
    table.tBodies[0].append(...rows.map(each => each.row));
  }

  const tables = all("table.sortable");
  const place = table => table.closest("section").id;
  const titles = table => [...table.tHead.rows[0].cells].map(head => head.dataset.title);
  tables.forEach(table => [...table.tHead.rows[0].cells].forEach((head, column) => {
    const link = head.querySelector("a");
    const button = make("button", {type: "button", title: "Sort by this column"});
    head.dataset.title = head.textContent.trim();
    if (link) {
      button.setAttribute("aria-label", "Sort by " + link.textContent);
      head.append(" ", button);
    } else {
      button.append(...head.childNodes);
      head.append(button);
    }
    button.addEventListener("click", () => {
      const descending = head.getAttribute("aria-sort") === "ascending";
      state.sort = [place(table), head.dataset.title, descending ? "down" : "up"].join(":");
      sort(table, column, descending);
      remember();
    });
  }));

  // The address says what is shown: #PART?ref=NAME&pick=NAME,NAME&sort=SECTION:COLUMN:up&enlarge=FIGURE
  function remember(part = location.hash.slice(1).split("?")[0]) {
    const query = new URLSearchParams();
    if (state.ref !== usual) query.set("ref", state.ref);
    if (state.pick.length) query.set("pick", state.pick.join(","));
    if (state.sort) query.set("sort", state.sort);
    if (state.enlarge) query.set("enlarge", state.enlarge);
    const text = decodeURIComponent(query.toString());
    history.replaceState(null, "", "#" + part + (text ? "?" + text : ""));
  }
  function asked() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return location.hash.slice(1);  // A percent sign that stands for itself.
    }
  }
  function follow() {
    const [part, text] = asked().split("?");
    const lost = part && !document.getElementById(part) ? ["part " + part] : [];
    if (text !== undefined) {
      const query = new URLSearchParams(text);
      const [ref, picks, order, figure] = ["ref", "pick", "sort", "enlarge"].map(key => query.get(key) ?? "");
      const names = picks.split(",").filter(Boolean);
      hold(references.includes(ref) ? ref : usual);
      pick(names);
      const [section, title, way] = order.split(":");
      const table = tables.find(each => place(each) === section && titles(each).includes(title));
      if (table) {
        state.sort = order;
        sort(table, titles(table).indexOf(title), way === "down");
      }
      enlarge(figure);
      if (ref && !references.includes(ref)) lost.push("server " + ref);
      names.filter(name => !servers.includes(name)).forEach(name => lost.push("server " + name));
      if (order && !table) lost.push("column " + order);
      if (figure && state.enlarge !== figure) lost.push("chart " + figure);
      document.getElementById(part)?.scrollIntoView();
    } else if (state.pick.length || state.sort || state.enlarge || state.ref !== usual) {
      remember(part);
    }
    document.querySelector(".lost")?.remove();
    if (lost.length) document.querySelector("main").prepend(
      make("p", {class: "lost", role: "status"}, "The link asks for what is not in this run: " + lost.join(", ") + "."));
  }

  const select = make("select", {id: "reference"}, ...references.map(name => make("option", {value: name}, name)));
  const chips = make("div", {class: "chips", role: "group", "aria-label": "Servers that stand out"},
    ...servers.map(name => make("button", {type: "button", value: name, "aria-pressed": "false"}, name)));
  if (references.length) {
    controls.append(make("label", {for: "reference"}, "ratios to "), select, make("span", {}, "show up: "), chips);
    controls.hidden = false;
    select.value = state.ref;
    select.addEventListener("input", () => { hold(select.value); remember(); });
    chips.addEventListener("click", event => {
      const name = event.target.value;
      if (!name) return;
      pick(state.pick.includes(name) ? state.pick.filter(each => each !== name) : [...state.pick, name]);
      remember();
    });
  }
  // One chart at a time is large.
  function enlarge(id) {
    state.enlarge = "";
    for (const figure of all("figure")) {
      const large = figure.id === id;
      const button = figure.querySelector(".enlarge");
      figure.classList.toggle("large", large);
      button.textContent = large ? "make small" : "enlarge";
      button.setAttribute("aria-expanded", large);
      if (large) state.enlarge = id;
    }
  }
  for (const figure of all("figure")) {
    const button = make("button", {type: "button", class: "enlarge", "aria-expanded": "false"}, "enlarge");
    button.addEventListener("click", () => {
      enlarge(state.enlarge === figure.id ? "" : figure.id);
      remember(figure.id);
    });
    figure.append(button);
  }
  // What is cut says so.
  const sizes = new ResizeObserver(entries => entries.forEach(({target}) =>
    target.classList.toggle("cut", target.scrollWidth > target.clientWidth + 1)));
  for (const part of all(".scroll")) sizes.observe(part);
  if (references.length) hold(state.ref);
  addEventListener("hashchange", follow);
  follow();
})();
