// Small help while filling in: how many letters are left, which files were chosen.
(() => {
  const counter = (area) => {
    const line = document.createElement("p");
    const show = () => { line.textContent = `${area.value.length} / ${area.maxLength}`; };
    line.className = "counter";
    line.setAttribute("aria-hidden", "true");
    area.after(line);
    area.addEventListener("input", show);
    show();
  };

  const size = (bytes) =>
    new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(bytes / 1048576) + " MB";

  const preview = (field) => {
    const input = field.querySelector("input[type=file]");
    const list = document.createElement("ul");
    list.className = "preview";
    input.after(list);
    input.addEventListener("change", () => {
      list.replaceChildren(...Array.from(input.files, (file) => {
        const item = document.createElement("li");
        item.textContent = `${file.name} · ${size(file.size)}`;
        return item;
      }));
    });
  };

  const enhance = (root) => {
    root.querySelectorAll("textarea[maxlength]:not([data-counted])").forEach((area) => {
      area.dataset.counted = "yes";
      counter(area);
    });
    root.querySelectorAll("[data-file]:not([data-previewed])").forEach((field) => {
      field.dataset.previewed = "yes";
      preview(field);
    });
  };

  document.addEventListener("DOMContentLoaded", () => enhance(document));
  document.addEventListener("htmx:load", (event) => enhance(event.target));
})();
