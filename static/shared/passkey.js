// Makes or uses a passkey and posts its answer with the form. Where the browser cannot, the form stays hidden.
(() => {
  const can = window.PublicKeyCredential?.parseRequestOptionsFromJSON && navigator.credentials;
  if (!can) return;

  async function options(form) {
    const body = new URLSearchParams({ purpose: form.dataset.purpose });
    const token = form.elements.csrfmiddlewaretoken.value;
    const answer = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token }, body });
    if (!answer.ok || answer.redirected) throw new Error("options");
    return (await answer.json()).publicKey;
  }

  async function ceremony(form) {
    const given = await options(form);
    const credential =
      form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(given) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(given) });
    return JSON.stringify(credential.toJSON());
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const answer = form.querySelector("[data-passkey-answer]");
    const error = form.querySelector("[data-passkey-error]");
    form.hidden = false;
    form.parentElement.querySelector("[data-passkey-missing]")?.remove();
    form.addEventListener(
      "submit",
      async (event) => {
        if (answer.value) return;
        event.preventDefault();
        event.stopImmediatePropagation(); // not sent yet: the guard against sending twice must not see it
        error.hidden = true;
        try {
          answer.value = await ceremony(form);
          form.requestSubmit();
        } catch {
          error.textContent = "没有完成验证。请重试,或改用其他方式。";
          error.hidden = false;
        }
      },
      { capture: true },
    );
  }
})();
