// Adding and removing a visitor's own documents. Everything of a document is put in as text.
(() => {
  "use strict";
  const { root, lang } = window.AANBOORD;
  const POLL = 400, TRIES = 40;
  const box = () => document.getElementById("ab-documents");
  const part = (name) => box()?.querySelector(`[data-${name}]`);
  let words = {};
  const watched = new Set();

  const say = (key, values = {}) => (words[key] || "").replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
  const counted = (count, key) => say(count === 1 ? key : `${key}s`, { count });
  const tell = (text) => { const line = part("told"); if (line) line.textContent = text; };
  const url = (path) => `${root}${path}${path.includes("?") ? "&" : "?"}lang=${lang}`;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));

  function make(tag, props = {}, ...inside) {
    const { data = {}, aria = {}, ...rest } = props;
    const made = Object.assign(document.createElement(tag), rest);
    Object.assign(made.dataset, data);
    for (const [name, value] of Object.entries(aria)) made.setAttribute(`aria-${name}`, value);
    made.append(...inside);
    return made;
  }

  // {data, error, status}; status 0 where the server does not answer.
  async function call(path, options = {}) {
    try {
      const reply = await fetch(url(path), options);
      const json = (reply.headers.get("content-type") || "").includes("json");
      const data = json ? await reply.json() : null;
      if (reply.ok && data) return { data, status: reply.status };
      const told = data?.error ? `${data.error.message} ${data.error.next_step}` : say("offline");
      return { error: told, status: reply.status };
    } catch {
      return { error: say("offline"), status: 0 };
    }
  }

  // --- the list --------------------------------------------------------------------------------
  async function refresh() {
    const list = part("shelf");
    if (!list) return;
    const { data } = await call("/documenten");
    if (!data) return;
    list.replaceChildren(...data.documents.map(entry));
    document.dispatchEvent(new CustomEvent("aanboord:shelf", { detail: data.documents.length }));
    if (!data.documents.length) list.append(make("li", { className: "ab-fine", textContent: say("none") }));
    for (const job of data.jobs) if (!watched.has(job.job)) follow(job.job, row(job.name), job.name);
  }
  function entry(document_) {
    const { id, title, name, format, sections, passages } = document_;
    const kind = { pdf: "PDF", docx: "Word", markdown: "Markdown" }[format] || say("kind_text");
    const read = make("a", { className: "ab-button ab-quiet", textContent: say("read"), aria: { label: say("read_name", { name: title }) }, data: { read: "" } });
    read.href = `?${new URLSearchParams({ source: id })}`;
    const ask = make("a", { className: "ab-button ab-quiet", textContent: say("ask"), href: "?tab=ask", aria: { label: say("ask_name", { name: title }) }, data: { tab: "ask", own: "1" } });
    const remove = make("button", { type: "button", className: "ab-button ab-quiet", textContent: say("remove"), aria: { label: say("remove_name", { name: title }) }, data: { remove: id, title } });
    return make("li", { data: { document: id } },
      make("div", {}, make("strong", {}, make("bdi", { textContent: title })),
        make("span", { className: "ab-fine" }, make("bdi", { textContent: name }), ` · ${[kind, ...(sections > 1 ? [counted(sections, "section")] : []), counted(passages, "passage")].join(" · ")}`)),
      make("div", { className: "ab-row" }, ask, read, remove));
  }
  async function remove(button) {
    const { remove: id, title } = button.dataset;
    button.disabled = true;
    const { error } = await call(`/documenten/${encodeURIComponent(id)}`, { method: "DELETE" });
    if (error) { button.disabled = false; fail(row(title), error); return; }
    await changed();
    tell(say("removed", { name: title }));
    document.getElementById("ab-documents-title")?.focus();
  }
  async function changed() {
    document.dispatchEvent(new CustomEvent("aanboord:documents", { detail: "own" }));
    await refresh();
  }

  // --- adding ----------------------------------------------------------------------------------
  function row(name) {
    const bar = make("progress", { aria: { label: name } });
    const text = make("span", { className: "ab-job-text" });
    const stop = make("button", { type: "button", className: "ab-link", textContent: say("stop"), aria: { label: say("stop_name", { name }) }, data: { stop: "" } });
    const made = make("li", {}, text, bar, stop);
    part("jobs")?.append(made);
    return made;
  }
  function show(line, text, done, total) {
    const bar = line.querySelector("progress");
    line.querySelector(".ab-job-text").textContent = text;
    if (!bar) return;
    if (total) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
  }
  function close(line, text, state) {
    line.querySelector("progress")?.remove();
    line.querySelector("[data-stop]")?.remove();
    line.className = state;
    show(line, text);
    line.append(make("button", { type: "button", className: "ab-shut", textContent: "×", aria: { label: say("dismiss") }, data: { dismiss: "" } }));
  }
  function fail(line, text) {
    close(line, text, "ab-failed");
    line.querySelector(".ab-job-text").setAttribute("role", "alert");
  }
  async function add(files) {
    for (const file of files) {
      const line = row(file.name);
      const most = Number(box().dataset.maxMb);
      if (file.size > most * 1e6) {
        fail(line, say("too_large", { name: file.name, size: (file.size / 1e6).toFixed(1), max_mb: most }));
        continue;
      }
      show(line, say("sending", { name: file.name }));
      tell(say("sending", { name: file.name }));
      const aborter = new AbortController();
      line.aborter = aborter;
      const body = new FormData();
      body.append("file", file);
      const { data, error } = await call("/documenten", { method: "POST", body, signal: aborter.signal });
      if (aborter.signal.aborted) line.remove();
      else if (error) fail(line, error);
      else follow(data.job, line, file.name);
    }
  }
  async function follow(id, line, sent) {
    watched.add(id);
    line.dataset.job = id;
    let missed = 0;
    while (true) {
      const { data, error, status } = await call(`/documenten/werk/${encodeURIComponent(id)}`);
      // A server that restarts is waited for; what it no longer knows has failed.
      if (error && (status !== 0 || ++missed > TRIES)) return fail(line, `${sent}: ${error}`);
      if (data) {
        missed = 0;
        const { name, state, done, total } = data;
        if (state === "failed") {
          if (data.error.code === "upload_stopped") { line.remove(); return; }
          return fail(line, `${data.error.message} ${data.error.next_step}`);
        }
        if (state === "done") {
          const text = say(data.known ? "known" : "done", { name, passages: counted(total, "passage") });
          close(line, text, "ab-finished");
          tell(text);
          return changed();
        }
        show(line, say(state, { name, done, total }), done, state === "embedding" ? total : 0);
      }
      await wait(POLL);
    }
  }
  async function article(form) {
    const told = form.querySelector("[role=status]"), button = form.querySelector("button");
    told.textContent = told.dataset.busy;
    button.disabled = true;
    const { error } = await call("/artikel", { method: "POST", body: new FormData(form) });
    button.disabled = false;
    if (error) told.textContent = error;
    else location.reload();
  }

  // --- what the reader does --------------------------------------------------------------------
  document.addEventListener("change", (event) => {
    if (event.target.id !== "ab-file") return;
    const files = [...event.target.files];
    event.target.value = "";
    add(files);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-upload]")) event.preventDefault();
    if (event.target.matches("form[data-article]")) { event.preventDefault(); article(event.target); }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-remove], [data-stop], [data-dismiss]");
    if (!button || !box()?.contains(button)) return;
    const line = button.closest("li");
    if (button.dataset.remove !== undefined) remove(button);
    else if (button.dataset.dismiss !== undefined) { line.remove(); box().querySelector("#ab-file")?.focus(); }
    else if (line.dataset.job) { button.disabled = true; call(`/documenten/werk/${encodeURIComponent(line.dataset.job)}`, { method: "DELETE" }); }
    else line.aborter?.abort();
  });
  const dragged = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  for (const name of ["dragenter", "dragover", "dragleave", "drop"]) document.addEventListener(name, (event) => {
    if (!dragged(event)) return;
    // A file dropped beside the box would otherwise replace the page.
    event.preventDefault();
    const drop = event.target.closest?.(".ab-drop");
    for (const other of document.querySelectorAll(".ab-drop")) other.classList.toggle("ab-over", other === drop && name !== "dragleave" && name !== "drop");
    if (name === "dragover") event.dataTransfer.dropEffect = drop ? "copy" : "none";
    if (name === "drop" && drop) add([...event.dataTransfer.files]);
  });
  document.addEventListener("aanboord:documents", (event) => { if (event.detail !== "own") refresh(); });

  window.aanboord = Object.assign(window.aanboord || {}, {
    documents() {
      words = JSON.parse(box()?.dataset.words || "{}");
      refresh();
    },
  });
})();
