(function () {
  "use strict";
  var form = document.getElementById("filters");
  var open = function () {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    var box = target.closest("details"), moved = false;
    for (; box; box = box.parentElement.closest("details")) { moved = moved || !box.open; box.open = true; }
    if (moved) target.scrollIntoView();
    if (target.hidden && form) { form.reset(); apply(); target.scrollIntoView(); }
  };
  window.addEventListener("hashchange", open);
  if (!form) { open(); return; }
  var all = Array.prototype.slice.call(document.querySelectorAll(".finding"));
  var texts = new Map();
  var said = form.querySelector("output");
  var matches = function (item, text, picks) {
    if (text) {
      if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase());
      if (texts.get(item).indexOf(text) < 0) return false;
    }
    return picks.every(function (pick) {
      var value = item.getAttribute("data-" + pick.name);
      return pick.name === "source" ? value.indexOf("|" + pick.value + "|") >= 0 : value === pick.value;
    });
  };
  var apply = function () {
    var text = form.elements.text.value.trim().toLowerCase();
    var picks = Array.prototype.filter.call(form.querySelectorAll("select"), function (s) { return s.value; });
    var shown = 0;
    all.forEach(function (item) {
      item.hidden = !matches(item, text, picks);
      if (!item.hidden) shown += 1;
    });
    said.textContent = said.getAttribute("data-template").replace("{shown}", shown).replace("{total}", all.length);
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  apply();
  open();
})();
