/* The search box as a combobox: htmx brings the list of suggestions, this moves within it.
   Without scripts the form is an ordinary one, and nothing here is missed. */
(() => {
  "use strict";
  const box = document.getElementById("site-search");
  const status = document.getElementById("site-search-status");
  if (!box || !status) return;
  const list = () => document.getElementById("suggestions");
  const options = () => [...list().querySelectorAll("[role=option]")];
  let active = -1;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "suggestions");
  box.setAttribute("aria-expanded", "false");

  function choose(index) {
    const all = options();
    active = all.length ? (index + all.length + 1) % (all.length + 1) : all.length;
    // One place beyond the last option is the box itself.
    all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const chosen = all[active];
    if (chosen) {
      box.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      active = -1;
      box.removeAttribute("aria-activedescendant");
    }
  }

  function show(open) {
    const there = open && options().length > 0;
    list().hidden = !there;
    box.setAttribute("aria-expanded", String(there));
    if (!there) choose(-1);
  }

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const isOpen = !list().hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options().length) return;
      event.preventDefault();
      if (!isOpen) show(true);
      if (event.key === "ArrowDown") choose(active + 1);
      else choose(active < 0 ? options().length - 1 : active - 1);
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape" && isOpen) {
      // The browser would empty the box: that is for a second Escape.
      event.preventDefault();
      show(false);
    } else if (event.key === "Tab") {
      show(false);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  document.addEventListener("click", (event) => {
    if (!event.target.closest("form.search")) show(false);
  });

  box.addEventListener("focus", () => {
    if (box.value.trim() && document.activeElement === box) box.setAttribute("aria-expanded", String(!list().hidden));
  });

  // A list that comes after the reader has gone on to something else stays closed.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "suggestions") return;
    active = -1;
    const isHere = document.activeElement === box && box.value.trim() !== "";
    show(isHere);
    status.textContent = isHere ? list().dataset.said : "";
  });

  box.addEventListener("input", () => {
    if (box.value.trim() === "") {
      show(false);
      status.textContent = "";
    }
  });
})();
