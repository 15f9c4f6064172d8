// Keyboard triage and the reviewer's name; everything else is htmx.
"use strict";
const author = document.getElementById("author");
if (author) {
  if (!author.value) author.value = localStorage.getItem("hedui-author") || "";
  author.addEventListener("change", () => localStorage.setItem("hedui-author", author.value));
}
const file = document.getElementById("file");
if (file) file.addEventListener("change", async () => {
  if (file.files.length) document.getElementById("text").value = await file.files[0].text();
});

function items() { return Array.from(document.querySelectorAll("#queue a.item")); }

// While a card is on its way, a key waits for it: it must not decide about the one before.
let coming = "", waiting = null;
function shown() { const card = document.querySelector("#card .card"); return card ? card.dataset.finding : ""; }
function expect(finding) { coming = finding; waiting = null; }
// The card asks for itself, one answer after the other: a slow one never covers the one asked for after it.
function show(item) { choose(item); expect(item.id.slice(2)); htmx.ajax("GET", item.href, "#card"); }
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "card" || shown() !== coming) return;
  coming = "";
  const key = waiting;
  waiting = null;
  if (key) press(key);
});
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, () => { coming = ""; waiting = null; });
}

function press(key) {
  const button = document.querySelector(`#card [data-key="${CSS.escape(key)}"]`);
  if (button) { expect(shown()); htmx.trigger(button, "click"); }
}

function move(step) {
  const all = items();
  if (!all.length) return;
  const now = all.findIndex((item) => item.getAttribute("aria-current") === "true");
  show(all[Math.min(Math.max(now + step, 0), all.length - 1)]);
}

function choose(item) {
  items().forEach((other) => other.removeAttribute("aria-current"));
  item.setAttribute("aria-current", "true");
  item.scrollIntoView({ block: "nearest" });
}

document.addEventListener("click", (event) => {
  const item = event.target.closest && event.target.closest("#queue a.item");
  if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(item);
});

document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape" && typing) { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "j" || event.key === "k") { event.preventDefault(); move(event.key === "j" ? 1 : -1); }
  if (event.key === "n") { const words = document.getElementById("words"); if (words) { event.preventDefault(); words.focus(); } }
  if (/^[1-4u]$/.test(event.key)) {
    event.preventDefault();
    if (coming) waiting = event.key; else press(event.key);
  }
});

// A refused step (422, 409) comes with the card that says why.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; }
});
document.addEventListener("htmx:afterSwap", (event) => {
  const card = event.target.querySelector && event.target.querySelector(".card");
  if (!card) return;
  const item = document.getElementById("i-" + card.dataset.finding);
  if (item) item.querySelector(".state").textContent = card.dataset.state;
});
