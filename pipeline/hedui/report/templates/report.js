// Filters, search, links into packed parts, the keyboard.  Lists beyond their first items are gzip in the page.
"use strict";
(() => {
  const PAGE = 30;
  const byId = (id) => document.getElementById(id);
  const all = (query, root) => Array.from((root || document).querySelectorAll(query));

  async function unpack(chunk) {
    const bytes = Uint8Array.from(atob(chunk.textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }

  // A list of which some items are built: get(n) gives the HTML of item n, build(n) its element.
  class Shelf {
    constructor(box) {
      this.box = box;
      this.first = Number(box.dataset.first); this.each = Number(box.dataset.each); this.total = Number(box.dataset.total);
      this.nodes = Array.from(box.children);
      this.chunks = all(`script[data-shelf="${box.id.slice(6)}"]`);
      this.unpacked = [];
    }
    chunk(n) { const c = Math.floor((n - this.first) / this.each); return (this.unpacked[c] ||= unpack(this.chunks[c])); }
    async html(n) { return (await this.chunk(n))[(n - this.first) % this.each]; }
    async text(n) {
      return (n < this.first ? this.nodes[n].textContent : new DOMParser().parseFromString(await this.html(n), "text/html").body.textContent).toLowerCase();
    }
    async build(n) {
      if (this.nodes[n]) return this.nodes[n];
      const made = document.createElement("template");
      made.innerHTML = await this.html(n);
      if (this.nodes[n]) return this.nodes[n];
      const node = (this.nodes[n] = made.content.firstElementChild);
      let after = n + 1;
      while (after < this.nodes.length && !this.nodes[after]) after += 1;
      this.box.insertBefore(node, this.nodes[after] || null);
      return node;
    }
  }

  const shelves = {};
  all(".shelf").forEach((box) => { shelves[box.id.slice(6)] = new Shelf(box); });
  const rows = JSON.parse(byId("index").textContent);
  const number = new Map(rows.map((row, n) => [row[0], n]));

  // Which item shows: a function of its number, for the findings by the filters, else simply the first so many.
  function list(name, matching) {
    const shelf = shelves[name];
    if (!shelf) return null;
    const foot = document.querySelector(`.shelf-more[data-for="${name}"]`);
    const more = foot.querySelector(".more"), busy = foot.querySelector("[role=status]");
    let limit = Math.max(PAGE, shelf.first), turn = 0;
    const show = async () => {
      const mine = (turn += 1);
      const found = await matching();
      const wanted = new Set(found.slice(0, limit));
      if (mine !== turn) return;
      if ([...wanted].some((n) => !shelf.nodes[n])) busy.textContent = busy.dataset.busy;
      for (const n of wanted) { await shelf.build(n); if (mine !== turn) return; }
      shelf.nodes.forEach((node, n) => { if (node) node.hidden = !wanted.has(n); });
      busy.textContent = "";
      const left = found.length - wanted.size;
      foot.hidden = left <= 0;
      more.textContent = more.dataset.template.replace("{count}", Math.min(PAGE, left));
    };
    more.addEventListener("click", () => { limit += PAGE; show(); });
    foot.querySelector(".whole").addEventListener("click", () => { limit = Infinity; show(); });
    return { show, from: () => { limit = Math.max(PAGE, shelf.first); }, reach: (n) => { limit = Math.max(limit, n + 1); } };
  }
  const every = (name) => async () => Array.from({ length: shelves[name].total }, (_, n) => n);

  const form = byId("filters");
  const columns = { severity: 1, check: 2, entity: 3, metric: 4, source: 5, state: 6 };
  const picks = () => all("select", form).filter((select) => select.value).map((select) => [columns[select.name], select.value]);
  async function matching() {
    const text = form.elements.text.value.trim().toLowerCase(), asked = picks();
    const found = [];
    for (let n = 0; n < shelves.findings.total; n += 1) {
      const row = rows[n];
      if (!asked.every(([at, value]) => (Array.isArray(row[at]) ? row[at].includes(value) : row[at] === value))) continue;
      if (text && !(await shelves.findings.text(n)).includes(text)) continue;
      found.push(n);
    }
    const said = form.querySelector("output");
    said.textContent = said.dataset.template.replace("{shown}", found.length).replace("{total}", rows.length);
    document.querySelector(".none").hidden = found.length > 0;
    form.querySelector("[type=reset]").hidden = !text && !asked.length;
    all("[data-filter]").forEach((button) => {
      button.setAttribute("aria-pressed", String(form.elements[button.dataset.filter]?.value === button.dataset.value));
    });
    return found;
  }
  const findings = form && list("findings", matching);
  const lists = { e: list("entities", shelves.entities && every("entities")), a: list("articles", shelves.articles && every("articles")) };

  // Links: #f-ID a finding, #e-N an entity, #a-N an article, #a-N-K a figure in it, #r-N-K what was read there.
  async function open() {
    const name = decodeURIComponent(location.hash.slice(1)), [kind, at] = name.split("-");
    if (kind === "f" && number.has(name.slice(2)) && findings) {
      const n = number.get(name.slice(2));
      if (!(await matching()).includes(n)) { form.reset(); }
      findings.reach((await matching()).indexOf(n));
      await findings.show();
    } else if ("ear".includes(kind) && Number(at)) {
      const shelf = shelves[kind === "e" ? "entities" : "articles"];
      if (shelf && at <= shelf.total) (await shelf.build(at - 1)).hidden = false;
    }
    const target = name && byId(name);
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    if (!target.matches(":target")) { const here = location.hash; history.replaceState(null, "", "#"); location.replace(here); }
    target.scrollIntoView();
    if (kind === "f") { target.tabIndex = -1; target.focus({ preventScroll: true }); }
  }

  // A figure in an article shows what was read there without leaving the sentence.
  const peek = byId("peek");
  let asker = null;
  const hide = () => { peek.hidden = true; if (asker) asker.focus(); asker = null; };
  peek.querySelector("button").addEventListener("click", hide);
  document.addEventListener("click", (event) => {
    const figure = event.target.closest("a.fig"), row = figure && byId(figure.getAttribute("href").slice(1));
    if (!row) return;
    event.preventDefault();
    const names = all("thead th", row.closest("table")).map((cell) => cell.textContent);
    const parts = Array.from(row.cells).flatMap((cell, n) => {
      const name = document.createElement("dt"), value = document.createElement("dd");
      name.textContent = names[n];
      value.append(...(n ? cell.cloneNode(true).childNodes : [cell.textContent]));
      return cell.textContent ? [name, value] : [];
    });
    peek.querySelector("dl").replaceChildren(...parts);
    peek.hidden = false; asker = figure;
    peek.querySelector("button").focus();
  });
  peek.addEventListener("click", (event) => { if (event.target.closest("a")) { asker = null; peek.hidden = true; } });

  function step(by) {
    const shown = shelves.findings.nodes.filter((node) => node && !node.hidden);
    const now = shown.findIndex((node) => node.contains(document.activeElement));
    const next = shown[Math.min(Math.max(now + by, 0), shown.length - 1)];
    if (next) { next.tabIndex = -1; next.focus({ preventScroll: true }); next.scrollIntoView({ block: "start" }); }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !peek.hidden) { hide(); return; }
    if (!form || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j" || event.key === "k") { event.preventDefault(); step(event.key === "j" ? 1 : -1); }
    if (event.key === "/") { event.preventDefault(); form.elements.text.focus(); }
  });

  if (form) {
    let soon = 0;
    const again = () => { findings.from(); findings.show(); };
    form.hidden = false;
    form.addEventListener("input", () => { clearTimeout(soon); soon = setTimeout(again, 60); });
    form.addEventListener("reset", () => setTimeout(again));
    form.addEventListener("submit", (event) => event.preventDefault());
    all("[data-filter]").forEach((button) => button.addEventListener("click", () => {
      const select = form.elements[button.dataset.filter];
      if (!select) return;
      select.value = select.value === button.dataset.value ? "" : button.dataset.value;
      again();
      byId("findings").scrollIntoView();
    }));
    findings.show();
  }
  Object.values(lists).forEach((one) => one && one.show());
  window.addEventListener("hashchange", open);
  if (location.hash.length > 1) open();
})();
