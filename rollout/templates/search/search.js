// The keyboard of the search box: Enter opens the first result, the arrows walk through them, Escape comes back, "/" goes to the box.
export default function ({ data, parentElement }) {
  let said = parentElement.querySelector(".said");
  if (!said) {
    said = document.createElement("div");
    said.className = "said";
    parentElement.append(said);
  }
  if (said.shown !== data.html) {
    said.innerHTML = data.html;
    said.shown = data.html;
  }
  const box = () => document.querySelector(".st-key-search input");
  const links = () => [...document.querySelectorAll('.st-key-found [data-testid="stPageLink-NavLink"]')];
  const state = (window.rolloutSearch ??= { wanted: null, shown: "" });
  state.shown = data.typed;
  const follow = () => {
    if (state.wanted === null || state.wanted !== state.shown) return;
    state.wanted = null;
    links()[0]?.click();
  };
  follow();
  if (state.listening) return;
  state.listening = true;
  document.addEventListener("keydown", (event) => {
    const input = box();
    if (!input || event.isComposing) return;
    const found = links();
    const place = found.indexOf(document.activeElement);
    if (event.target === input && event.key === "Enter") {
      state.wanted = input.value.trim() || null; // the results may still be those of an earlier letter
      setTimeout(follow, 0);
    } else if (event.target === input && event.key === "ArrowDown" && found.length) {
      event.preventDefault();
      found[0].focus();
    } else if (place >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const next = place + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? input : found[Math.min(next, found.length - 1)]).focus();
    } else if (place >= 0 && event.key === "Escape") {
      input.focus();
    } else if (event.key === "/" && !event.target.closest("input, textarea, [contenteditable]")) {
      event.preventDefault();
      input.focus();
    }
  });
}
