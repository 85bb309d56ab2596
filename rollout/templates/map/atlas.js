// Draws the Map on a canvas from what rollout/layers.py made. Outlines are fetched once; a switch of layers or figure sends only colours and words.
const files = new Map();
const SLANT = Math.cos((36 * Math.PI) / 180); // equirectangular about 36°N: one unit is a degree of latitude
const KM_A_DEGREE = 111.195;
const COUNTRY = [125.75, 33.05, 129.75, 38.65]; // Ulleung lies outside the first view
const CLUSTER = { one: 26, several: 38 }; // pixels within which marks of a kind are drawn together
const SITE = 10;
const OFFSETS = { zone: [-11, 0], programme: [11, 0], older: [0, 14] };

export default function ({ data, parentElement, setTriggerValue }) {
  let map = parentElement.atlas;
  if (!map) {
    map = new Atlas(parentElement);
    parentElement.atlas = map;
  }
  map.open = (value) => setTriggerValue("opened", value);
  map.show(data);
}

function outlines(url) {
  if (!files.has(url)) {
    const asked = fetch(new URL(url, document.baseURI)).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.json();
    });
    const shapes = asked.then((content) => content.features.map(shape));
    shapes.catch(() => files.delete(url));
    files.set(url, shapes);
  }
  return files.get(url);
}

function shape({ properties, geometry }) {
  const path = new Path2D();
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  let largest = 0;
  let middle = [0, 0];
  for (const polygon of geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates)
    polygon.forEach((ring, place) => {
      let area = 0, mx = 0, my = 0;
      ring.forEach(([lon, lat], number) => {
        const [x, y] = flat(lon, lat);
        path[number ? "lineTo" : "moveTo"](x, y);
        box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
        box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
        const [nx, ny] = flat(...ring[(number + 1) % ring.length]);
        const cross = x * ny - nx * y;
        area += cross; mx += (x + nx) * cross; my += (y + ny) * cross;
      });
      path.closePath();
      if (!place && Math.abs(area) > largest) { largest = Math.abs(area); middle = [mx / (3 * area), my / (3 * area)]; }
    });
  return { id: properties.district_code ?? properties.province_id ?? properties.complex_id, properties, path, box, middle };
}

const flat = (lon, lat) => [lon * SLANT, -lat];
const make = (tag, className, parent, text) => {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  parent?.append(element);
  return element;
};

class Atlas {
  constructor(parent) {
    this.root = make("div", "rollout atlas", parent);
    this.stage = make("div", "stage", this.root);
    this.canvas = make("canvas", "", this.stage);
    this.canvas.setAttribute("role", "img");
    this.tip = make("div", "tip", this.stage);
    this.tip.hidden = true;
    this.hint = make("p", "hint", this.stage);
    this.tools = make("div", "tools", this.stage);
    this.buttons = {};
    for (const [name, sign, act] of [["in", "M3 8h10M8 3v10", () => this.zoom(1.6)], ["out", "M3 8h10", () => this.zoom(1 / 1.6)],
      ["home", "M2.5 8 8 3l5.5 5M4.5 7v6h7V7", () => this.fit(this.home())],
      ["full", "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10", () => (this.fullscreen() ? document.exitFullscreen() : this.root.requestFullscreen?.())],
      ["save", "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10", () => this.save()]]) {
      this.buttons[name] = make("button", "", this.tools);
      this.buttons[name].innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6"><path d="${sign}"/></svg>`;
      this.buttons[name].type = "button";
      this.buttons[name].addEventListener("click", act);
    }
    this.legend = make("details", "key", this.root);
    this.legend.open = true;
    this.pens = this.canvas.getContext("2d");
    this.shapes = { district: [], province: [], host: [] };
    this.listen();
    new ResizeObserver(() => this.resize()).observe(this.stage);
  }

