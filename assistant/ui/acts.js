// What a press of a button or a key does, told by delegation.
(() => {
  "use strict";
  const { root, lang, words } = window.AANBOORD;
  const ab = window.aanboord;
  const { find, all, element, dialog, call, copy, toast } = ab;

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
      judged.clear();
      shown.close();
      ab.tell({ act: "new" });
      document.dispatchEvent(new CustomEvent("aanboord:documents"));
      ab.showKept();
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
    back: ab.back,
    "sheet-close": ab.back,
    new() { ab.tell({ act: "new" }); },
    print() { window.print(); },
    later() { sessionStorage.setItem("aanboord.later", "1"); document.body.classList.add("ab-later"); },
    kept: ab.listKept,
    toAnswer: ab.toAnswer,
    wipe,
    up: judge,
    down: judge,
    keep(button) { return ab.keep(button.dataset.id); },
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
    if (target.matches(".ab-marker")) return ab.showSource(target.dataset.turn, target.dataset.cite, target);
    if (target.dataset.ask) return ab.ask(target.dataset.ask, target.dataset);
    if (target.dataset.act) {
      if (target.dataset.act === "back") ab.comesFrom(find(`.ab-marker[data-turn="${target.dataset.turn}"][data-cite="${target.dataset.cite}"]`));
      return acts[target.dataset.act]?.(target);
    }
    document.body.classList.remove("ab-sheet");
    const link = new URL(target.getAttribute("href"), location.href);
    if (target.dataset.tab) {
      ab.go(link.searchParams);
      ab.openTab(target.dataset.tab);
      if (target.dataset.own) { ab.searchIn("own"); setTimeout(() => find("#ab-question textarea")?.focus(), 100); }
      return;
    }
    ab.leave(target);
    ab.visit(target.matches("[data-read]") ? "lezer" : "kader", link.searchParams, link.hash);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("form[data-read]")) {
      event.preventDefault();
      ab.visit("lezer", new URLSearchParams(new FormData(form)));
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
    if (event.target.closest?.("#ab-side")) ab.back();
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

  Object.assign(ab, { theme, showJudged });
})();
