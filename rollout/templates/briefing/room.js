
// Presents the screens of a briefing. It stands beside the page's own parts: neither a filter, nor a lost connection, nor a reload takes the screen away.
const theRoom = () => (window.rolloutRoom ??= makeRoom());

const LIST = 340; // pixels that the list of a filter takes below the bar
const SWIPE = 50; // pixels that a finger goes at least
const PAN = 120; // pixels that a key moves what is larger than the screen

// By the sign that a key writes, else by its place: in Hangul mode a key says "Process" or ㄹ, with Caps Lock F.
const ROOM_KEYS = { ArrowRight: "after", ArrowDown: "after", PageDown: "after", Space: "after", ArrowLeft: "before", ArrowUp: "before", PageUp: "before",
  Home: "first", End: "last", Escape: "leave", Enter: "jump", NumpadEnter: "jump", Backspace: "erase", "+": "larger", "=": "larger", "-": "smaller", Equal: "larger",
  NumpadAdd: "larger", Minus: "smaller", NumpadSubtract: "smaller", KeyF: "filters", KeyB: "black", Period: "black", KeyN: "script", KeyL: "pointer",
  KeyS: "speaker", KeyT: "restart", "?": "help" };
const WITH_SHIFT = { KeyF: "full", Slash: "help", ArrowRight: "right", ArrowLeft: "left", ArrowDown: "down", ArrowUp: "up" };
const TURNING = ["ArrowRight", "ArrowLeft", "PageDown", "PageUp", "Escape"]; // what a closed list of choices leaves to the room
const CONTROL = "input, textarea, select, [contenteditable=true], [role=combobox], [role=option], [role=radio], [role=spinbutton], [role=slider]";

