// Names for the SQL field: Ctrl+Space (or Alt+Down) lists keywords, tables, columns and functions that fit what stands before the caret; Enter takes one.
// Tab always leaves the field. While Hangul is composed no key is ours. Names are found by what they mean, too.
const MOST = 60;
const WORD = /[\p{L}\p{N}_.]*$/u;
const ID = "sql-names";
const FIELD = ".st-key-sql textarea";

export default function ({ data, parentElement }) {
  const own = (parentElement.sqlNames ??= new Names(parentElement));
  own.data = data;
  own.hint.textContent = data.words.hint;
  own.meet(document.querySelector(FIELD)); // it may come later: then when it is focused
  return () => { own.end(); delete parentElement.sqlNames; };
}

class Names {
  constructor(parent) {
    this.box = document.createElement("div");
    this.box.className = "rollout sql-names";
    this.hint = made("p", { class: "sql-hint", id: `${ID}-hint` }, this.box);
    this.list = made("ul", { id: ID, role: "listbox", class: "rollout sql-list", hidden: "" }, document.body); // above everything
    this.said = made("p", { class: "sql-said", role: "status" }, this.box);
    parent.append(this.box);
    this.stop = new AbortController();
    const { signal } = this.stop;
    const on = (kind, act) => document.addEventListener(kind, (event) => { if (event.target.matches?.(FIELD)) { this.meet(event.target); act(event); } }, { signal, capture: true });
    on("focusin", () => {});
    on("keydown", (event) => this.key(event));
    on("input", (event) => { if (this.open && !event.isComposing) this.show(); });
    for (const kind of ["compositionstart", "focusout", "click", "scroll"]) on(kind, () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault(), { signal }); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) this.take(this.found[[...this.list.children].indexOf(chosen)]);
    }, { signal });
  }

  meet(field) {
    if (!field || field === this.field) return;
    this.field = field;
    for (const [name, value] of [["aria-autocomplete", "list"], ["aria-haspopup", "listbox"], ["aria-controls", ID], ["aria-describedby", `${ID}-hint`]]) field.setAttribute(name, value);
  }

  end() {
    this.stop.abort();
    this.box.remove();
    this.list.remove();
  }

  get open() { return !this.list.hidden; }

  key(event) {
    if (event.isComposing) return;
    const { code, ctrlKey, altKey, metaKey, shiftKey } = event;
    const asks = (code === "Space" && ctrlKey && !altKey && !metaKey) || (code === "ArrowDown" && altKey && !ctrlKey && !metaKey);
    if (asks) this.show();
    else if (!this.open || event.keyCode === 229 || ctrlKey || altKey || metaKey || shiftKey) return;
    else if (code === "ArrowDown" || code === "ArrowUp") this.mark(this.place + (code === "ArrowDown" ? 1 : -1));
    else if (code === "Enter" || code === "NumpadEnter") this.take(this.found[this.place]);
    else if (code === "Escape") this.close();
    else {
      if (code === "Tab" || code === "ArrowLeft" || code === "ArrowRight" || code === "Home" || code === "End") this.close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  // What stands before the caret, and what fits it: columns of a table after its dot, tables after FROM and JOIN, else everything, names of the tables asked first.
  show() {
    const { value, selectionStart } = this.field;
    const before = value.slice(0, selectionStart);
    const [word] = WORD.exec(before);
    const dot = word.lastIndexOf(".");
    this.from = selectionStart - word.length + dot + 1;
    const typed = word.slice(dot + 1).toLowerCase();
    const offered = this.offered(value, before.slice(0, before.length - word.length), dot < 0 ? null : word.slice(0, dot));
    const fits = ({ name, title }) => (name.toLowerCase().startsWith(typed) ? 0 : name.toLowerCase().includes(typed) || title.toLowerCase().includes(typed) ? 1 : 2);
    const seen = new Set();
    this.found = offered.map((one, place) => ({ ...one, rank: fits(one), place })).filter((one) => one.rank < 2 && !seen.has(one.name) && seen.add(one.name))
      .sort((a, b) => a.rank - b.rank || a.place - b.place).slice(0, MOST);
    this.said.textContent = this.found.length ? this.data.words.found.replace("{n}", this.found.length) : this.data.words.none;
    if (!this.found.length) return this.close();
    this.list.replaceChildren(...this.found.map(({ name, title }, place) => {
      const option = made("li", { role: "option", id: `${ID}-${place}` });
      made("b", {}, option).textContent = name;
      made("span", {}, option).textContent = title;
      return option;
    }));
    this.list.hidden = false;
    this.list.setAttribute("aria-label", this.data.words.label);
    this.stand(before);
    this.mark(0);
  }

  offered(whole, before, prefix) {
    const { tables, keywords, functions } = this.data;
    const asked = [...whole.matchAll(/\b(?:from|join)\s+(?:facts\.)?"?(\w+)"?(?:\s+(?:as\s+)?"?(?!on\b|using\b|where\b|join\b|left\b|group\b|order\b|limit\b)(\w+)"?)?/gi)].map(([, table, alias]) => ({ table: table.toLowerCase(), alias: alias?.toLowerCase() }));
    const columns = (names) => names.flatMap((name) => tables[name]?.columns ?? []);
    if (prefix !== null && prefix.toLowerCase() !== "facts") {
      const named = prefix.toLowerCase().split(".").pop();
      return columns([...asked.filter(({ alias }) => alias === named).map(({ table }) => table), named]);
    }
    const every = Object.entries(tables).map(([name, { title }]) => ({ name, title }));
    if (prefix !== null || /\b(?:from|join|,)\s*$/i.test(before) && !/\bselect\b[^;]*,\s*$/i.test(before.replace(/[\s\S]*\bfrom\b/i, ""))) return every;
    const words = [...keywords, ...functions].map((name) => ({ name, title: "" }));
    return [...columns(asked.map(({ table }) => table)), ...words, ...every];
  }

  mark(place) {
    const options = [...this.list.children];
    this.place = (place + options.length) % options.length;
    options.forEach((one, number) => one.setAttribute("aria-selected", number === this.place));
    options[this.place].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", options[this.place].id);
  }

  // What is written goes through the browser's own editing, so that Ctrl+Z takes it back.
  take({ name }) {
    const written = /^[a-z_][a-z0-9_]*$|^[A-Z ]+$|\($/.test(name) ? name : `"${name}"`;
    this.close();
    this.field.setSelectionRange(this.from, this.field.selectionStart);
    if (!document.execCommand("insertText", false, written)) {
      this.field.setRangeText(written, this.from, this.field.selectionStart, "end");
      this.field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  close() {
    this.list.hidden = true;
    this.field?.removeAttribute("aria-activedescendant");
  }

  // The list stands below the caret's line: a copy of the field with the text up to the caret says where that is.
  stand(before) {
    const style = getComputedStyle(this.field);
    const copy = made("div", {}, document.body);
    for (const name of ["font", "letterSpacing", "padding", "border", "boxSizing", "lineHeight", "width", "tabSize"]) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", top: "0", left: "0" });
    copy.textContent = before.slice(0, this.from);
    const caret = made("span", {}, copy);
    caret.textContent = "|";
    const { offsetLeft, offsetTop, offsetHeight } = caret;
    copy.remove();
    const { left, top, bottom, right } = this.field.getBoundingClientRect();
    const y = Math.min(top + offsetTop + offsetHeight - this.field.scrollTop + 2, bottom);
    const high = this.list.offsetHeight;
    Object.assign(this.list.style, {
      left: `${Math.max(8, Math.min(left + offsetLeft, right - this.list.offsetWidth, innerWidth - this.list.offsetWidth - 8))}px`,
      top: `${y + high > innerHeight && y - offsetHeight - high > 0 ? y - offsetHeight - high - 4 : y}px`,
    });
  }
}

function made(tag, attributes, parent) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent?.append(element);
  return element;
}
