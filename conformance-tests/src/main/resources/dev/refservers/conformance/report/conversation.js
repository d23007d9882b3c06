
  // What a chosen cell shows: what came, the rules, the script with times, and every byte.
  function conversation(script, target) {
    const cell = script.cells[target];
    const parts = [
      make("p", {}, script.title),
      make("p", {}, make("span", {class: "verdict " + cell.kind}, `${cell.mark} ${cell.verdict}`), ` in ${cell.ms.toFixed(3)} ms. `,
        cell.sentence),
    ];
    if (cell.hint) parts.push(make("p", {}, cell.hint));
    if (cell.expected !== undefined) parts.push(...comparison(script, cell));
    parts.push(make("h3", {}, "What it pins"), ...script.rules.map(rule));
    parts.push(make("h3", {}, "The script"), make("p", {}, details(script)), scriptText(script, cell));
    if (cell.events.length > 0) parts.push(make("h3", {}, "The conversation, byte by byte"), ...events(cell));
    parts.push(make("h3", {}, "The same script and other servers"), others(script, target));
    parts.push(make("h3", {}, "Play it again"), make("pre", {tabindex: "0"}, again(script, target)));
    parts.forEach(part => part.addEventListener("mouseover", light));
    return parts;
  }
  function comparison(script, cell) {
    const box = make("dl", {class: "compare"},
      make("dt", {}, "line " + cell.line), make("dd", {}, make("code", {}, (script.lines[cell.line - 1] ?? "").trim())),
      make("dt", {}, "expected"), make("dd", {class: "bytes"}, cell.expected),
      make("dt", {}, "came"), make("dd", {class: "bytes"}, cell.came));
    return cell.bytes ? [box, make("details", cell.kind === "FAIL" ? {open: ""} : {}, make("summary", {}, "The bytes that came"),
      make("pre", {tabindex: "0"}, hexDump(cell.bytes, cell.from || 0)))] : [box];
  }
  function rule(id) {
    const quoted = make("blockquote", {}, make("b", {}, id), " ");
    const source = document.getElementById("rule-" + id)?.querySelector(".text");
    quoted.append(...(source ? [...source.cloneNode(true).childNodes] : ["is not in the specification."]));
    return quoted;
  }
  function details(script) {
    const settings = Object.entries(script.settings).map(([name, value]) => `--${name} ${value}`).join(" ");
    return [script.file, script.protocol, script.level, script.tags.length ? "tags " + script.tags.join(", ") : "",
      script.needs.length ? "needs " + script.needs.join(", ") : "", settings ? "server started with " + settings : ""]
      .filter(part => part).join(" · ");
  }
  function scriptText(script, cell) {
    const played = new Map(cell.played.map(line => [line[0], line]));
    const from = script.lines.findIndex(line => line.trim() === "") + 1;
    const body = make("tbody");
    script.lines.forEach((line, i) => {
      const number = i + 1;
      const [, times, first, last] = played.get(number) ?? [0, 0, 0, 0];
      const wrong = number === cell.line;
      const says = number > from && line.trim() !== "" && !line.startsWith("#") && line.trim() !== "end";
      const when = times > 1 ? `${first.toFixed(3)} … ${last.toFixed(3)} ms, ${times} ×` : times === 1 ? first.toFixed(3) + " ms" : "";
      body.append(make("tr", {"data-line": number, class: wrong ? "wrong" : says && times === 0 ? "not-played" : undefined},
        make("td", {class: "number"}, (wrong ? "✗ " : "") + number), make("td", {class: "number"}, when), make("td", {class: "bytes"}, line)));
    });
    return make("table", {class: "talk"}, make("caption", {hidden: ""}, "The script, and when each line was played"), body);
  }
  function events(cell) {
    const body = make("tbody");
    const arrows = {sent: "→", received: "←", act: "·", ended: "■", note: "·"};
    cell.events.forEach(([ms, line, who, kind, what, size], i) => {
      if (cell.omitted > 0 && i === cell.gap) {
        body.append(make("tr", {}, make("td", {colspan: 5, class: "note"}, `… ${cell.omitted} events are left out here …`)));
      }
      const said = make("td", {class: "bytes " + kind}, ...(size > 0 ? show(what) : [what]));
      if (size > what.length) said.append(make("span", {class: "run"}, ` … ${size - what.length} bytes more`));
      if (size > 0) said.append(make("details", {}, make("summary", {}, `${size} byte${size === 1 ? "" : "s"}`), make("pre", {tabindex: "0"}, hexDump(what))));
      body.append(make("tr", {"data-line": line}, make("td", {class: "number"}, ms.toFixed(3)),
        make("td", {class: "number"}, line ? "line " + line : ""), make("td", {class: "who"}, who),
        make("td", {class: "who", title: kind}, arrows[kind] ?? ""), said));
    });
    if (cell.expected !== undefined) {
      body.append(make("tr", {class: "wrong", "data-line": cell.line}, make("td", {class: "number"}, cell.ms.toFixed(3)),
        make("td", {class: "number"}, "line " + cell.line), make("td", {class: "who"}, cell.client), make("td", {class: "who"}, "✗"),
        make("td", {class: "bytes"}, `expected ${cell.expected}, and got ${cell.came}`)));
    }
    return [make("p", {}, "Milliseconds since it began; the line that was being played; who; → sent to the server, ← came from it."),
      make("table", {class: "talk"}, body)];
  }
  function others(script, target) {
    return make("ul", {class: "others"}, ...Object.entries(script.cells).filter(([name]) => name !== target).map(([name, cell]) =>
      make("li", {}, make("a", {href: anchor(name, script.id)}, make("span", {class: cell.kind}, cell.mark), " " + name))));
  }
  function again(script, target) {
    const quoted = word => /^[\w./:=-]+$/.test(word) ? word : `'${word}'`;
    const server = target.includes(":") ? `--target ${target} --protocol ${script.protocol}` : target.split(" ")[0];
    return `./servers conform ${server} --only ${quoted(script.id)}`;
  }

  /** As scripts write bytes, but with long runs of one byte counted. */
  function show(bytes) {
    const parts = [];
    let plain = "";
    const flush = () => {
      if (plain) parts.push(`"${plain}"`);
      plain = "";
    };
    for (let i = 0; i < bytes.length;) {
      let end = i + 1;
      while (bytes[end] === bytes[i]) end++;
      if (end - i >= 24) {
        flush();
        parts.push(make("span", {class: "run"}, `${parts.length ? " " : ""}"${escape(bytes[i])}" × ${end - i} `));
      } else {
        plain += escape(bytes[i]).repeat(end - i);
      }
      i = end;
    }
    flush();
    return parts;
  }
  function escape(c) {
    const names = {"\r": "\\r", "\n": "\\n", "\t": "\\t", "\"": "\\\"", "\\": "\\\\"};
    return names[c] ?? (c >= " " && c < "\x7f" ? c : "\\x" + c.charCodeAt(0).toString(16).padStart(2, "0"));
  }
  function hexDump(bytes, from) {
    const lines = [];
    for (let at = 0; at < bytes.length; at += 16) {
      const row = [...bytes.slice(at, at + 16)];
      const hex = row.map(c => c.charCodeAt(0).toString(16).padStart(2, "0"));
      const half = (from, to) => hex.slice(from, to).join(" ").padEnd(23);
      lines.push(`${(from + at).toString(16).padStart(6, "0")}  ${half(0, 8)}  ${half(8, 16)}  |${row.map(c => c >= " " && c < "\x7f" ? c : ".").join("")}|`);
    }
    return lines.join("\n");
  }
  /** The script's line and what happened in it are lit together. */
  function light(event) {
    const line = event.target.closest("tr[data-line]")?.dataset.line;
    all("tr[data-line]", dialog).forEach(row => row.classList.toggle("lit", line !== undefined && line !== "0" && row.dataset.line === line));
  }