function makeRoom() {
  const host = document.body.appendChild(document.createElement("div"));
  const stage = document.createElement("div");
  stage.className = "rollout podium";
  stage.popover = "manual";
  stage.tabIndex = -1;
  host.attachShadow({ mode: "open" }).append(stage);
  const room = { stage, host, screens: [], place: 0, zoom: 1, began: 0, digits: "", speaker: null, path: "" };
  const part = (name) => stage.querySelector(`.podium-${name}`);
  const isOpen = () => stage.matches(":popover-open");

  room.show = (place) => {
    room.place = Math.max(0, Math.min(room.screens.length - 1, place));
    room.digits = "";
    const { slide, script } = room.screens[room.place] ?? {};
    part("view").replaceChildren(...(slide ? [slide.cloneNode(true)] : []));
    part("view").scrollTo(0, 0);
    part("script").textContent = script ?? "";
    part("script").scrollTo(0, 0);
    room.told();
    keep();
  };
  // What stands in the bar, and the speaker's window.
  room.told = () => {
    const said = room.digits ? `→ ${room.digits}` : `${room.screens.length ? room.place + 1 : 0} / ${room.screens.length}`;
    stage.querySelector("[data-place]").textContent = said;
    const about = stage.querySelector("[data-about]");
    about.textContent = room.zoom > 1 ? room.screens[room.place]?.slide.querySelector("h3").textContent : about.dataset.about;
    room.clock();
    tellSpeaker(room);
  };
  room.clock = () => {
    const gone = Math.max(0, Math.floor((Date.now() - room.began) / 1000));
    const two = (number) => String(number).padStart(2, "0");
    room.time = `${new Date().toTimeString().slice(0, 5)} · ${two(Math.floor(gone / 60))}:${two(gone % 60)}`;
    for (const one of [stage, room.speaker?.document]) for (const place of one?.querySelectorAll("[data-clock]") ?? []) place.textContent = room.time;
  };
  const scale = (by) => {
    const view = part("view"), before = room.zoom;
    const { scrollLeft, scrollTop } = view;
    room.zoom = Math.max(1, Math.min(3, room.zoom + by));
    stage.style.setProperty("--zoom", room.zoom);
    view.scrollTo((scrollLeft * room.zoom) / before, (scrollTop * room.zoom) / before);
    room.told();
    keep();
  };
  const fold = (name) => {
    part(name).hidden = !part(name).hidden;
    stage.querySelector(`[data-do=${name}]`)?.setAttribute("aria-pressed", String(!part(name).hidden));
    keep();
  };
  const pan = (x, y) => part("view").scrollBy(x * PAN, y * PAN);
  const actions = {
    before: () => room.show(room.place - 1),
    after: () => room.show(room.place + 1),
    first: () => room.show(0),
    last: () => room.show(Infinity),
    smaller: () => scale(-0.25),
    larger: () => scale(0.25),
    right: () => pan(1, 0),
    left: () => pan(-1, 0),
    down: () => pan(0, 1),
    up: () => pan(0, -1),
    jump: () => (room.digits ? room.show(Number(room.digits) - 1) : undefined),
    erase: () => ((room.digits = room.digits.slice(0, -1)), room.told()),
    black: () => fold("black"),
    script: () => fold("script"),
    help: () => fold("help"),
    pointer: () => (fold("dot"), stage.classList.toggle("pointing", !part("dot").hidden)),
    restart: () => ((room.began = Date.now()), room.clock(), keep()),
    speaker: () => openSpeaker(room, onKey),
    filters: () => {
      const bar = document.querySelector(".st-key-bar").getBoundingClientRect();
      stage.style.top = stage.style.top ? "" : `${Math.max(0, bar.bottom) + LIST}px`;
      if (!stage.style.top) stage.focus();
    },
    full: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()),
    leave: () => {
      const above = ["help", "black"].find((name) => !part(name).hidden);
      if (above) return fold(above);
      if (room.digits) return (room.digits = ""), room.told();
      room.leave();
    },
  };
  room.leave = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    clearInterval(room.ticking);
    if (isOpen()) stage.hidePopover();
    stage.style.top = "";
    room.speaker?.close();
    try { sessionStorage.removeItem("rolloutRoom"); } catch {}
  };
  // Where a meeting is, for a page that has to be loaded again.
  function keep() {
    if (!isOpen()) return;
    const { place, zoom, began } = room;
    try { sessionStorage.rolloutRoom = JSON.stringify({ place, zoom, began, script: !part("script").hidden, path: location.pathname }); } catch {}
  }
  const take = (root) => {
    const held = room.screens[room.place]?.slide.dataset.section;
    const into = room.place - room.screens.findIndex(({ slide }) => slide.dataset.section === held);
    const open = ["script", "black", "help", "dot"].filter((name) => part(name)?.hidden === false);
    host.shadowRoot.adoptedStyleSheets = root.getRootNode().adoptedStyleSheets;
    stage.replaceChildren(root.querySelector("[data-stage]").content.cloneNode(true));
    for (const name of open) fold(name);
    room.screens = [...root.querySelector("[data-screens]").content.children].map((one) => ({ slide: one.querySelector(".slide"), script: one.querySelector("pre").textContent }));
    const own = room.screens.flatMap(({ slide }, place) => (slide.dataset.section === held ? [place] : []));
    return own.length ? own[Math.min(into, own.length - 1)] : room.place;  // the section that was shown, as far into it
  };
  const begin = (place) => {
    room.path = location.pathname;
    stage.showPopover();
    clearInterval(room.ticking);
    room.ticking = setInterval(room.clock, 1000);
    stage.style.setProperty("--zoom", room.zoom);
    room.show(place);
    stage.focus();
  };
  room.open = (root, place) => {
    room.began = Date.now();
    take(root);
    begin(place);
  };
  // New screens: of a filter that was changed during the meeting, or of a page that was loaded again in the midst of it.
  room.follow = (root) => {
    let kept = null;
    try { kept = room.path ? null : JSON.parse(sessionStorage.rolloutRoom ?? "null"); } catch {}
    if (isOpen()) {
      room.show(take(root));
      if (document.activeElement?.getAttribute("aria-expanded") !== "true") stage.focus();
    } else if (kept?.path === location.pathname) {
      take(root);
      Object.assign(room, { zoom: kept.zoom, began: kept.began });
      begin(kept.place);
      if (kept.script) fold("script");
    }
  };

  const typing = (document, code) => {
    const one = document.activeElement;
    if (!one?.matches(CONTROL)) return false;
    const closed = one.matches("[role=combobox]") && one.getAttribute("aria-expanded") !== "true";
    return !(closed && TURNING.includes(code));
  };
  const onKey = (event) => {
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.getModifierState("AltGraph");
    const origin = event.composedPath()[0];
    if (!isOpen() || modified || event.isComposing || typing(event.currentTarget, event.code)) return;
    const digit = !event.shiftKey && /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
    const action = digit ? "digit" : (event.shiftKey && WITH_SHIFT[event.code]) || (ROOM_KEYS[event.key] ?? ROOM_KEYS[event.code]);
    const pressing = ["Space", "Enter"].includes(event.code) && !room.digits && origin.closest?.("button, a, summary"); // a button that has the focus
    if (!action || pressing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!part("black").hidden && action !== "black") return fold("black");
    if (digit) (room.digits = (room.digits + digit).slice(-3)), room.told();
    else actions[action]();
  };
  document.addEventListener("keydown", onKey, true);
  addEventListener("popstate", () => isOpen() && location.pathname !== room.path && room.leave());

  stage.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!part("black").hidden) fold("black");
    else if (button?.dataset.step) room.show(room.place + Number(button.dataset.step));
    else if (button) actions[button.dataset.do]?.();
  });
  room.point = (x, y) => {
    const slide = part("view").querySelector(".slide")?.getBoundingClientRect(), around = stage.getBoundingClientRect();
    if (slide) Object.assign(part("dot").style, { left: `${slide.left + x * slide.width - around.left}px`, top: `${slide.top + y * slide.height - around.top}px` });
  };
  stage.addEventListener("pointermove", (event) => pointAt(room, part("view"), event));
  let finger = null;
  stage.addEventListener("touchstart", ({ touches }) => { finger = touches.length === 1 && room.zoom === 1 ? touches[0] : null; }, { passive: true });
  stage.addEventListener("touchend", ({ changedTouches: [end] }) => {
    const x = finger ? end.clientX - finger.clientX : 0, y = finger ? end.clientY - finger.clientY : 0;
    finger = null;
    if (Math.abs(x) >= SWIPE && Math.abs(x) > 2 * Math.abs(y)) room.show(room.place + (x < 0 ? 1 : -1));
  });
  return room;
}

