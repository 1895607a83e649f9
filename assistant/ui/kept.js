// Kept answers, in this browser's storage only.
(() => {
  "use strict";
  const { lang, words } = window.AANBOORD;
  const ab = window.aanboord;
  const { find, all, store, element, dialog, call } = ab;
  const KEPT = "aanboord.kept";

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
  function listKept() {
    const list = element("ul");
    const shown = dialog(words.kept_title, element("p", { className: "ab-fine", textContent: words.kept_where }), list);
    const draw = () => {
      const kept = store.get(KEPT, []);
      list.replaceChildren(...kept.map((entry) => {
        const open = element("button", { type: "button", className: "ab-button", textContent: words.open });
        const drop = element("button", { type: "button", className: "ab-button ab-quiet", textContent: words.remove });
        const day = new Date(entry.at).toLocaleDateString(lang === "nl" ? "nl-BE" : "en-GB", { dateStyle: "long" });
        open.onclick = () => { shown.close(); ab.openTab("ask"); ab.tell({ act: "restore", answer: entry.answer }); };
        drop.onclick = () => { store.set(KEPT, kept.filter((k) => k.id !== entry.id)); draw(); showKept(); };
        return element("li", {}, element("strong", { textContent: entry.answer.question }),
          element("span", { className: "ab-fine", textContent: day }), element("span", { className: "ab-row" }, open, drop));
      }));
      if (!kept.length) list.replaceChildren(element("li", { textContent: words.kept_none }));
    };
    draw();
  }

  Object.assign(ab, { showKept, keep, listKept });
})();
