// Dialogs, menus and messages: nicer with a script, usable without.
(() => {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const closer = event.target.closest("[data-close]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialog).showModal();
    } else if (closer) {
      event.preventDefault();
      const dialog = closer.closest("dialog");
      dialog.open ? dialog.close() : history.replaceState(null, "", location.pathname + location.search);
      if (location.hash) location.hash = "";
    } else if (event.target.matches("dialog[open]")) {
      event.target.close(); // the backdrop
    }
    const message = event.target.closest("[data-dismiss]");
    if (message) message.closest("[data-toast]").remove();
    for (const popup of document.querySelectorAll("details[data-popup][open]")) {
      if (!popup.contains(event.target)) popup.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const popup of document.querySelectorAll("details[data-popup][open]")) {
      popup.open = false;
      popup.querySelector("summary").focus();
    }
  });
})();
