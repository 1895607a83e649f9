// What the page does in the browser. Gradio renders late and anew, so everything is told by delegation.
(() => {
  "use strict";
  const { root, lang, words } = window.AANBOORD;
  const find = (what, where = document) => where.querySelector(what);
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const store = {
    get(key, other) { try { return JSON.parse(localStorage.getItem(key)) ?? other; } catch { return other; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { toast(words.failed); } },
  };
  const KEPT = "aanboord.kept";
  let send = null, toasting = 0, shared = null;

  function toast(text) {
    let box = find("#ab-toast");
    if (!box) {
      box = Object.assign(document.createElement("div"), { id: "ab-toast", className: "ab ab-toast" });
      box.setAttribute("role", "status");
      document.body.append(box);
    }
    box.textContent = text;
    clearTimeout(toasting);
    toasting = setTimeout(() => { box.textContent = ""; }, 5000);
  }

  // --- tabs and places -------------------------------------------------------------------------
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

  // --- the conversation ------------------------------------------------------------------------
  function ask(question, { brief = "", role, alone, own } = {}) {
    openTab("ask");
    if (send) send("submit", { act: "ask", question, brief, role, alone: Boolean(alone), own: Boolean(own) });
  }
  function turned(element) {
    showKept();
    showJudged();
    nameRoles();
    const turns = all(".ab-turn", element);
    const last = turns[turns.length - 1];
    const mark = last ? last.dataset.turn || "pending" : "";
    if (mark === element.dataset.seen && !shared) return;
    const first = element.dataset.seen === undefined;
    element.dataset.seen = mark;
    document.body.classList.remove("ab-sheet");
    if (shared && find("[data-loaded]", element)) {
      const { question, role } = shared;
      shared = null;
      go("", "", true);
      if (!last || find(".ab-asked", last).textContent !== question) setTimeout(() => ask(question, { role }), 50);
    }
    if (!last || (first && mark !== "pending")) return;
    last.scrollIntoView({ block: "start", behavior: "smooth" });
    if (mark !== "pending") find(".ab-asked", last)?.focus({ preventScroll: true });
  }
  function talk(element, trigger, watch) {
    send = trigger;
    watch("value", () => turned(element));
    find("#ab-boot")?.remove();
    theme(document.documentElement.dataset.theme);
    nameRoles();
    if (sessionStorage.getItem("aanboord.later")) document.body.classList.add("ab-later");
    const query = here();
    follow();
    const draft = sessionStorage.getItem("aanboord.draft");
    if (draft) { sessionStorage.removeItem("aanboord.draft"); setTimeout(() => write(draft), 300); }
    if (query.has("q") && !query.has("passage") && !query.has("source")) {
      shared = { question: query.get("q"), role: query.get("role") };
    }
  }
  // Gradio's radio buttons have neither a common name nor a legend.
  function nameRoles(tries = 20) {
    for (const name of ["ab-role", "ab-scope"]) {
      const group = document.getElementById(name), label = group && find("[data-testid=block-info]", group);
      if (!label || !find("input", group)) { if (tries) setTimeout(nameRoles, 100, tries - 1); return; }
      label.id = `${name}-label`;
      group.setAttribute("role", "radiogroup");
      group.setAttribute("aria-labelledby", label.id);
      for (const radio of all("input[type=radio]", group)) radio.name = name;
    }
  }
  // Whether to ask the visitor's own documents alone; the choice is there as long as there are some.
  function searchIn(scope) { find(`#ab-scope input[value="${scope}"]`)?.click(); }
  document.addEventListener("aanboord:shelf", (event) => {
    document.body.classList.toggle("ab-has-own", event.detail > 0);
    if (!event.detail) searchIn("all");
  });
  function write(text) {
    const box = find("#ab-question textarea");
    if (!box) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // --- the sources panel -----------------------------------------------------------------------
  let from = null;
  function showSource(turn, cite, marker) {
    for (const group of all(".ab-cards")) group.hidden = group.dataset.turn !== turn;
    const empty = find(".ab-panel .ab-none");
    if (empty) empty.hidden = true;
    for (const card of all(".ab-source.ab-on")) card.classList.remove("ab-on");
    for (const other of all(".ab-marker[aria-current]")) other.removeAttribute("aria-current");
    const card = document.getElementById(`bron-${turn}-${cite}`);
    if (!card) return;
    from = marker;
    marker?.setAttribute("aria-current", "true");
    card.classList.add("ab-on");
    document.body.classList.add("ab-sheet");
    card.focus({ preventScroll: true });
    const side = find("#ab-side"), quote = find("mark", card);
    if (side) {
      const box = side.getBoundingClientRect(), at = card.getBoundingClientRect();
      const deep = quote && quote.getBoundingClientRect().bottom - at.top > box.height;
      const top = deep ? quote.getBoundingClientRect().top - box.top - 76 : at.top - box.top - (find(".ab-panel-head").offsetHeight + 14);
      side.scrollTo({ top: side.scrollTop + top, behavior: "smooth" });
    }
  }
  function back() {
    document.body.classList.remove("ab-sheet");
    from?.focus();
  }

  // --- kept answers ----------------------------------------------------------------------------
  function showKept() {
    const kept = store.get(KEPT, []);
    for (const button of all("[data-act=kept]")) {
      button.querySelector("[data-count]").textContent = kept.length;
      button.hidden = !kept.length;
    }
    for (const button of all("[data-act=keep]")) {
      const held = kept.some((k) => k.id === button.dataset.id);
      button.setAttribute("aria-pressed", held);
      find("[data-label]", button).textContent = held ? words.keep_done : words.keep;
    }
  }
  async function keep(id) {
    const kept = store.get(KEPT, []);
    if (kept.some((k) => k.id === id)) {
      store.set(KEPT, kept.filter((k) => k.id !== id));
    } else {
      const answer = await call(`/antwoord/${id}?lang=${lang}`);
      if (!answer) return;
      store.set(KEPT, [{ id, at: new Date().toISOString(), answer }, ...kept]);
    }
    showKept();
  }
  function element(tag, props = {}, ...inside) {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...inside);
    return made;
  }
  function dialog(title, ...inside) {
    const heading = element("h2", { textContent: title, id: "ab-dialog-title" });
    const shut = element("button", { type: "button", className: "ab-button ab-quiet", textContent: words.close });
    const made = element("dialog", { className: "ab ab-dialog" }, heading, ...inside);
    made.setAttribute("aria-labelledby", "ab-dialog-title");
    const row = find(".ab-row", made) || made.appendChild(element("div", { className: "ab-row" }));
    row.append(shut);
    shut.onclick = () => made.close();
    made.onclose = () => made.remove();
    document.body.append(made);
    made.showModal();
    return made;
  }
  function listKept() {
    const list = element("ul");
    const shown = dialog(words.kept_title, element("p", { className: "ab-fine", textContent: words.kept_where }), list);
    const draw = () => {
      const kept = store.get(KEPT, []);
      list.replaceChildren(...kept.map((entry) => {
        const open = element("button", { type: "button", className: "ab-button", textContent: words.open });
        const drop = element("button", { type: "button", className: "ab-button ab-quiet", textContent: words.remove });
        const day = new Date(entry.at).toLocaleDateString(lang === "nl" ? "nl-BE" : "en-GB", { dateStyle: "long" });
        open.onclick = () => { shown.close(); openTab("ask"); send?.("submit", { act: "restore", answer: entry.answer }); };
        drop.onclick = () => { store.set(KEPT, kept.filter((k) => k.id !== entry.id)); draw(); showKept(); };
        return element("li", {}, element("strong", { textContent: entry.answer.question }),
          element("span", { className: "ab-fine", textContent: day }), element("span", { className: "ab-row" }, open, drop));
      }));
      if (!kept.length) list.replaceChildren(element("li", { textContent: words.kept_none }));
    };
    draw();
  }

  // --- small acts ------------------------------------------------------------------------------
  async function call(path, options) {
    try {
      const reply = await fetch(root + path, options);
      const data = (reply.headers.get("content-type") || "").includes("json") ? await reply.json() : await reply.text();
      if (reply.ok) return data;
      toast(data.error ? `${data.error.message} ${data.error.next_step}` : words.failed);
    } catch { toast(words.offline); }
    return null;
  }
  async function copy(text, done) {
    if (text === null) return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const box = element("textarea", { value: text });
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    toast(done);
  }
  function theme(wanted) {
    const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    for (const button of all("[data-act=theme]")) button.setAttribute("aria-pressed", dark);
    document.body.classList.toggle("dark", dark);
    return dark;
  }
  function wipe() {
    const yes = element("button", { type: "button", className: "ab-button", textContent: words.wipe_yes });
    const row = element("div", { className: "ab-row" }, yes);
    const shown = dialog(words.wipe, element("p", { textContent: words.wipe_sure }), row);
    yes.onclick = async () => {
      const done = await call(`/wissen?lang=${lang}`, { method: "POST" });
      if (!done) return;
      for (const key of Object.keys(localStorage)) if (key.startsWith("aanboord.")) localStorage.removeItem(key);
      sessionStorage.clear();
      shown.close();
      send?.("submit", { act: "new" });
      document.dispatchEvent(new CustomEvent("aanboord:documents"));
      showKept();
      toast(words.wiped);
    };
  }
  // A thumb counts at once; a reason may follow, and pressing it again takes it back.
  const judged = new Map();
  function showJudged() {
    for (const thumb of all(".ab-thumb")) thumb.setAttribute("aria-pressed", judged.get(thumb.dataset.id) === thumb.dataset.act);
  }
  function verdict(id, thumb, reason = "") {
    const body = JSON.stringify({ id, thumb, reason });
    return call(`/oordeel?lang=${lang}`, { method: "POST", headers: { "content-type": "application/json" }, body });
  }
  async function judge(button) {
    const { id, act } = button.dataset, form = find(".ab-verdict", button.closest(".ab-answer"));
    const thumb = judged.get(id) === act ? "none" : act;
    if (!await verdict(id, thumb)) return;
    judged.set(id, thumb);
    showJudged();
    form.dataset.thumb = thumb;
    form.hidden = thumb === "none";
    if (form.hidden) toast(words.withdrawn); else find("input", form).focus();
  }
  const acts = {
    theme() {
      const now = theme(document.documentElement.dataset.theme) ? "light" : "dark";
      document.documentElement.dataset.theme = now;
      theme(now);
      try { localStorage.setItem("aanboord.theme", now); } catch { /* the choice lasts for this page */ }
    },
    back,
    "sheet-close": back,
    new() { send?.("submit", { act: "new" }); },
    print() { window.print(); },
    later() { sessionStorage.setItem("aanboord.later", "1"); document.body.classList.add("ab-later"); },
    kept: listKept,
    wipe,
    up: judge,
    down: judge,
    keep(button) { return keep(button.dataset.id); },
    async copy(button) { await copy(await call(`/export/${button.dataset.id}.md?lang=${lang}`), words.copied); },
    share(button) {
      const query = new URLSearchParams({ q: button.dataset.question, role: button.dataset.role, lang });
      return copy(`${location.origin}${root}/?${query}`, words.shared);
    },
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest?.(".ab-marker, [data-ask], [data-act], a[data-read], a[data-kader], a[data-tab], [data-skip], [data-lang]");
    // Beside the sheet of a phone: it closes.
    if (!target && !event.target.closest?.("#ab-side")) document.body.classList.remove("ab-sheet");
    if (!target || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (target.dataset.lang) {
      sessionStorage.setItem("aanboord.draft", find("#ab-question textarea")?.value || "");
      if (location.search) target.search = location.search.replace(/([?&])lang=..&?/, "$1");
      return;
    }
    event.preventDefault();
    if (target.matches("[data-skip]")) { const main = find("#ab-main") || find("gradio-app"); main.tabIndex = -1; main.focus(); return; }
    if (target.matches(".ab-marker")) return showSource(target.dataset.turn, target.dataset.cite, target);
    if (target.dataset.ask) return ask(target.dataset.ask, target.dataset);
    if (target.dataset.act) {
      if (target.dataset.act === "back") from = find(`.ab-marker[data-turn="${target.dataset.turn}"][data-cite="${target.dataset.cite}"]`) || from;
      return acts[target.dataset.act]?.(target);
    }
    document.body.classList.remove("ab-sheet");
    const link = new URL(target.getAttribute("href"), location.href);
    if (target.dataset.tab) {
      go(link.searchParams);
      openTab(target.dataset.tab);
      if (target.dataset.own) { searchIn("own"); setTimeout(() => find("#ab-question textarea")?.focus(), 100); }
      return;
    }
    visit(target.matches("[data-read]") ? "lezer" : "kader", link.searchParams, link.hash);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("form[data-read]")) {
      event.preventDefault();
      visit("lezer", new URLSearchParams(new FormData(form)));
    } else if (form.matches("form[data-verdict]")) {
      event.preventDefault();
      if (await verdict(form.dataset.verdict, form.dataset.thumb, form.reason.value)) { form.hidden = true; form.reset(); toast(words.thanks); }
    }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-article]");
    if (form && event.target.files?.length) form.requestSubmit();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const term of all(".ab-term:hover, .ab-term:focus-within")) {
      term.classList.add("ab-shut");
      const again = () => { term.classList.remove("ab-shut"); };
      term.addEventListener("mouseleave", again, { once: true });
      term.addEventListener("focusout", again, { once: true });
    }
    if (event.target.closest?.("#ab-side")) back();
  });
  // A tip that would leave the window is moved inside it.
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, (event) => {
    const tip = event.target.closest?.(".ab-term")?.querySelector(".ab-tip");
    if (!tip || !tip.offsetWidth) return;
    tip.style.left = "0px";
    const over = tip.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
    if (over > 0) tip.style.left = `${-over}px`;
  });
  // Arrow keys walk the claims of a section in the drawing.
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const group = step && event.target.closest?.("[data-walk]");
    if (!group) return;
    const links = all("a", group), next = links[links.indexOf(event.target) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
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

  window.aanboord = {
    talk,
    mounted(name) {
      const view = views[name], wanted = view.wanted;
      if (wanted) fill(name, wanted.query, wanted.hash, wanted.focus);
      else fill(name, new URLSearchParams(), "", false);
    },
  };
})();
