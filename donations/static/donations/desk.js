// The desk's keys: each presses a button of the form, so that the desk works without them too.
"use strict";
(() => {
  const form = document.getElementById("desk-form");
  if (!form) return;
  let sent = false;
  form.addEventListener("submit", (event) => {
    // A key that is held down must not answer the next item as well.
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
  document.addEventListener("keydown", (event) => {
    const within = event.target.closest("input, textarea, select");
    if (within && within.type !== "checkbox") {
      if (event.key === "Escape") within.blur();
      // Otherwise Enter would press the form's first button.
      if (event.key === "Enter") {
        event.preventDefault();
        if (within.dataset.focus && within.value) document.getElementById("desk-choose").click();
        else within.blur();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const focus = form.querySelector(`[data-focus="${CSS.escape(event.key)}"]`);
    const button = form.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
    if (focus) { event.preventDefault(); focus.focus(); }
    else if (button) { event.preventDefault(); button.click(); }
  });
})();
