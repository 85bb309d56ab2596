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
  // A key that ends a composition (Hangul) is for the composition; some browsers send it a second time as a plain one before it is released.
  let composing = null;
  document.addEventListener("keyup", () => { composing = null; });
  document.addEventListener("keydown", (event) => {
    const input = box();
    if (!input || event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph")) return;
    const found = links();
    const place = found.indexOf(document.activeElement);
    const { code, target } = event; // the key's place: in Hangul mode its name is "Process"
    if (target === input) {
      if (event.isComposing || event.keyCode === 229) composing = code;
      if (composing === code) return;
      if (code === "Enter" || code === "NumpadEnter") {
        state.wanted = input.value.trim() || null; // the results may still be those of an earlier letter
        setTimeout(follow, 0);
      } else if (code === "ArrowDown" && found.length) {
        event.preventDefault();
        found[0].focus();
      }
    } else if (place >= 0 && (code === "ArrowDown" || code === "ArrowUp")) {
      event.preventDefault();
      const next = place + (code === "ArrowDown" ? 1 : -1);
      (next < 0 ? input : found[Math.min(next, found.length - 1)]).focus();
    } else if (place >= 0 && code === "Escape") {
      input.focus();
    } else if ((event.key === "/" || (code === "Slash" && !event.shiftKey)) && !target.closest("input, textarea, [contenteditable=true]") && uncovered(input)) {
      event.preventDefault();
      input.focus();
    }
  });
}

// Whether no dialog or presentation lies on the box; where it has scrolled out of sight, focus brings it back.
function uncovered(input) {
  const { left, top, width, height } = input.getBoundingClientRect();
  const covering = document.elementFromPoint(left + width / 2, top + height / 2);
  return top < 0 ? !document.querySelector("[role=dialog]") && !window.rolloutRoom?.stage.matches(":popover-open") : input.closest(".st-key-search").contains(covering);
}