  show(data) {
    const before = this.data;
    this.data = data;
    this.canvas.setAttribute("aria-label", data.alt);
    for (const [name, button] of Object.entries(this.buttons)) {
      button.title = data.words[name];
      button.setAttribute("aria-label", data.words[name]);
    }
    // The map reaches down to the foot of the window, however long the sentence above it is.
    const page = document.querySelector('[data-testid="stMain"]');
    const above = this.stage.getBoundingClientRect().top + (page?.scrollTop ?? 0);
    if (above > 0) this.root.style.setProperty("--above", `${Math.min(above, 400) + 24}px`);
    this.classes = new Map(Object.entries(data.classes));
    this.writeKey();
    const frame = JSON.stringify([data.circle, data.focus]);
    const moved = before && this.frame !== frame;
    this.frame = frame;
    const wanted = ["province", ...(data.level === "district" ? ["district"] : []), ...(data.hosts.length ? ["host"] : [])];
    Promise.all(wanted.map(async (name) => { this.shapes[name] = await outlines(data.urls[name]); })).then(() => {
      if (!this.view || moved) this.fit(this.home());
      this.redraw();
    }).catch(() => { this.say(data.words.failed); });
    this.redraw();
  }

  // --- where one looks -------------------------------------------------------------------------------------------------------------

  home() {
    const { circle, focus } = this.data;
    if (circle) {
      const [x, y] = flat(...circle.at);
      const r = (circle.km / KM_A_DEGREE) * 1.15;
      return [x - r, y - r, x + r, y + r];
    }
    const [west, south, east, north] = COUNTRY;
    const own = this.shapes.province.filter((province) => focus.includes(province.id));
    if (!own.length) return [...flat(west, north), ...flat(east, south)];
    return [0, 1, 2, 3].map((side) => Math[side < 2 ? "min" : "max"](...own.map(({ box }) => box[side])));
  }

  fit([left, top, right, bottom]) {
    const { width, height } = this.size();
    if (!width) return;
    const beside = width - this.covered(); // the legend lies on the sea, beside what is shown
    const k = 0.95 * Math.min(beside / (right - left), height / (bottom - top));
    this.view = { x: (left + right) / 2 + (width - beside) / 2 / k, y: (top + bottom) / 2, k };
    this.least ??= k * 0.7;
    this.redraw();
  }

  covered() { return getComputedStyle(this.legend).position === "absolute" && this.legend.open ? this.legend.offsetWidth : 0; }
  size() { return { width: this.stage.clientWidth, height: this.stage.clientHeight }; }
  fullscreen() { return document.fullscreenElement !== null; }

  resize() {
    const { width, height } = this.size();
    if (!width || !height) return;
    const dots = window.devicePixelRatio || 1;
    this.canvas.width = width * dots;
    this.canvas.height = height * dots;
    if (this.before && this.view) this.view.k *= Math.min(width / this.before.width, height / this.before.height);
    this.before = { width, height };
    if (!this.view && this.data && this.shapes.province.length) this.fit(this.home());
    this.draw();
  }

  zoom(by, at) {
    if (!this.view) return;
    const { width, height } = this.size();
    const [px, py] = at ?? [width / 2, height / 2];
    const { view } = this;
    const k = Math.min(Math.max(view.k * by, this.least), 9000);
    view.x += (px - width / 2) * (1 / view.k - 1 / k);
    view.y += (py - height / 2) * (1 / view.k - 1 / k);
    view.k = k;
    this.redraw();
  }

  pan(dx, dy) {
    this.view.x -= dx / this.view.k;
    this.view.y -= dy / this.view.k;
    this.redraw();
  }

  // --- hands -----------------------------------------------------------------------------------------------------------------------

