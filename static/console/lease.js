// The time left of a lease, told by the minute; who works on the case has it prolonged without asking.
(() => {
  const form = document.querySelector("form[data-lease]");
  if (!form) return;
  const MINUTE = 60_000;
  let ends = Date.now() + form.dataset.lease * 1000;
  let asked = Date.now();
  const left = form.querySelector("[data-lease-left]");

  function tell() {
    const minutes = Math.ceil((ends - Date.now()) / MINUTE);
    left.textContent = minutes > 0 ? `,还剩 ${minutes} 分钟` : ",已到期";
  }

  async function prolong() {
    if (Date.now() - asked < MINUTE || Date.now() > ends) return;
    asked = Date.now();
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect") ends = asked + form.dataset.lease * 1000;
    tell();
  }

  for (const deed of ["keydown", "pointerdown", "scroll"]) addEventListener(deed, prolong, { passive: true });
  setInterval(tell, MINUTE / 6);
  tell();
})();
