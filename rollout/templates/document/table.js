// A table's tools: its heads sort it, words filter it, a button saves what is shown. Nothing of it asks the server.
const AS_FORMULA = /^[=+\-@\t\r]/; // what a spreadsheet would take for a formula: as rollout/render/tabular.py
const TURNS = { "": "ascending", ascending: "descending", descending: "" };

// What was chosen stays with the part of the page (`root.chosen`), for the HTML that comes after this one.
function equipTables(root) {
  root.chosen ??= {};
  for (const holder of root.querySelectorAll("[data-table]")) {
    const chosen = (root.chosen[holder.dataset.table] ??= { column: "", order: "", words: "" });
    const field = holder.querySelector("[data-filter]");
    const sorter = holder.querySelector("[data-order]");
    const body = holder.querySelector("tbody");
    if (!body) continue;
    const table = { holder, chosen, body, field, sorter, heads: [...holder.querySelectorAll("thead th")], tree: grown(body) };
    if (field) field.value = chosen.words;
    arrange(table);
    holder.addEventListener("click", (event) => {
      const head = event.target.closest("[data-sorts]")?.closest("th");
      if (head) sortBy(table, told(head), chosen.column === told(head) ? TURNS[chosen.order] : "ascending");
      if (event.target.closest("[data-csv]")) {
        save(new Blob(["\ufeff", csv(table)], { type: "text/csv" }), holder.dataset.csvName);
        exported(holder.dataset.csvName);
      }
    });
    sorter?.addEventListener("change", () => sortBy(table, told(table.heads[sorter.value.split(" ")[0]]), sorter.value.split(" ")[1] ?? ""));
    field?.addEventListener("input", () => filterBy(table, field.value));
    for (const kind of ["keydown", "keyup"]) field?.addEventListener(kind, (event) => typed(event, table));
  }
}

function sortBy(table, column, order) {
  Object.assign(table.chosen, { column, order });
  arrange(table);
}

function filterBy(table, words) {
  table.chosen.words = words;
  arrange(table);
}

// Letters are the field's own: the page has keys without modifiers. Escape empties the field before it closes a dialog.
function typed(event, table) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "Escape" || table.field.value || table.emptied) event.stopPropagation();
  if (event.key !== "Escape") return;
  table.emptied = event.type === "keydown" && Boolean(table.field.value);
  if (!table.emptied) return;
  event.preventDefault();
  table.field.value = "";
  filterBy(table, "");
}

// Brings a table into the chosen order and shows the rows with all the words.
function arrange({ holder, chosen, body, field, sorter, heads, tree }) {
  const place = heads.findIndex((head) => told(head) === chosen.column && head.querySelector("[data-sorts]"));
  const order = place < 0 ? "" : chosen.order;
  heads.forEach((head, own) => (order && own === place ? head.setAttribute("aria-sort", order) : head.removeAttribute("aria-sort")));
  if (sorter) sorter.value = order ? `${place} ${order}` : "";
  body.append(...ordered(tree, order && comparing(place, order)));
  const words = field ? folded(chosen.words).split(/\s+/).filter(Boolean) : [];
  sift(tree, words);
  holder.classList.toggle("sifted", words.length > 0);
  const said = holder.querySelector("[data-said]");
  if (said) said.textContent = words.length ? said.dataset.said.replace("{n}", shownRows(body).length) : "";
}

// Rows as a tree: a group holds its rows, a row holds those that are parts of it.
function grown(body) {
  const path = [{ level: 0, parts: [] }];
  for (const row of body.rows) {
    const group = row.classList.contains("group");
    const level = group ? 1 : 2 + Number(/depth(\d)/.exec(row.className)?.[1] ?? 0);
    while (path.at(-1).level >= level) path.pop();
    const one = { row, group, level, parts: [], words: folded([...row.cells].map(told).join(" ")) };
    path.at(-1).parts.push(one);
    path.push(one);
  }
  return path[0];
}

// The rows below one, in order; groups keep theirs.
function ordered({ parts }, compare) {
  const own = compare && !parts.some((part) => part.group) ? [...parts].sort(compare) : parts;
  return own.flatMap((part) => [part.row, ...ordered(part, compare)]);
}

// By number or day, then by text; what has no value is last in both directions.
function comparing(place, order) {
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const way = order === "descending" ? -1 : 1;
  const known = new Map();
  const key = ({ row }) => known.get(row) ?? known.set(row, sortKey(row.cells[place])).get(row);
  return (one, other) => {
    const [[kind, value], [otherKind, otherValue]] = [key(one), key(other)];
    return kind - otherKind || way * (kind === 1 ? compare(value, otherValue) : value - otherValue);
  };
}

function sortKey(cell) {
  const { sort } = cell.dataset;
  if (sort !== undefined) return [0, isNaN(sort) ? Date.parse(sort) : Number(sort)];
  const text = cell.querySelector(".value.none") ? "" : told(cell);
  return text ? [1, text] : [2, 0];
}

// Hides the rows without all the words; a row stays with its parts, and what stands under a name is found by that name.
function sift(node, words, before = "") {
  const text = `${before} ${node.words ?? ""}`;
  const below = node.parts.map((part) => sift(part, words, text)).some(Boolean);
  const shown = below || (!node.group && words.every((word) => text.includes(word)));
  node.row?.classList.toggle("off", !shown);
  return shown;
}

// What is shown, as a spreadsheet reads it. Totals are of all rows: filtered, they stay away.
function csv({ holder, body, heads }) {
  const groups = Boolean(body.querySelector(".group"));
  const lines = [[...(groups ? [holder.dataset.group] : []), ...heads.map(told)]];
  const foot = holder.classList.contains("sifted") ? [] : [...(holder.querySelector("tfoot")?.rows ?? [])];
  let group = "";
  for (const row of [...body.rows].concat(foot)) {
    if (row.classList.contains("group")) group = told(row.cells[0]);
    else if (!row.classList.contains("off")) lines.push([...(groups ? [foot.includes(row) ? "" : group] : []), ...[...row.cells].map(filed)]);
  }
  return lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
}

function quoted(text) {
  return `"${(AS_FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

// In a file a cell that opens sources names them.
function filed(cell) {
  const opens = cell.matches(".source") && cell.querySelector("[data-open]")?.dataset.open;
  return opens ? opens.replace("origins:", "") : told(cell);
}

// A cell's words on one line; of several texts, with semicolons between them.
function told(cell) {
  const texts = [...cell.querySelectorAll(".link-line")];
  return (texts.length ? texts : [cell]).map((one) => one.textContent.replace(/\s+/g, " ").trim()).join("; ");
}

function folded(text) {
  return text.normalize("NFC").toLowerCase();
}

function shownRows(body) {
  return [...body.rows].filter((row) => !row.matches(".group, .off"));
}
