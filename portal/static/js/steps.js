// One question at a time in the public form. Without this all questions stand below one another.
(() => {
  const button = (text, style) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `btn ${style}`;
    made.textContent = text;
    return made;
  };

  const stepThrough = (box) => {
    box.dataset.ready = "";
    const steps = [...box.querySelectorAll(":scope > [data-step], :scope > [data-last-step]")];
    if (steps.length < 2 || document.querySelector(".error-summary")) return; // after an error show everything
    const bar = document.createElement("div");
    const said = document.createElement("p");
    const gauge = document.createElement("progress");
    const row = document.createElement("div");
    const missing = document.createElement("p");
    const back = button(box.dataset.back, "btn-secondary");
    const next = button(box.dataset.next, "btn-primary");
    bar.className = "steps-bar";
    said.setAttribute("aria-live", "polite");
    said.id = "steps-said";
    gauge.setAttribute("aria-labelledby", said.id);
    gauge.max = steps.length;
    bar.append(said, gauge);
    row.className = "btn-row";
    row.append(back, next);
    missing.className = "field-error";
    missing.setAttribute("role", "alert");
    box.prepend(bar);
    box.append(missing, row);

    let current = 0;
    const answered = (step) => !step.querySelector("input[type=radio]") || step.querySelector("input:checked");
    const show = (index, focus) => {
      current = index;
      steps.forEach((step, position) => { step.hidden = position !== index; });
      gauge.value = index + 1;
      said.textContent = box.dataset.progress.replace("{n}", index + 1).replace("{total}", steps.length);
      back.hidden = index === 0;
      next.hidden = index === steps.length - 1;
      missing.textContent = "";
      if (focus) (steps[index].querySelector("input:checked") ?? steps[index].querySelector("input, textarea, select"))?.focus();
    };

    back.addEventListener("click", () => show(current - 1, true));
    next.addEventListener("click", () => {
      if (answered(steps[current])) {
        show(current + 1, true);
      } else {
        missing.textContent = box.dataset.missing;
        steps[current].querySelector("input").focus();
      }
    });
    box.addEventListener("change", () => { missing.textContent = ""; });
    box.addEventListener("click", (event) => {
      // a tap on a face goes on; arrow keys only choose
      if (event.target.matches("input[type=radio]") && event.detail > 0 && current < steps.length - 1) {
        setTimeout(() => show(current + 1, true), 250);
      }
    });
    const first = steps.findIndex((step) => !answered(step));
    show(first < 0 ? steps.length - 1 : first, false);
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-steps]").forEach(stepThrough));
})();
