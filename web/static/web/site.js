/* What pages do better with JavaScript; each of them works without. */
"use strict";

/* Copy buttons: data-copy names the element whose text is copied. */
function offerCopies(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) {
    const box = button.closest("details, section, main");
    const from = box.querySelector(`[data-copied="${button.dataset.copy}"]`);
    const said = box.querySelector("[data-copy-said]");
    if (!from) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(from.textContent.trim());
        if (said) said.textContent = `The ${button.dataset.copy} is copied.`;
      } catch {
        if (said) said.textContent = "The browser does not let this page copy: mark the text and copy it.";
      }
    });
  }
}

/* Tables that are shown whole (table.sortable) are sorted by a click on a header. A cell's
   data-value goes before its text; amounts, counts and dates are compared as such. */
function valueOf(cell) {
  const text = (cell?.dataset.value ?? cell?.textContent ?? "").trim();
  if (!text || text === "–") return null;
  const bare = text.replace(/[$,%\s]/g, "").replace("−", "-");
  if (/^-?\d+(\.\d+)?$/.test(bare)) return Number(bare);
  const isDay = /^[A-Z][a-z]{2,8} \d{1,2}, \d{4}$|^\d{4}-\d{2}-\d{2}/.test(text);
  const parsed = isDay ? Date.parse(text.replace(" UTC", "Z")) : NaN;
  return Number.isNaN(parsed) ? text.toLocaleLowerCase() : parsed;
}

function compare(one, other) {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), undefined, { numeric: true });
}

function sortBy(table, header, column) {
  const descends = header.getAttribute("aria-sort") === "descending"
    || (!header.hasAttribute("aria-sort") && !header.classList.contains("n"));
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descends ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, place) => ({ row, place, value: valueOf(row.cells[column]) }));
  rows.sort((a, b) => {
    // What is not given comes last in both directions, and equals keep their order.
    if (a.value === null || b.value === null) {
      return (a.value === null) - (b.value === null) || a.place - b.place;
    }
    return (descends ? 1 : -1) * compare(a.value, b.value) || a.place - b.place;
  });
  body.append(...rows.map((one) => one.row));
}

function makeSortable(table) {
  const head = table.tHead?.rows[0];
  // A table with groups of rows has an order that sorting would break.
  if (!head || table.tHead.rows.length > 1 || table.tBodies.length !== 1 || table.dataset.sorts) return;
  if (table.tBodies[0].rows.length < 2 || table.querySelector("[colspan], [rowspan]")) return;
  table.dataset.sorts = "yes";
  [...head.cells].forEach((header, column) => {
    if (header.classList.contains("bars") || header.querySelector("a, button")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sorts";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => sortBy(table, header, column));
  });
}

function enhance(root) {
  offerCopies(root);
  root.querySelectorAll("table.sortable").forEach(makeSortable);
}

enhance(document);
document.addEventListener("htmx:load", (event) => enhance(event.target));
/* Paper has no closed parts: what a reader would open is printed. */
window.addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("main details:not([open])")) {
    part.open = true;
    part.dataset.opened = "for print";
  }
});
window.addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("details[data-opened]")) {
    part.open = false;
    delete part.dataset.opened;
  }
});
