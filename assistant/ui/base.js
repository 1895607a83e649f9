// What the page's other scripts stand on: finding, storing, telling, asking our routes.
(() => {
  "use strict";
  const { root, words } = window.AANBOORD;
  const find = (what, where = document) => where.querySelector(what);
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const store = {
    get(key, other) { try { return JSON.parse(localStorage.getItem(key)) ?? other; } catch { return other; } },
    set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { toast(words.failed); } },
  };
  let toasting = 0;

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

  window.aanboord = { find, all, store, toast, element, dialog, call, copy };
})();
