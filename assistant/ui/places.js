// The tabs, and the two views that routes of ours fill; what is shown is what the address says.
(() => {
  "use strict";
  const { root, lang, words } = window.AANBOORD;
  const { find, all, element } = window.aanboord;

  const tabButton = (name) => find(`#tab-${name}-button`) || find(`[role="tab"][data-tab-id="${name}"]`);
  function openTab(name) {
    const button = tabButton(name);
    if (button && button.getAttribute("aria-selected") !== "true") button.click();
    return Boolean(button);
  }
  const here = () => new URLSearchParams(location.search);
  const address = (query) => location.pathname + (query ? `?${query}` : "");
  function go(query, hash = "", replace = false) {
    history[replace ? "replaceState" : "pushState"]({}, "", address(query) + hash);
  }

  // A view that one of our routes fills: the reader and the framework.
  const views = {
    lezer: { tab: "read", path: "/lezen", keys: ["passage", "at", "source", "q"], shown: null },
    kader: { tab: "framework", path: "/kader", keys: ["kader"], shown: null },
  };
  function mine(view, query) {
    const own = new URLSearchParams();
    for (const key of view.keys) if (query.has(key)) own.set(key, query.get(key));
    return own;
  }
  // The link of an answer that led away from it: the way back.
  let left = null;
  function wayBack(box) {
    if (!left?.isConnected) return;
    const button = element("button", { type: "button", className: "ab-button ab-quiet", textContent: words.toAnswer });
    button.dataset.act = "toAnswer";
    box.prepend(element("p", { className: "ab-return" }, button));
  }
  function toAnswer() {
    go("");
    openTab("ask");
    requestAnimationFrame(() => {
      // On a phone the link lies in a closed sheet: there the sentence's marker is where the reader was.
      if (!left?.checkVisibility?.({ visibilityProperty: true })) return window.aanboord.back();
      left.focus({ preventScroll: true });
      left.scrollIntoView({ block: "center" });
    });
  }
  async function fill(name, query, hash = "", focus = true) {
    const view = views[name], box = document.getElementById(name);
    view.wanted = { query, hash, focus };
    if (!box) return;
    const own = mine(view, query);
    view.shown = own.toString();
    own.set("lang", lang);
    try {
      const reply = await fetch(`${root}${view.path}?${own}`, { headers: { accept: "text/html" } });
      const html = await reply.text();
      box.innerHTML = html;
      wayBack(box);
      // On a phone the text comes before its table of contents is opened.
      if (matchMedia("(max-width: 60rem)").matches) for (const contents of all(".ab-contents details", box)) contents.open = false;
    } catch { box.textContent = words.offline; return; }
    view.wanted = null;
    settle(box, hash, focus);
  }
  function settle(box, hash, focus) {
    const target = (hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)))) || find("#passage", box);
    const aim = target || (focus && find("[data-focus]", box));
    if (!aim) return;
    if (aim.tagName === "DETAILS") aim.open = true;
    aim.scrollIntoView({ block: target ? "center" : "start" });
    if (focus) { if (!aim.hasAttribute("tabindex")) aim.tabIndex = -1; aim.focus({ preventScroll: true }); }
  }
  function visit(name, query, hash = "", replace = false) {
    go(mine(views[name], query), hash, replace);
    openTab(views[name].tab);
    fill(name, query, hash);
  }
  function follow() {
    const query = here();
    if (query.has("passage") || query.has("source")) { openTab("read"); fill("lezer", query, location.hash); }
    else if (query.has("kader")) { openTab("framework"); fill("kader", query, location.hash); }
    else openTab(query.get("tab") || "ask");
  }
  window.addEventListener("popstate", follow);
  // The first visit to a tab, and every later one, shows what its address says.
  document.addEventListener("click", (event) => {
    const tab = event.target.closest?.('#ab-tabs [role="tab"]');
    if (!tab) return;
    document.body.classList.remove("ab-sheet");
    if (event.isTrusted && scrollY > 150) window.scrollTo(0, 0);
    if (event.isTrusted) for (const [name, view] of Object.entries(views))
      if (tab === tabButton(view.tab)) setTimeout(() => { if (name === "kader" || view.shown === null) fill(name, new URLSearchParams(view.shown || ""), "", false); });
  });
  document.addEventListener("aanboord:documents", () => { if (views.lezer.shown !== null) fill("lezer", new URLSearchParams(views.lezer.shown), "", false); });

  Object.assign(window.aanboord, {
    openTab, go, here, follow, visit, toAnswer,
    leave(link) { if (link.closest("#ab-ask")) left = link; },
    mounted(name) {
      const view = views[name], wanted = view.wanted;
      if (wanted) fill(name, wanted.query, wanted.hash, wanted.focus);
      else fill(name, new URLSearchParams(), "", false);
    },
  });
})();
