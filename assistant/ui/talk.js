// The conversation and the passages beside it. Gradio renders late and anew, so elements are looked up each time.
(() => {
  "use strict";
  const ab = window.aanboord;
  const { find, all, openTab, go, here, follow } = ab;
  const DOUBLE_MS = 700;
  let send = null, shared = null, told = { key: "", at: 0 };

  function ask(question, { brief = "", role, alone, own } = {}) {
    openTab("ask");
    // The choice at the box says where the last question was put.
    if (document.body.classList.contains("ab-has-own")) searchIn(own ? "own" : "all");
    tell({ act: "ask", question, brief, role, alone: Boolean(alone), own: Boolean(own) });
  }
  // Twice the same within a moment is one press of a nervous finger.
  function tell(data) {
    const key = JSON.stringify(data), now = Date.now();
    if (key === told.key && now - told.at < DOUBLE_MS) return;
    told = { key, at: now };
    send?.("submit", data);
  }
  function turned(element) {
    ab.showKept();
    ab.showJudged();
    nameRoles();
    const turns = all(".ab-turn", element);
    const last = turns[turns.length - 1];
    const mark = last ? last.dataset.turn || "" : "";
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
    if (!last || first) return;
    last.scrollIntoView({ block: "start", behavior: "smooth" });
    find(".ab-asked", last)?.focus({ preventScroll: true });
  }
  function waiting(element, watch) {
    watch("value", () => find(".ab-pending", element)?.scrollIntoView({ block: "center", behavior: "smooth" }));
  }
  function talk(element, trigger, watch) {
    send = trigger;
    watch("value", () => turned(element));
    find("#ab-boot")?.remove();
    ab.theme(document.documentElement.dataset.theme);
    nameRoles();
    if (sessionStorage.getItem("aanboord.later")) document.body.classList.add("ab-later");
    const query = here();
    follow();
    const draft = sessionStorage.getItem("aanboord.draft");
    if (draft) { sessionStorage.removeItem("aanboord.draft"); setTimeout(() => write(draft), 300); }
    if (query.has("q") && !query.has("passage") && !query.has("source")) {
      shared = { question: query.get("q"), role: query.get("role") };
    }
    // On a slow machine the conversation is there before anybody watches it.
    if (find("[data-loaded]", element)) turned(element);
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

  Object.assign(ab, {
    talk, waiting, tell, ask, searchIn, showSource, back,
    comesFrom(marker) { from = marker || from; },
  });
})();
