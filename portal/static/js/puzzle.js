// Proof of work for a crowded connection: find the number behind the challenge. Without it a person checks the review.
(() => {
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

  const solve = async ({ challenge, salt, maxNumber }) => {
    const encoder = new TextEncoder();
    const prefix = salt.endsWith("&") ? salt : `${salt}&`;
    for (let number = 0; number <= maxNumber; number += 1) {
      if (hex(await crypto.subtle.digest("SHA-256", encoder.encode(prefix + number))) === challenge) return number;
    }
    return null;
  };

  const work = async (form) => {
    if (!window.crypto?.subtle) return; // only where the connection is encrypted
    const puzzle = JSON.parse(form.dataset.puzzle);
    const text = document.querySelector("[data-puzzle-text]");
    const send = form.querySelector("[name=confirm]");
    text.textContent = text.dataset.busy;
    send.disabled = true;
    const { algorithm, challenge, salt, signature } = puzzle;
    const number = await solve(puzzle);
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "altcha";
    field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
    form.append(field);
    text.textContent = text.dataset.done;
    send.disabled = false;
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-puzzle]").forEach(work));
})();
