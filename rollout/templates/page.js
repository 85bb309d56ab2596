// Shows HTML made on the server, tells the server what was opened, and saves a chart as a picture.
export default function ({ data, parentElement, setTriggerValue }) {
  // Streamlit drops a query of over 1,000 parameters whole and without a word: open the page without it, and say so.
  if (new URLSearchParams(location.search).size > 1000) location.replace(`${location.pathname}?dropped=link`);
  let root = parentElement.querySelector(".rollout");
  if (!root) {
    root = document.createElement("div");
    root.className = "rollout";
    root.addEventListener("click", (event) => {
      const opener = event.target.closest("[data-open]");
      if (opener) setTriggerValue("opened", opener.dataset.open);
      const picture = event.target.closest("[data-picture]");
      if (picture) savePicture(picture.dataset);
    });
    parentElement.appendChild(root);
  }
  if (root.shown !== data) {
    root.innerHTML = data;
    root.shown = data;
    if (root.querySelector("[data-print]")) printWhenStill();
  }
}

// Paper is asked for on the server, so that the page's sources are on it: wait until nothing runs and what it sent is drawn.
function printWhenStill() {
  const still = () => document.querySelector(".stApp")?.dataset.testScriptState === "notRunning";
  setTimeout(() => (still() ? print() : printWhenStill()), 400);
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
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
