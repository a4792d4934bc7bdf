// What every page does beyond HTML. Each part improves something that already works without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [
    ...(root.matches?.(selector) ? [root] : []),
    ...root.querySelectorAll(selector),
  ];
  const say = (text) => {
    const live = $("#live");
    if (live) live.textContent = text;
  };

  // Ready now, and again for whatever htmx brings in.
  function enhance(root) {
    all("[data-error-summary]", root)[0]?.focus();
    all("form[data-pin]", root).forEach(pinBoxes);
    all("[data-upload]", root).forEach(dropZone);
    all("textarea[data-file-from]", root).forEach(longText);
    if (all("[data-reload]", root).length) location.reload(); // what htmx has brought in is the last of a live part
    all("[data-hide-after]", root).forEach(hideLater);
  }

  // An opened amount closes itself: by the link that its own eye is, so that the figures leave the page.
  function hideLater(card) {
    if (card.dataset.timed) return;
    card.dataset.timed = "yes";
    const close = () => card.isConnected && $(".eye", card)?.click();
    setTimeout(close, card.dataset.hideAfter * 1000);
    document.addEventListener("visibilitychange", () => document.hidden && close(), { once: true });
  }

  // Six boxes over the one password field, a keypad on a phone, sent when the sixth digit is in.
  function pinBoxes(form) {
    const pin = $(".pin", form);
    const input = pin && $("input", pin);
    if (!input || pin.classList.contains("pin-live")) return;
    const boxes = document.createElement("div");
    boxes.className = "pin-boxes";
    boxes.setAttribute("aria-hidden", "true");
    boxes.append(...Array.from({ length: 6 }, () => document.createElement("i")));
    pin.append(boxes);
    pin.classList.add("pin-live");
    const draw = () => {
      input.value = input.value.replace(/\D/g, "").slice(0, 6);
      [...boxes.children].forEach((box, at) => {
        box.className = at < input.value.length ? "filled" : at === input.value.length ? "next" : "";
      });
      if (input.value.length === 6) form.requestSubmit();
    };
    input.addEventListener("input", draw);
    if (document.documentElement.dataset.surface === "mobile") keypad(form, input, draw);
    draw();
  }

  function keypad(form, input, draw) {
    if (!matchMedia("(pointer: coarse)").matches) return; // a keyboard is at hand
    const pad = document.createElement("div");
    pad.className = "keypad";
    for (const key of ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "⌫"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.key = key;
      button.textContent = key;
      if (key === "⌫") button.setAttribute("aria-label", "退格");
      button.addEventListener("click", () => {
        input.value = key === "⌫" ? input.value.slice(0, -1) : input.value + key;
        draw();
      });
      pad.append(button);
    }
    input.inputMode = "none"; // ours instead of the system's
    form.append(pad);
  }

  function dropZone(zone) {
    const input = $("input[type=file]", zone);
    const name = $("[data-upload-name]", zone);
    zone.classList.add("is-live");
    const over = (on) => zone.classList.toggle("is-over", on);
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    zone.addEventListener("dragleave", () => over(false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", () => {
      const file = input.files[0];
      name.textContent = file ? `${file.name}(${Math.max(1, Math.round(file.size / 1024))} KB)` : "";
    });
  }

  // A text too long for a field is sent as the file that it would be.
  function longText(area) {
    area.form.addEventListener("submit", () => {
      const input = $("[data-upload] input[type=file]", area.form);
      if (area.value.length <= Number(area.dataset.fileFrom) || input.files.length) return;
      const sent = new DataTransfer();
      sent.items.add(new File([area.value], area.dataset.fileName, { type: "text/plain" }));
      input.files = sent.files;
      area.value = "";
    });
  }

  // <button data-confirm="确定撤回这一批?" data-confirm-note="…">: asks first, then lets the form go.
  function ask(button) {
    const dialog = document.createElement("dialog");
    dialog.className = "confirm";
    dialog.setAttribute("aria-labelledby", "confirm-title");
    const title = Object.assign(document.createElement("h2"), { id: "confirm-title", textContent: button.dataset.confirm });
    const note = Object.assign(document.createElement("p"), { textContent: button.dataset.confirmNote || "" });
    const menu = document.createElement("menu");
    const no = Object.assign(document.createElement("button"), { type: "button", className: "btn-plain", textContent: "取消" });
    const danger = button.classList.contains("btn-danger");
    const yes = Object.assign(document.createElement("button"), {
      type: "button",
      className: danger ? "btn-danger" : "btn-main",
      textContent: button.textContent.trim(),
    });
    no.onclick = () => dialog.close();
    yes.onclick = () => {
      button.dataset.confirmed = "yes";
      dialog.close();
      button.click();
    };
    dialog.onclose = () => {
      dialog.remove();
      button.focus();
    };
    menu.append(no, yes);
    dialog.append(title, ...(note.textContent ? [note] : []), menu);
    document.body.append(dialog);
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const asks = event.target.closest?.("[data-confirm]");
    if (asks && !asks.dataset.confirmed) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(asks);
      return;
    }
    if (asks) delete asks.dataset.confirmed;
    const copies = event.target.closest?.("[data-copy]");
    if (copies) navigator.clipboard?.writeText(copies.dataset.copy).then(() => say("已复制"));
  }, true);

  // A link of the error summary puts the cursor into the field it names.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".error-summary a");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });

  // A second click does not send a form twice; Back from the cache gives the button back.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  const release = () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  });
  addEventListener("pageshow", release);
  document.addEventListener("htmx:finally:request", release);

  // An error page or a step-up sheet that answers a part of a page takes the whole page, not that part.
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response.status < 400 || !/^\s*<!doctype/i.test(ctx.text)) return;
    ctx.target = document.body;
    ctx.swap = "innerHTML";
  });
  document.addEventListener("htmx:error", () => say("网络不稳定,请稍后重试"));

  // Without a network a phone shows a page of ours (templates/mobile/portal/worker.js). Private windows refuse it.
  const worker = $("link[rel=manifest]")?.dataset.worker;
  if (worker) addEventListener("load", () => navigator.serviceWorker?.register(worker).catch(() => {}));

  // "/" goes to the search box, from anywhere but a field.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog")) return;
    const box = all("[data-search]").find((one) => one.offsetParent);
    if (!box) return;
    event.preventDefault();
    box.focus();
  });

  document.addEventListener("htmx:after:process", (event) => enhance(event.target));
  document.addEventListener("DOMContentLoaded", () => enhance(document));
})();
