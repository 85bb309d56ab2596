// Puts the address and the language of the page shown into the browser: ids for names, nothing that equals its default, the language always.
const shown = (window.rolloutFrame ??= { turn: 0, typed: [], last: null });

// Whether two queries ask for the same, in any order.
const same = (one, other) => {
  const [left, right] = [one, other].map((query) => {
    const read = new URLSearchParams(query);
    for (const own of ["embed", "embed_options"]) read.delete(own);  // Streamlit's own: the server doesn't see them
    read.sort();
    return `${read}`;
  });
  return left === right;
};

// The links of the head take along what stands in the address, of what each keeps.
shown.carry = (root) => {
  const held = new URLSearchParams(shown.query);
  for (const link of root.querySelectorAll("[data-keeps]")) {
    const to = new URL(link.dataset.goes, location.href);
    for (const name of link.dataset.keeps.split(" ")) {
      const [own, other = own] = name.split(">");
      for (const value of held.getAll(own)) to.searchParams.append(other, value);
    }
    link.href = to.href;
  }
};

export default function ({ data }) {
  document.documentElement.lang = data.lang;
  shown.query = data.query;
  for (const host of document.querySelectorAll(".st-key-entries *, .st-key-tabs *, .st-key-to-briefing *"))
    if (host.shadowRoot) shown.carry(host.shadowRoot);
  // Streamlit drops a query of over 1,000 parameters whole and without a word: open the page without it, and say so.
  if (new URLSearchParams(location.search).size > 1000) {
    location.replace(`${location.pathname}?dropped=link`);
    return;
  }
  if (data.turn === shown.turn) return;  // drawn again, while a control may have written a newer address
  Object.assign(shown, { turn: data.turn, typed: data.typed });
  if (location.search.slice(1) === data.query) return;
  if (!data.step && !same(location.search, data.of)) return;  // somebody has gone on meanwhile
  const write = data.step ? shown.push : history.replaceState;
  write.call(history, history.state, "", `${location.pathname}?${data.query}${location.hash}`);
}

// Streamlit makes an entry of the history for each address that the server writes. Letters typed on in one box are one step: they replace it.
if (!shown.push) {
  shown.push = history.pushState;
  history.pushState = function (state, title, url) {
    const to = new URL(url, location);
    const [before, after] = [new URLSearchParams(location.search), to.searchParams];
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter((name) => `${before.getAll(name)}` !== `${after.getAll(name)}`);
    const typing = to.pathname === location.pathname && changed.length === 1 && shown.typed.includes(changed[0]) ? changed[0] : null;
    if (typing && typing === shown.last) history.replaceState(state, title, url);
    else shown.push.call(history, state, title, url);
    shown.last = typing;
  };
  window.addEventListener("popstate", () => (shown.last = null));
}

// The server draws in the colours that Streamlit shows. Where the system turns dark or light meanwhile, Streamlit follows at once: then the page is asked for again, as Back asks.
if (!shown.appearance) {
  const ground = () => getComputedStyle(document.querySelector(".stApp")).backgroundColor;
  shown.appearance = matchMedia("(prefers-color-scheme: dark)");
  shown.ground = ground();
  shown.appearance.addEventListener("change", () => {
    const waited = (frames) => {
      if (ground() === shown.ground && frames) return requestAnimationFrame(() => waited(frames - 1));
      if (ground() === shown.ground) return;  // its reader has chosen the colours for good
      shown.ground = ground();
      window.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    };
    waited(120);
  });
}
