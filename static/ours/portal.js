// Small comforts; every page works without this file.
(() => {
  "use strict";
  const opened = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("click", (event) => {
    for (const menu of opened()) if (!menu.contains(event.target)) menu.open = false;
    // some browsers do not focus a button that is tapped, and the reason of a light opens on focus
    const light = event.target.closest("button.light");
    if (light) light.focus();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of opened()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    if (document.activeElement.matches("button.light")) document.activeElement.blur();
  });

  // a legal act is sent once, however often its button is pressed
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // after a refused submission the summary of the errors is read first
  document.getElementById("errors")?.focus();
})();