  listen() {
    const { canvas } = this;
    let from = null;
    let dragged = false;
    const at = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    canvas.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.pointerType !== "mouse" || event.button) return;
      from = at(event);
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse") return;
      const here = at(event);
      if (from) {
        if (Math.hypot(here[0] - from[0], here[1] - from[1]) > 3 || dragged) {
          dragged = true;
          this.hover(null);
          this.pan(here[0] - from[0], here[1] - from[1]);
          from = here;
        }
      } else this.hover(here);
    });
    canvas.addEventListener("pointerup", () => { from = null; });
    canvas.addEventListener("pointerleave", () => this.hover(null));
    canvas.addEventListener("click", (event) => {
      if (dragged) return;
      const found = this.pick(at(event));
      if (found?.open) {
        this.hover(null);
        if (this.fullscreen()) document.exitFullscreen();
        this.open(found.open);
      }
    });
    canvas.addEventListener("dblclick", (event) => this.zoom(1.8, at(event)));
    canvas.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey && !this.fullscreen()) return this.say(this.data.words.hint);
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), at(event));
    }, { passive: false });
    // One finger scrolls the page, two move the map.
    let fingers = null;
    const pair = ({ touches: [a, b] }) => ({ at: at({ clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }), span: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) });
    canvas.addEventListener("touchstart", (event) => { fingers = event.touches.length === 2 ? pair(event) : null; }, { passive: true });
    canvas.addEventListener("touchmove", (event) => {
      if (event.touches.length !== 2) return this.say(this.data.words.touch);
      event.preventDefault();
      dragged = true;
      const now = pair(event);
      if (fingers) {
        this.pan(now.at[0] - fingers.at[0], now.at[1] - fingers.at[1]);
        this.zoom(now.span / fingers.span, now.at);
      }
      fingers = now;
    }, { passive: false });
    this.tools.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.code];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return; // Alt and an arrow is the browser's Back
      event.preventDefault();
      this.pan(...step);
    });
  }

  say(text) {
    this.hint.textContent = text;
    this.hint.classList.add("said");
    clearTimeout(this.saying);
    this.saying = setTimeout(() => this.hint.classList.remove("said"), 1400);
  }

  hover(at) {
    const found = at && this.pick(at);
    const id = found?.shape?.id ?? null;
    this.canvas.style.cursor = found?.open ? "pointer" : "";
    if (id !== this.under) {
      this.under = id;
      this.redraw();
    }
    this.tip.hidden = !found;
    if (!found) return;
    this.tip.replaceChildren(make("b", "", null, found.name), ...found.lines.map((line) => make("span", "", null, line)));
    const { width, height } = this.size();
    const { offsetWidth, offsetHeight } = this.tip;
    const x = at[0] + 14 + offsetWidth > width ? at[0] - 14 - offsetWidth : at[0] + 14;
    const y = Math.min(at[1] + 12, height - offsetHeight - 4);
    this.tip.style.transform = `translate(${Math.max(4, x)}px, ${Math.max(4, y)}px)`;
  }

  pick([px, py]) {
    if (!this.view) return null;
    const { data } = this;
    const near = (list, reach) => list?.filter(({ x, y, r }) => Math.hypot(px - x, py - y) <= r + reach).sort((a, b) => Math.hypot(px - a.x, py - a.y) - Math.hypot(px - b.x, py - b.y))[0];
    const site = near(this.drawnSites, 3);
    if (site) return { open: `complex:${site.own.id}`, name: site.own.name, lines: site.own.caption };
    const mark = near(this.drawnMarks, 2);
    if (mark) {
      const places = mark.places.map((place) => place.name);
      const named = places.slice(0, 4).join(", ") + (places.length > 4 ? " …" : "");
      return { open: `items:${mark.kind}:${mark.places.map((place) => place.code).join(";")}`, name: `${data.kinds[mark.kind]}: ${data.words.items.replace("{n}", mark.count)}`, lines: [named] };
    }
    const { width, height } = this.size();
    const x = (px - width / 2) / this.view.k + this.view.x;
    const y = (py - height / 2) / this.view.k + this.view.y;
    const inside = ({ box, path }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && this.within(path, x, y);
    const found = this.shapes[data.level].find(inside);
    if (!found || !data.places[found.id]) return null;
    const [name, value] = data.places[found.id];
    const open = data.opens.replace("{id}", found.id);
    return { open, name, lines: data.figure ? [`${data.figure}: ${value || data.words.missing}`] : [], shape: found };
  }

  within(path, x, y) {
    this.pens.save();
    this.pens.setTransform(1, 0, 0, 1, 0, 0);
    const inside = this.pens.isPointInPath(path, x, y);
    this.pens.restore();
    return inside;
  }

  // --- pens ------------------------------------------------------------------------------------------------------------------------

  redraw() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.draw(); });
  }

  draw() {
    if (!this.view || !this.data) return;
    const { width, height } = this.size();
    const dots = window.devicePixelRatio || 1;
    this.paint(this.pens, width, height, dots);
    this.root.dataset.drawn = "true";
  }

  paint(pens, width, height, dots) {
    const { view, data } = this;
    const { palette } = data;
    const k = view.k;
    const screen = (x, y) => [(x - view.x) * k + width / 2, (y - view.y) * k + height / 2];
    pens.setTransform(dots, 0, 0, dots, 0, 0);
    pens.fillStyle = palette.ground;
    pens.fillRect(0, 0, width, height);
    pens.setTransform(dots * k, 0, 0, dots * k, dots * (width / 2 - view.x * k), dots * (height / 2 - view.y * k));
    pens.lineJoin = "round";
    const seen = ({ box }) => { const [l, t] = screen(box[0], box[1]); const [r, b] = screen(box[2], box[3]); return r > 0 && l < width && b > 0 && t < height; };
    const hatch = this.hatch(pens, dots * k);
    const level = this.shapes[data.level];
    const [own, all] = [new Set(data.focus), !data.focus.length];
    const provinceOf = data.level === "province" ? (id) => id : (id) => this.province(id);
    for (const one of level) {
      if (!seen(one)) continue;
      pens.globalAlpha = all || own.has(provinceOf(one.id)) ? 1 : 0.28;
      const number = this.classes.get(one.id);
      const fill = !data.colours.length ? palette.land : number === undefined ? hatch : data.colours[number];
      if (fill === hatch) { pens.fillStyle = palette.land; pens.fill(one.path); }
      pens.fillStyle = fill;
      pens.fill(one.path);
      pens.lineWidth = (data.colours.length ? 0.6 : 0.8) / k;
      pens.strokeStyle = palette.ground;
      pens.stroke(one.path);
    }
    pens.globalAlpha = 1;
    pens.lineWidth = 1 / k;
    pens.strokeStyle = palette.faint;
    for (const one of this.shapes.province) if (seen(one)) pens.stroke(one.path);
    const under = level.find(({ id }) => id === this.under);
    if (under) { pens.lineWidth = 2.2 / k; pens.strokeStyle = palette.text; pens.stroke(under.path); }
    if (data.hosts.length)
      for (const one of this.shapes.host) {
        if (!data.hosts.includes(one.id) || !seen(one)) continue;
        pens.fillStyle = palette.blue; pens.globalAlpha = 0.25; pens.fill(one.path);
        pens.globalAlpha = 1; pens.lineWidth = 1.6 / k; pens.strokeStyle = palette.blue; pens.stroke(one.path);
      }
    if (data.circle) this.circle(pens, k);
    pens.setTransform(dots, 0, 0, dots, 0, 0);
    this.drawMarks(pens, screen, width, height);
    this.drawSites(pens, screen, k);
    this.drawNames(pens, screen, width, height, k);
  }

  province(code) {
    if (!this.codes) {
      this.codes = new Map();
      for (const one of this.shapes.district) {
        const [x, y] = one.middle;
        const home = this.shapes.province.find(({ path, box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && this.within(path, x, y));
        this.codes.set(one.id, home?.id);
      }
    }
    return this.codes.get(code);
  }

  hatch(pens, scale) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 8;
    const pen = tile.getContext("2d");
    pen.strokeStyle = this.data.palette.faint;
    pen.lineWidth = 1.4;
    for (const from of [-8, 0, 8]) { pen.beginPath(); pen.moveTo(from, 8); pen.lineTo(from + 8, 0); pen.stroke(); }
    const pattern = pens.createPattern(tile, "repeat");
    pattern.setTransform(new DOMMatrix().scale(1 / scale));
    return pattern;
  }

  circle(pens, k) {
    const { at: [lon, lat], km } = this.data.circle;
    const high = km / KM_A_DEGREE;
    const wide = (high / Math.cos((lat * Math.PI) / 180)) * SLANT;
    pens.beginPath();
    pens.ellipse(...flat(lon, lat), wide, high, 0, 0, 2 * Math.PI);
    pens.fillStyle = this.data.palette.blue; pens.globalAlpha = 0.07; pens.fill();
    pens.globalAlpha = 1; pens.strokeStyle = this.data.palette.blue; pens.lineWidth = 2 / k; pens.setLineDash([7 / k, 5 / k]); pens.stroke();
    pens.setLineDash([]);
  }

  drawMarks(pens, screen, width, height) {
    const { data } = this;
    const kinds = [...new Set(data.marks.map(({ kind }) => kind))];
    const drawn = [];
    const reach = kinds.length > 1 ? CLUSTER.several : CLUSTER.one;
    for (const kind of kinds) {
      const [dx, dy] = kinds.length > 1 ? OFFSETS[kind] : [0, 0];
      const own = data.marks.filter((mark) => mark.kind === kind).sort((a, b) => b.items.length - a.items.length);
      const groups = [];
      for (const mark of own) {
        const [x, y] = screen(...flat(...mark.at));
        const group = groups.find((other) => other.exact === mark.exact && Math.hypot(other.x - x, other.y - y) < reach);
        if (group) { group.places.push(mark); mark.items.forEach((item) => group.items.add(item)); }
        else groups.push({ x, y, exact: mark.exact, places: [mark], items: new Set(mark.items) });
      }
      for (const group of groups) {
        const count = group.items.size;
        const r = Math.min(7 + 1.6 * Math.log2(count), 16);
        const [x, y] = [group.x + dx, group.y + dy];
        if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
        symbol(pens, { symbol: group.exact ? kind : "vague", kind, text: count > 1 ? String(count) : "" }, x, y, r, data.palette);
        drawn.push({ x, y, r, kind, count, places: group.places });
      }
    }
    this.drawnMarks = drawn;
  }

  drawSites(pens, screen, k) {
    const { data } = this;
    const spots = data.sites.map(({ at }) => screen(...flat(...at)));
    for (const [number, one] of spots.entries()) // neighbours whose discs would hide each other step aside by a few pixels
      for (const other of spots.slice(number + 1)) {
        const apart = Math.hypot(one[0] - other[0], one[1] - other[1]);
        if (apart >= 2 * SITE || !apart) continue;
        const [dx, dy] = [0, 1].map((axis) => ((one[axis] - other[axis]) / apart) * (SITE - apart / 2));
        one[0] += dx; one[1] += dy; other[0] -= dx; other[1] -= dy;
      }
    this.drawnSites = data.sites.map((own, number) => {
      const [x, y] = spots[number];
      const area = (own.radius / 1000 / KM_A_DEGREE) * k;
      if (area > SITE) {
        pens.beginPath(); pens.arc(x, y, area, 0, 2 * Math.PI);
        pens.globalAlpha = 0.3; pens.fillStyle = own.ink === "#ffffff" ? own.fill : data.palette.blue; pens.fill(); pens.globalAlpha = 1;
        pens.strokeStyle = data.palette.blue; pens.lineWidth = 1.4; pens.stroke();
      }
      symbol(pens, { ...own, symbol: "site" }, x, y, SITE, data.palette);
      return { own, x, y, r: SITE };
    });
  }

  drawNames(pens, screen, width, height, k) {
    const { data } = this;
    const font = getComputedStyle(this.root).fontFamily;
    const box = ({ x, y, r }) => [x - r, y - r, x + r, y + r];
    const taken = this.drawnSites.map(box); // what a name must not lie on: sites, other names, the legend
    const marks = this.drawnMarks.map(box); // what it should not lie on
    if (this.covered()) taken.push([this.legend.offsetLeft, this.legend.offsetTop, width, height]);
    const free = (own, others) => others.every((other) => own[2] < other[0] || own[0] > other[2] || own[3] < other[1] || own[1] > other[3]);
    const write = (text, x, y, colour, size, weight, must, spots) => {
      pens.font = `${weight} ${size}px ${font}`;
      const wide = pens.measureText(text).width;
      const places = spots.map(([dx, dy, anchor]) => [x + dx - (anchor === "end" ? wide : anchor === "middle" ? wide / 2 : 0), y + dy]);
      const boxOf = ([left, middle]) => [left - 2, middle - size * 0.62, left + wide + 2, middle + size * 0.62];
      const possible = places.filter((one) => free(boxOf(one), taken));
      const place = possible.find((one) => free(boxOf(one), marks)) ?? (must ? possible[0] ?? places[0] : null);
      if (!place) return;
      taken.push(boxOf(place));
      pens.textBaseline = "middle";
      pens.textAlign = "left";
      pens.lineJoin = "round";
      pens.lineWidth = 3.5;
      pens.strokeStyle = data.palette.ground;
      pens.strokeText(text, ...place);
      pens.fillStyle = colour;
      pens.fillText(text, ...place);
    };
    const r = SITE + 4;
    const around = [[r, 0, "start"], [-r, 0, "end"], [0, -r - 5, "middle"], [0, r + 5, "middle"], [r - 3, -r + 1, "start"], [r - 3, r - 1, "start"], [-r + 3, -r + 1, "end"], [-r + 3, r - 1, "end"]];
    for (const { own, x, y } of [...this.drawnSites].sort((a, b) => a.x - b.x)) write(own.name, x, y, data.palette.text, 13.5, 700, true, around);
    const here = [[0, 0, "middle"], [0, -13, "middle"], [0, 13, "middle"]];
    const close = data.level === "district" && k > 330;
    const level = close ? this.shapes.district : this.shapes.province;
    for (const one of level) {
      const name = close ? data.places[one.id]?.[2] : data.provinces[one.id];
      const [x, y] = screen(...one.middle);
      if (!name || x < 0 || y < 0 || x > width || y > height) continue;
      const room = (one.box[2] - one.box[0]) * k;
      if (room < (close ? 44 : 24)) continue;
      write(name, x, y, data.palette.subtle, close ? 11.5 : 12.5, 500, false, here);
    }
  }

  // --- legend and picture ------------------------------------------------------------------------------------------------------------

  writeKey() {
    const { data } = this;
    const dots = window.devicePixelRatio || 1;
    const head = make("summary", "", null, data.words.legend);
    const parts = data.legend.map((part) => {
      const group = make("section", "", null);
      make("h3", "", group, part.title);
      const list = make("ul", "", group);
      for (const item of part.items) {
        const line = make("li", "", list);
        const sign = make("canvas", "", line);
        sign.width = sign.height = 20 * dots;
        sign.setAttribute("aria-hidden", "true");
        const pens = sign.getContext("2d");
        pens.scale(dots, dots);
        symbol(pens, item, 10, 10, 8, data.palette);
        make("span", "", line, item.text);
        if (item.count) make("span", "count", line, item.count);
      }
      for (const note of part.note) make("p", "", group, note);
      return group;
    });
    this.legend.replaceChildren(head, ...parts);
  }

  save() {
    const { data } = this;
    const { width, height } = this.size();
    const [head, foot, key, dots] = [46, 30, 250, 2];
    const sheet = document.createElement("canvas");
    sheet.width = (width + key) * dots;
    sheet.height = (height + head + foot) * dots;
    const map = document.createElement("canvas");
    map.width = width * dots;
    map.height = height * dots;
    this.paint(map.getContext("2d"), width, height, dots);
    const pens = sheet.getContext("2d");
    pens.fillStyle = data.palette.ground;
    pens.fillRect(0, 0, sheet.width, sheet.height);
    pens.drawImage(map, 0, head * dots);
    pens.scale(dots, dots);
    const font = getComputedStyle(this.root).fontFamily;
    const write = (text, x, y, size, weight, colour) => { pens.font = `${weight} ${size}px ${font}`; pens.fillStyle = colour; pens.textBaseline = "middle"; pens.textAlign = "left"; pens.fillText(text, x, y); };
    write(data.title, 14, head / 2, 19, 700, data.palette.text);
    write(data.source, 14, head + height + foot / 2, 11, 400, data.palette.subtle);
    let y = head + 10;
    for (const part of data.legend) {
      const words = part.title.split(" ");
      let line = "";
      pens.font = `700 12.5px ${font}`;
      const lines = [];
      for (const word of words) {
        if (line && pens.measureText(`${line} ${word}`).width > key - 20) { lines.push(line); line = word; } else line = line ? `${line} ${word}` : word;
      }
      for (const one of [...lines, line]) { write(one, width + 10, y + 8, 12.5, 700, data.palette.text); y += 17; }
      for (const item of part.items) {
        symbol(pens, item, width + 20, y + 9, 8, data.palette);
        write(item.count ? `${item.text}  (${item.count})` : item.text, width + 36, y + 9, 12, 400, data.palette.text);
        y += 20;
      }
      y += 12;
    }
    const link = document.createElement("a");
    link.download = data.file;
    link.href = sheet.toDataURL("image/png");
    link.click();
    fetch("/exported", { method: "POST", body: data.file, keepalive: true }).catch(() => {}); // for the audit log
    this.redraw();
  }
}