// The dot follows what points, on the screen or in the speaker's window, as a share of the slide.
function pointAt(room, view, event) {
  const slide = view.querySelector(".slide")?.getBoundingClientRect();
  if (slide && event.pointerType !== "touch") room.point((event.clientX - slide.left) / slide.width, (event.clientY - slide.top) / slide.height);
}

// A second window for who speaks: this screen, the next one, the script, the time. It is made of what the page holds, so that it needs no connection.
function openSpeaker(room, onKey) {
  const view = window.open("", "rollout-speaker", "popup,width=1200,height=760");
  if (!view) return (room.stage.querySelector("[data-about]").textContent = room.stage.querySelector("[data-blocked]").dataset.blocked);
  const again = room.speaker === view;
  room.speaker = view;
  const { document: page } = view;
  if (!again) page.write("<!doctype html><title></title>"), page.close(); // or the browser sets lines as it did long ago
  page.title = room.stage.querySelector("[data-do=speaker]").textContent;
  page.documentElement.lang = document.documentElement.lang;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(room.host.shadowRoot.adoptedStyleSheets.flatMap((one) => [...one.cssRules]).map((rule) => rule.cssText.replaceAll(":host", ":root")).join("\n"));
  page.adoptedStyleSheets = [sheet];
  page.body.className = "rollout speaker";
  page.body.replaceChildren(page.importNode(room.stage.querySelector("[data-speaker]").content, true));
  if (!again) {
    page.addEventListener("keydown", onKey, true);
    page.addEventListener("pointermove", (event) => pointAt(room, page.querySelector(".speaker-now"), event));
  }
  room.told();
  view.focus();
}

function tellSpeaker(room) {
  const page = room.speaker?.closed ? null : room.speaker?.document;
  if (!page?.querySelector(".speaker-now")) return;
  const { screens, place } = room;
  const set = (name, ...parts) => page.querySelector(name).replaceChildren(...parts);
  const copy = (one) => (one ? [page.importNode(one.slide, true)] : []);
  set(".speaker-now", ...copy(screens[place]));
  set(".speaker-next", ...copy(screens[place + 1]));
  set(".speaker-script", screens[place]?.script ?? "");
  set("[data-place]", room.stage.querySelector("[data-place]").textContent);
}
