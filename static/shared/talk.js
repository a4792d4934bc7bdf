// A conversation that lives: rows come by themselves, what is sent shows at once and is sent again until it is taken.
// docs/imessage-protocol.md says what this keeps to. Without it the page's forms and links do the same, a page at a time.
(() => {
  const { rows, made, button, draftOf, waitingOf, waiting } = window.talkRows;
  const PASSING = new Set(["UNAVAILABLE", "BUSY", "TOO_MANY"]);
  const SLOW = 10_000; // after so long without an answer a message says that it waits for the line
  const nibble = () => (crypto.getRandomValues(new Uint8Array(1))[0] & 15).toString(16);
  const newId = () => "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx".replaceAll("x", nibble); // randomUUID() wants https

  function converse(root) {
    const { talk, me, name } = root.dataset;
    const $ = (selector) => root.querySelector(selector);
    const { show, unsent, receipts, lineOf, refill, jump, tell, toEnd } = rows(root);
    const said = $(".said");
    const form = $("form.say-form");
    const attach = $("form.say-attach");
    const about = $("[data-about]");
    const names = $("[data-names]");
    const [DRAFT, WAITING] = [draftOf(me), waitingOf(me)];
    const ahead = new Map(); // rows behind a hole
    const failed = new Map(); // client_id → why it was refused
    const began = new Map(); // client_id → when it was first tried here
    let have = Number(root.dataset.last);
    let doing = { quote: null, edit: null };
    let socket = null;
    let tries = 0;

    const queue = () => waiting(me);
    const keep = (frames) => localStorage.setItem(WAITING, JSON.stringify(frames));
    const isOpen = () => socket?.readyState === WebSocket.OPEN;
    const send = (frame) => isOpen() && socket.send(JSON.stringify(frame));
    const look = () => document.hidden || send({ t: "who", c: talk });

    function take(rows) {
      rows.forEach((row) => row.seq > have && ahead.set(row.seq, row));
      const from = have;
      while (ahead.has(have + 1)) {
        have += 1;
        show(ahead.get(have));
        ahead.delete(have);
      }
      if (ahead.size) send({ t: "pull", c: talk, after: have });
      if (have > from && !document.hidden) send({ t: "read", c: talk, seq: have });
      if (have > from) receipts();
    }

    function done(id) {
      keep(queue().filter((frame) => frame.client_id !== id));
      failed.delete(id);
    }

    // Says of a message that is not taken yet how it stands with it, and what can be done.
    function waits(frame) {
      const item = unsent(frame.client_id, frame, frame.quote);
      const at = item.querySelector(".said-at");
      const why = failed.get(frame.client_id);
      const isLate = !isOpen() || Date.now() - began.get(frame.client_id) > SLOW;
      const told = why ? `发送失败:${why}` : isLate ? "未送达,联网后自动发送" : "发送中…";
      if (at.dataset.told === told) return;
      at.dataset.told = told;
      item.classList.toggle("is-waiting", !why);
      item.classList.toggle("is-failed", !!why);
      at.replaceChildren(made("span", "said-told", told));
      const forget = () => {
        done(frame.client_id);
        item.remove();
      };
      if (why || isLate) at.append(button("重发", () => again(frame)), button("删除", forget));
      if (why) at.append(button("改后再发", () => [forget(), refill(frame.text)]));
    }

    function again(frame) {
      failed.delete(frame.client_id);
      began.set(frame.client_id, Date.now());
      waits(frame);
      if (isOpen()) send(frame);
      else connect();
    }

    function push() {
      queue().forEach((frame) => {
        if (!began.has(frame.client_id)) began.set(frame.client_id, Date.now());
        if (!failed.has(frame.client_id)) send(frame);
        if (frame.t === "send") waits(frame);
      });
    }

    function refused(frame) {
      if (PASSING.has(frame.code) || !frame.client_id) return frame.c === talk || !frame.c ? tell(frame.message) : null;
      const mine = queue().find((one) => one.client_id === frame.client_id);
      if (mine?.t === "send") {
        failed.set(frame.client_id, frame.message);
        return waits(mine);
      }
      if (mine?.t === "edit") form.text.value ||= mine.text; // nothing that was typed is lost
      done(frame.client_id);
      return tell(frame.message);
    }

    const TAKES = {
      hello: () => {
        tell("");
        send({ t: "resume", have: { [talk]: have } });
        push();
        look();
      },
      message: (frame) => frame.c === talk && take([frame]),
      page: (frame) => {
        if (frame.c !== talk) return;
        take(frame.rows);
        if (frame.more) send({ t: "pull", c: talk, after: have });
      },
      heart: (frame) => frame.last[talk] > have && send({ t: "pull", c: talk, after: have }),
      ack: (frame) => done(frame.client_id),
      error: refused,
      receipts: (frame) => frame.c === talk && receipts(frame.marks),
      here: ({ c, people: { length } }) => {
        if (c === talk) $("[data-here]").textContent = length ? ` · ${length > 1 ? `${length} 人` : ""}在线` : "";
      },
      typing: (frame) => frame.c === talk && tell("对方正在输入…", 4000),
    };

    function connect() {
      if (socket && socket.readyState < WebSocket.CLOSING) return;
      socket = new WebSocket(`${location.origin.replace("http", "ws")}/ws/imessage/`);
      socket.addEventListener("open", () => (tries = 0));
      socket.addEventListener("message", (event) => {
        const frame = JSON.parse(event.data);
        TAKES[frame.t]?.(frame);
      });
      socket.addEventListener("close", (event) => {
        if (event.code === 4401) return location.reload();
        if (event.code === 4403 || event.code === 4400) return tell("");
        tell(navigator.onLine ? "连接已断开,正在重新连接…" : "当前没有网络,消息会在联网后自动发送");
        push();
        tries += 1;
        return setTimeout(connect, Math.min(30, 2 ** tries) * 500 * (0.5 + Math.random()));
      });
    }

    // A picture or a document goes out by itself as soon as it is chosen; what came of it stands in its place.
    function upload(file, id = newId()) {
      const item = unsent(id, { text: file.name });
      const at = item.querySelector(".said-at");
      const told = (text, ...more) => at.replaceChildren(made("span", "said-told", text), ...more);
      item.classList.remove("is-failed");
      const request = new XMLHttpRequest();
      const fails = (why) => {
        item.classList.add("is-failed");
        told(`发送失败:${why}`, button("重发", () => upload(file, id)), button("删除", () => item.remove()));
      };
      request.upload.addEventListener("progress", (event) => {
        const part = Math.floor((event.loaded / event.total) * 100);
        told(part < 100 ? `上传中 ${part}%` : "检查中…");
      });
      request.addEventListener("error", () => fails("网络不可用"));
      request.addEventListener("load", () => {
        if (request.status === 201) told("发送中…");
        else fails(request.response?.detail ?? "请稍后再试"); // null: no answer of ours, a gateway's page
      });
      const sent = new FormData();
      sent.append("client_id", id);
      sent.append("file", file);
      request.responseType = "json";
      request.open("POST", `/api/v1/imessage/talks/${talk}/files/send/`);
      request.setRequestHeader("X-CSRFToken", attach.elements.csrfmiddlewaretoken.value);
      request.setRequestHeader("Idempotency-Key", newId());
      told("上传中…");
      request.send(sent);
    }
    attach.elements.file.addEventListener("change", () => {
      [...attach.elements.file.files].forEach((file) => upload(file));
      attach.reset();
    });
    form.text.addEventListener("paste", (event) => {
      const files = [...event.clipboardData.files];
      if (files.length) event.preventDefault();
      files.forEach((file) => upload(file));
    });

    // What the next words do: answer a row, replace one, or neither.
    function turn(to, told = "") {
      doing = { quote: null, edit: null, ...to };
      about.hidden = !told;
      about.querySelector(".say-words").textContent = told;
      $(".say-button").textContent = doing.edit ? "保存" : "发送";
      form.text.focus();
    }

    const ACTS = {
      quote: (item) => turn({ quote: Number(item.dataset.seq) }, lineOf(item)),
      edit: (item) => {
        form.text.value = item.querySelector(".said-text").textContent;
        turn({ edit: Number(item.dataset.seq) }, "修改消息");
      },
      recall: (item) => send({ t: "recall", c: talk, client_id: newId(), seq: Number(item.dataset.seq) }),
      drop: () => {
        if (doing.edit) form.text.value = "";
        turn({});
      },
      jump,
    };

    function act(event) {
      const part = event.target.closest("[data-act]");
      const deed = part && ACTS[part.dataset.act];
      if (!deed || (part.dataset.act === "recall" && !isOpen())) return; // the form itself does it
      if (deed(part.closest("[data-seq]"), part) !== false) event.preventDefault();
      part.closest("details")?.removeAttribute("open");
    }
    root.addEventListener("click", (event) => {
      if (!event.target.closest("form[data-act]")) act(event);
      root.querySelectorAll(".said-menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
    });
    said.addEventListener("submit", act);

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const words = form.text.value.trim();
      if (!words) return form.text.focus();
      const frame = doing.edit
        ? { t: "edit", c: talk, client_id: newId(), seq: doing.edit, text: words }
        : { t: "send", c: talk, client_id: newId(), text: words, ...(doing.quote ? { quote: doing.quote } : {}) };
      keep([...queue(), frame]);
      form.text.value = "";
      localStorage.removeItem(DRAFT);
      turn({});
      return push();
    });

    form.text.addEventListener("keydown", (event) => {
      if (!names.hidden && ["ArrowDown", "ArrowUp", "Enter", "Escape"].includes(event.key)) return choose(event);
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
        event.preventDefault();
        form.requestSubmit();
      }
      return undefined;
    });

    // @: the names that fit what stands behind it.
    const asked = () => form.text.value.slice(0, form.text.selectionStart).match(/@([^\s@]{0,20})$/);
    async function call() {
      const query = "group" in root.dataset && asked();
      if (!query) return (names.hidden = true);
      const answer = await fetch(`/api/v1/imessage/talks/${talk}/people/?q=${encodeURIComponent(query[1])}`).catch(() => null);
      if (!answer?.ok || asked()?.[1] !== query[1]) return undefined;
      const people = (await answer.json()).people.filter((one) => one.participant_id !== me).slice(0, 6);
      const all = "mayCallAll" in root.dataset && "所有人".startsWith(query[1]) ? [{ display: "所有人" }] : [];
      names.replaceChildren(
        ...[...all, ...people].map((one) => {
          const item = made("li", "");
          item.append(button(one.display, () => put(one.display)));
          return item;
        }),
      );
      names.firstElementChild?.classList.add("is-next");
      return (names.hidden = !names.children.length);
    }

    function put(display) {
      const at = form.text.selectionStart;
      const before = form.text.value.slice(0, at).replace(/@[^\s@]*$/, `@${display} `);
      form.text.value = before + form.text.value.slice(at);
      form.text.setSelectionRange(before.length, before.length);
      names.hidden = true;
      form.text.dispatchEvent(new Event("input"));
      form.text.focus();
    }

    function choose(event) {
      event.preventDefault();
      const next = names.querySelector(".is-next");
      if (event.key === "Escape") return (names.hidden = true);
      if (event.key === "Enter") return put(next.textContent);
      next.classList.remove("is-next");
      const to = event.key === "ArrowDown" ? next.nextElementSibling : next.previousElementSibling;
      return (to ?? next).classList.add("is-next");
    }

    let typed = 0;
    form.text.addEventListener("input", () => {
      if (!doing.edit) localStorage.setItem(DRAFT, form.text.value);
      call();
      if (Date.now() - typed > 3000) {
        typed = Date.now();
        send({ t: "typing", c: talk });
      }
    });

    const start = new URLSearchParams(location.search);
    if (start.has("quote") && form.quote?.value) doing.quote = Number(form.quote.value);
    if (start.has("edit") && form.getAttribute("action") !== form.dataset.send) doing.edit = Number(start.get("edit"));
    if (!doing.edit) form.text.value ||= localStorage.getItem(DRAFT) || "";
    push();
    connect();
    addEventListener("online", connect);
    setInterval(push, 4000); // said again under its own id: it has one effect
    setInterval(look, 30_000);
    document.addEventListener("visibilitychange", () => document.hidden || send({ t: "read", c: talk, seq: have }));
    if (!location.hash.startsWith("#m")) toEnd();
  }

  if ("WebSocket" in window) document.querySelectorAll(".converse[data-live]").forEach(converse);
})();