// A sign of the map or of its legend: told by shape, number or letter as well as by colour.
function symbol(pens, item, x, y, r, palette) {
  pens.save();
  pens.lineJoin = "round";
  const trace = (points) => { pens.beginPath(); points.forEach(([dx, dy], number) => pens[number ? "lineTo" : "moveTo"](x + dx * r, y + dy * r)); pens.closePath(); };
  const number = (text, colour, size) => {
    pens.font = `700 ${size}px ${getComputedStyle(document.body).fontFamily}`;
    pens.textAlign = "center"; pens.textBaseline = "middle"; pens.fillStyle = colour;
    pens.fillText(text, x, y + 0.5);
  };
  const outlines = {
    zone: () => trace([[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]]),
    programme: () => trace([[-0.92, -0.92], [0.92, -0.92], [0.92, 0.92], [-0.92, 0.92]]),
    older: () => trace([[-0.6, -1.05], [0.6, -1.05], [1.15, 0], [0.6, 1.05], [-0.6, 1.05], [-1.15, 0]]),
  };
  if (item.symbol === "swatch" || item.symbol === "none") {
    pens.fillStyle = item.fill ?? palette.land;
    pens.fillRect(x - 9, y - 6, 18, 12);
    if (item.symbol === "none") {
      pens.strokeStyle = palette.faint; pens.lineWidth = 1.2;
      pens.beginPath(); pens.rect(x - 9, y - 6, 18, 12); pens.clip();
      for (let from = -24; from < 24; from += 6) { pens.beginPath(); pens.moveTo(x + from, y + 6); pens.lineTo(x + from + 12, y - 6); pens.stroke(); }
    }
    pens.strokeStyle = palette.line; pens.lineWidth = 1; pens.strokeRect(x - 8.5, y - 5.5, 17, 11);
  } else if (item.symbol === "host" || item.symbol === "circle") {
    if (item.symbol === "circle") { pens.beginPath(); pens.arc(x, y, 8, 0, 2 * Math.PI); pens.setLineDash([4, 3]); } else { pens.beginPath(); pens.rect(x - 8, y - 6, 16, 12); }
    pens.fillStyle = palette.blue; pens.globalAlpha = item.symbol === "circle" ? 0.1 : 0.25; pens.fill();
    pens.globalAlpha = 1; pens.strokeStyle = palette.blue; pens.lineWidth = 1.6; pens.stroke();
  } else if (item.symbol === "site") {
    pens.beginPath(); pens.arc(x, y, r + 1.6, 0, 2 * Math.PI); pens.fillStyle = palette.text; pens.fill();
    pens.beginPath(); pens.arc(x, y, r + 0.6, 0, 2 * Math.PI); pens.fillStyle = palette.ground; pens.fill();
    pens.beginPath(); pens.arc(x, y, r - 1, 0, 2 * Math.PI); pens.fillStyle = item.fill; pens.fill();
    pens.fillStyle = item.ink;
    const q = r * 0.55;
    if (item.glyph) number(item.glyph, item.ink, 11);
    else if (item.shape === "green") { pens.beginPath(); pens.arc(x, y, q, 0, 2 * Math.PI); pens.fill(); }
    else if (item.shape === "amber") { pens.beginPath(); pens.moveTo(x, y - q * 1.1); pens.lineTo(x + q * 1.1, y + q * 0.8); pens.lineTo(x - q * 1.1, y + q * 0.8); pens.closePath(); pens.fill(); }
    else if (item.shape === "amber-green") { pens.beginPath(); pens.arc(x, y, q, 0.5 * Math.PI, 1.5 * Math.PI); pens.fill(); pens.beginPath(); pens.arc(x, y, q - 0.8, 0, 2 * Math.PI); pens.lineWidth = 1.6; pens.strokeStyle = item.ink; pens.stroke(); }
    else if (item.shape === "amber-red") { pens.beginPath(); pens.moveTo(x, y + q * 1.1); pens.lineTo(x + q * 1.1, y - q * 0.8); pens.lineTo(x - q * 1.1, y - q * 0.8); pens.closePath(); pens.fill(); }
    else pens.fillRect(x - q * 0.9, y - q * 0.9, q * 1.8, q * 1.8);
  } else {
    const vague = item.symbol === "vague";
    outlines[item.kind ?? (vague ? "zone" : item.symbol)]();
    pens.lineWidth = 3; pens.strokeStyle = palette.ground; pens.stroke();
    pens.fillStyle = vague ? palette.ground : { zone: palette.text, programme: palette.subtle, older: palette.text }[item.symbol];
    pens.fill();
    pens.lineWidth = 1.4; pens.strokeStyle = palette.text; pens.setLineDash(vague ? [3, 2] : []);
    pens.stroke();
    if (item.text && item.kind) number(item.text, vague ? palette.text : palette.ground, r > 9 ? 11 : 10);
  }
  pens.restore();
}
