// A small map: provinces that can be chosen, complexes that open. Outlines come once from our own server, those of the as-of day.
const SVG = "http://www.w3.org/2000/svg";
const STRETCH = 1 / Math.cos((36 * Math.PI) / 180); // a degree of latitude against one of longitude at 36° N
const WHOLE = [125.8, 33.9, 130.2, 38.7];
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
  root.replaceChildren(drawn(data, features));
}

function drawn(data, features) {
  const chosen = features.filter((one) => data.chosen.includes(one.properties.province_id));
  const [west, south, east, north] = chosen.length ? widened(bounds(chosen)) : WHOLE;
  const scale = Math.min(data.width / (east - west), data.height / ((north - south) * STRETCH));
  const at = ([x, y]) => [(x - west) * scale, (north - y) * scale * STRETCH];
  const svg = made("svg", { viewBox: `0 0 ${(east - west) * scale} ${(north - south) * scale * STRETCH}`, role: "group", "aria-label": data.label });
  for (const { properties, geometry } of features) {
    const id = properties.province_id;
    const d = rings(geometry).map((ring) => `M${ring.map((point) => at(point).map((n) => n.toFixed(1))).join("L")}Z`).join("");
    const name = data.names[id];
    const state = data.offered.includes(id) ? { "data-province": id, tabindex: 0, role: "button", "aria-pressed": data.chosen.includes(id), "aria-label": name } : {};
    svg.append(titled(made("path", { d, class: "province", ...state }), name));
  }
  for (const site of data.sites) {
    const [x, y] = at(site.place);
    const group = made("g", { class: "site", "data-open": site.opens, tabindex: 0, role: "button", "aria-label": site.caption });
    const label = made("text", { x: x + site.offset[0] * 0.8, y: y + site.offset[1] * 0.8 + 4, "text-anchor": site.anchor });
    label.textContent = site.name;
    group.append(made("circle", { cx: x, cy: y, r: 5.5, fill: site.colour }), label);
    svg.append(titled(group, site.caption));
  }
  return svg;
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function titled(element, text) {
  const title = made("title", {});
  title.textContent = text;
  element.append(title);
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
