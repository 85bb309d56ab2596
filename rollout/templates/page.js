// Shows HTML made on the server, tells the server what was opened, and saves a chart as a picture.
export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".rollout");
  if (!root) {
    root = document.createElement("div");
    root.className = "rollout";
    root.addEventListener("click", (event) => {
      const opener = event.target.closest("[data-open]");
      if (opener) setTriggerValue("opened", opener.dataset.open);
      const chooser = event.target.closest("[data-chooses]");
      if (chooser) setTriggerValue("chosen", chooser.dataset.chooses);
      const picture = event.target.closest("[data-picture]");
      if (picture) savePicture(picture.dataset);
      const copy = event.target.closest("[data-copy]");
      if (copy) copyLink(copy);
      const goes = event.target.closest("[data-goes]");
      if (goes && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) go(goes.href, event);
      const from = event.target.closest("[data-present]");
      if (from) theRoom().open(root, Number(from.dataset.present));
    });
    parentElement.appendChild(root);
  }
  if (root.shown !== data) {
    const links = () => [...root.querySelectorAll("[data-goes]")];
    const place = links().indexOf(root.getRootNode().activeElement);
    root.innerHTML = data;
    links()[place]?.focus({ preventScroll: true });
    window.rolloutFrame?.carry?.(root);
    showCurrent(root.querySelector("nav [aria-current]"));
    root.shown = data;
    const later = shortened(root);
    const equip = () => {
      later.forEach(([body, rows]) => body.append(...rows));
      equipTables(root);
      keepFigures(root);
      markNew(root);
    };
    if (later.length) requestAnimationFrame(() => setTimeout(() => root.shown === data && equip()));
    else equip();
    if (root.querySelector("[data-print]")) printWhenStill(root);
    const file = root.querySelector("[data-file]");
    if (file) saveFile(file);
    if (root.querySelector("[data-screens]")) theRoom().follow(root);
  }
}

const SEEN = 6; // rows of a small list: more than are seen without scrolling

// The rows of small lists that lie below their edge come after the first picture.
function shortened(root) {
  const bodies = [...root.querySelectorAll(".brief tbody")].filter((body) => body.rows.length > SEEN);
  return bodies.map((body) => {
    const rows = [...body.rows].slice(SEEN);
    rows.forEach((row) => row.remove());
    return [body, rows];
  });
}

// Moves a row of links that is wider than the screen to the one that is open.
function showCurrent(link) {
  if (!link) return;
  const row = link.parentElement.getBoundingClientRect(), own = link.getBoundingClientRect();
  link.parentElement.scrollLeft += own.left + own.width / 2 - (row.left + row.width / 2);
}

// Shows another view without loading the page anew: as if somebody had come there by the browser's history, so that the address wins.
function go(address, event) {
  event.preventDefault();
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
  document.querySelector('[data-testid="stMain"]').scrollTo(0, 0);
}

// What came since this browser's last visit: rows whose keys it did not have then, counted below them. The first visit marks nothing.
function markNew(root) {
  const rows = [...root.querySelectorAll(".brief [data-key]")];
  if (!rows.length) return;
  try {
    const known = sessionStorage.rolloutKnown ?? localStorage.rolloutSeen;
    const day = new Date().toLocaleDateString("sv");  // as 2026-11-27
    sessionStorage.rolloutKnown ??= known ?? "";
    sessionStorage.rolloutLast ??= localStorage.rolloutVisited ?? "";
    localStorage.rolloutVisited = day;
    const before = new Set((known ?? "").split("\n"));
    if (known) for (const row of rows) row.classList.toggle("new", !before.has(row.dataset.key));
    if (known && sessionStorage.rolloutLast) for (const line of root.querySelectorAll("[data-visited]")) {
      const count = line.closest(".tabled").querySelectorAll(".new").length;
      line.textContent = line.dataset.visited.replace("{n}", count).replace("{day}", sessionStorage.rolloutLast);
      line.hidden = !count;
    }
    const seen = new Set([...(localStorage.rolloutSeen ?? "").split("\n"), ...rows.map((row) => row.dataset.key)]);
    localStorage.rolloutSeen = [...seen].filter(Boolean).slice(-2000).join("\n");
  } catch {} // a browser that keeps nothing
}

// A browser that translates the page must leave figures and marks as they are: every short text that holds one, but no sentence.
function keepFigures(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement: holder } = texts.currentNode;
    if (data.trim().length <= 40 && /[\p{N}\p{S}]/u.test(data) && !holder.matches("h1, h2, h3, p")) holder.translate = false;
  }
}

