// A small map: provinces that can be chosen, complexes that open. Outlines come once from our own server, those of the as-of day; they are drawn once, and what is chosen moves the frame.
const SVG = "http://www.w3.org/2000/svg";
const STRETCH = 1 / Math.cos((36 * Math.PI) / 180); // a degree of latitude against one of longitude at 36° N
const WHOLE = [125.8, 33.9, 130.2, 38.7];
const UNITS = 100;  // of the drawing a degree of longitude
const outlines = {};  // by address

export default async function ({ data, parentElement, setTriggerValue }) {
  outlines[data.outlines] ??= fetch(data.outlines).then((answer) => answer.json());
  const { features } = await outlines[data.outlines];
  if (!parentElement.isConnected) return;
  let root = parentElement.querySelector(".small-map");
  if (!root) {
    root = document.createElement("div");
    root.className = "rollout small-map";
    parentElement.append(root);
    const press = (event) => {
      const chosen = event.target.closest("[data-province], [data-open]");
      if (!chosen || (event.type === "keydown" && !["Enter", " "].includes(event.key))) return;
      event.preventDefault();
      if (chosen.dataset.open) root.tell("opened", chosen.dataset.open);
      else root.tell("province", chosen.dataset.province);
    };
    root.addEventListener("click", press);
    root.addEventListener("keydown", press);
  }
  root.tell = setTriggerValue;
  const shown = JSON.stringify(data);
  if (root.shown === shown) return;
  root.shown = shown;
  if (root.outlines !== data.outlines) root.replaceChildren(outlined(features));
  root.outlines = data.outlines;
  frame(root.firstChild, data, features);
}

const across = (longitude) => (longitude - WHOLE[0]) * UNITS;
const down = (latitude) => (WHOLE[3] - latitude) * UNITS * STRETCH;

// The provinces, and an empty place for the complexes.
function outlined(features) {
  const svg = made("svg", { role: "group" });
  const point = ([x, y]) => `${across(x).toFixed(1)},${down(y).toFixed(1)}`;
  for (const { properties, geometry } of features) {
    const d = rings(geometry).map((ring) => `M${ring.map(point).join("L")}Z`).join("");
    svg.append(titled(made("path", { d, class: "province", "data-of": properties.province_id }), ""));
  }
  svg.append(made("g", {}));
  return svg;
}

// What is chosen fills the frame; the complexes keep their size.
function frame(svg, data, features) {
  const chosen = features.filter((one) => data.chosen.includes(one.properties.province_id));
  const [west, south, east, north] = chosen.length ? widened(bounds(chosen)) : WHOLE;
  const [left, top, width, height] = [across(west), down(north), across(east) - across(west), down(south) - down(north)];
  const small = 1 / Math.min(data.width / width, data.height / height);
  for (const [name, value] of Object.entries({ viewBox: `${left} ${top} ${width} ${height}`, "aria-label": data.label })) svg.setAttribute(name, value);
  for (const path of svg.querySelectorAll(".province")) {
    const id = path.dataset.of, name = data.names[id];
    const state = data.offered.includes(id) ? { "data-province": id, tabindex: 0, role: "button", "aria-pressed": data.chosen.includes(id), "aria-label": name } : {};
    for (const one of ["data-province", "tabindex", "role", "aria-pressed", "aria-label"])
      if (one in state) path.setAttribute(one, state[one]);
      else path.removeAttribute(one);
    path.firstChild.textContent = name;
  }
  svg.lastChild.replaceChildren(...data.sites.map((site) => marked(site, small)));
}

// A complex; `small`: what makes a pixel of the units.
function marked(site, small) {
  const [x, y] = site.place;
  const transform = `translate(${across(x)} ${down(y)}) scale(${small})`;
  const group = made("g", { class: "site", transform, "data-open": site.opens, tabindex: 0, role: "button", "aria-label": site.caption });
  const label = made("text", { x: site.offset[0] * 0.8, y: site.offset[1] * 0.8 + 4, "text-anchor": site.anchor });
  label.textContent = site.name;
  group.append(made("circle", { r: 5.5, fill: site.colour }), label);
  return titled(group, site.caption);
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

// The title is the first child.
function titled(element, text) {
  const title = made("title", {});
  title.textContent = text;
  element.prepend(title);
  return element;
}

const rings = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).flat();

function bounds(features) {
  const points = features.flatMap((one) => rings(one.geometry).flat());
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.min(130.2, Math.max(...xs)), Math.max(...ys)];
}

function widened([west, south, east, north]) {
  const margin = 0.12 * Math.max(east - west, north - south);
  return [west - margin, south - margin, east + margin, north + margin];
}
