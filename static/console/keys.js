// Keys of the review pages: any button or link with data-key="a" is pressed by that key; ? lists them all.
// data-key-first names a field that is gone to as long as it is empty.
(() => {
  const named = () => [...document.querySelectorAll("[data-key]")].filter((one) => !one.disabled && !one.closest(".keypad"));
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], dialog");

  function help() {
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    const title = Object.assign(document.createElement("h2"), { textContent: "键盘操作" });
    const list = document.createElement("dl");
    list.className = "pairs";
    for (const one of [...named(), null]) {
      const row = document.createElement("div");
      const key = Object.assign(document.createElement("dt"), { textContent: one ? one.dataset.key.toUpperCase() : "?" });
      const what = Object.assign(document.createElement("dd"), { textContent: one ? one.dataset.keyLabel || one.textContent.trim() : "本说明" });
      row.append(key, what);
      list.append(row);
    }
    dialog.append(title, list);
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "?") return help();
    const target = named().find((one) => one.dataset.key.toLowerCase() === event.key.toLowerCase());
    if (target) {
      event.preventDefault();
      const first = target.dataset.keyFirst && document.getElementById(target.dataset.keyFirst);
      if (first && !first.value) return first.focus(); // what must be chosen before it can be sent
      target.focus();
      target.click();
    }
  });
})();