// Paper is asked for on the server, so that the page's sources are on it: wait until nothing runs and they are unfolded to their end.
function printWhenStill(root, height = 0) {
  if (!root.isConnected) return;
  const still = document.querySelector(".stApp")?.dataset.testScriptState === "notRunning" && !document.querySelector("[data-stale=true]");
  const fold = root.getRootNode().host.closest("details");
  const now = fold ? Math.round(fold.getBoundingClientRect().height) : root.offsetHeight;
  if (still && now === height && now >= root.offsetHeight && root.offsetHeight) print();
  else setTimeout(() => printWhenStill(root, now), 400);
}

// On paper what is folded stands open, and a chart that was drawn for a wide window is made as much smaller as the page is.
const PAPER = ((297 - 2 * 10) / 25.4) * 96 / 0.72; // A4 across, less the margins, in the scale of theme.FRAME
if (!window.rolloutPaper) {
  window.rolloutPaper = true;
  let undo = [];
  addEventListener("beforeprint", () => {
    const roots = [document, ...[...document.querySelectorAll("*")].flatMap((element) => element.shadowRoot ?? [])];
    const folded = roots.flatMap((root) => [...root.querySelectorAll(".rollout details:not([open])")]);
    const main = document.querySelector('[data-testid="stMainBlockContainer"] > *');
    const charts = [...document.querySelectorAll(".js-plotly-plot")];
    const room = (chart) => (PAPER * chart.closest('[data-testid="stElementContainer"]').offsetWidth) / main.offsetWidth;
    const foot = document.head.appendChild(document.createElement("style"));
    foot.textContent = pageFoot(roots);
    folded.forEach((one) => { one.open = true; });
    charts.forEach((one) => { one.style.zoom = Math.min(1, room(one) / one.offsetWidth); });
    undo = [() => foot.remove(), () => folded.forEach((one) => { one.open = false; }), () => charts.forEach((one) => { one.style.zoom = ""; })];
  });
  addEventListener("afterprint", () => undo.splice(0).forEach((step) => step()));
  // The browser's own order to print would not wait for the sources: it presses the page's button, where there is one and nothing lies on the page.
  addEventListener("keydown", (event) => {
    const button = document.querySelector('[class*="-print "] button');
    if (event.code !== "KeyP" || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey || !button || document.querySelector("[role=dialog]")) return;
    event.preventDefault();
    button.click();
  });
}

// On each page of paper: the view's filters and day, the number of the page.
function pageFoot(roots) {
  const told = [".crumb", ".clock"].map((name) => roots.map((root) => root.querySelector(name)?.textContent.trim()).find(Boolean));
  const text = told.filter(Boolean).join(" · ").replace(/["\\<\n]/g, (sign) => `\\${sign.charCodeAt(0).toString(16)} `);
  const set = 'font: 8pt "Malgun Gothic", "Noto Sans CJK KR", sans-serif; color: #59616a;';
  return `@page { margin-bottom: 14mm; @bottom-left { content: "${text}"; white-space: nowrap; ${set} } @bottom-right { content: counter(page) " / " counter(pages); ${set} } }`;
}

// Without a clipboard (no TLS) the browser's own box shows the address to copy.
async function copyLink(button) {
  const { copy, done } = button.dataset;
  try {
    await navigator.clipboard.writeText(copy);
    const label = button.textContent;
    button.textContent = done;
    setTimeout(() => (button.textContent = label), 2000);
  } catch {
    prompt(button.textContent, copy);
  }
}

// Plotly draws a chart in several SVG layers that lie on each other: stack them in one, under the title.
function savePicture({ picture, name, title }) {
  const layers = [...document.querySelectorAll(`${picture} svg.main-svg`)];
  if (!layers.length) return;
  const { width, height } = layers[0].getBoundingClientRect();
  const head = 44;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height + head}`);
  const ground = getComputedStyle(document.querySelector(".stApp"));
  svg.innerHTML = `<rect width="100%" height="100%" fill="${ground.backgroundColor}"/>`;
  const text = document.createElementNS(svg.namespaceURI, "text");
  for (const [key, value] of Object.entries({ x: 12, y: 27, "font-size": 18, "font-weight": 700, "font-family": "sans-serif", fill: ground.color }))
    text.setAttribute(key, value);
  text.textContent = title;
  svg.append(text);
  for (const layer of layers) {
    const copy = layer.cloneNode(true);
    copy.setAttribute("y", head);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    svg.append(copy);
  }
  save(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }), name);
  exported(name);
}

// The server writes down what a page takes out without asking it.
function exported(name) {
  fetch("/exported", { method: "POST", body: name, keepalive: true }).catch(() => {});
}

// The server made a file and wrote it into the page: save it, and keep no second copy.
function saveFile(holder) {
  const [head, content] = holder.dataset.content.split(";base64,");
  holder.removeAttribute("data-content");
  save(new Blob([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], { type: head.slice("data:".length) }), holder.dataset.file);
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
