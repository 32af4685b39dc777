// The ground for the other scripts. Every page works without any of them.
document.documentElement.classList.add("js");

// htmx sends the same token as the forms do.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]').content;
});

// A form is sent once; coming back to the page frees it. One that answers with a file (data-download) stays free.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[method=post]") || form.hasAttribute("hx-post") || form.hasAttribute("data-download")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button) button.classList.add("is-busy");
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll(".is-busy")) button.classList.remove("is-busy");
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

// Copies what stands in the field it names; the field itself stays selected for those who copy by hand.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const field = document.getElementById(button.dataset.copy);
  field.select();
  navigator.clipboard?.writeText(field.value).then(() => {
    button.querySelector("span").textContent = button.dataset.copied;
  });
});

// On a narrow screen the present tab is brought into view.
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs");
  row.scrollLeft = tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

// After a decision in a queue the next one waiting takes the focus: not its button, so that nothing is decided unread.
document.addEventListener("htmx:afterSettle", (event) => {
  const settled = event.target.closest?.("[data-settled]");
  if (!settled) return;
  const after = (one) => settled.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const waiting = [...document.querySelectorAll(".queued:not([data-settled])")];
  (waiting.find(after) ?? waiting[0])?.focus();
});

// The error summary takes the focus, so that it is read first.
const focusSummary = (root) => root.querySelector("[data-focus]")?.focus();
document.addEventListener("DOMContentLoaded", () => focusSummary(document));
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target.parentElement ?? document));
