// A conversation that lives: rows come by themselves, what is sent shows at once and is sent again until it is taken.
// docs/imessage-protocol.md says what this keeps to. Without it the page's form does the same, a page at a time.
(() => {
  const said = document.getElementById("said");
  const form = document.querySelector("form.say");
  if (!said || !form || !("WebSocket" in window)) return;
  const talk = said.dataset.talk;
  const me = said.dataset.me;
  const state = document.getElementById("talk-state");
  const DRAFT = `talk-draft-${talk}`;
  const WAITING = `talk-waiting-${talk}`;
  const PASSING = new Set(["UNAVAILABLE", "BUSY", "TOO_MANY"]);
  const ahead = new Map(); // rows behind a hole
  let have = Number(said.dataset.last);
  let waiting = JSON.parse(sessionStorage.getItem(WAITING) || "[]"); // frames that are not acknowledged yet
  let socket = null;
  let tries = 0;

  const keep = () => sessionStorage.setItem(WAITING, JSON.stringify(waiting));
  const send = (frame) => socket?.readyState === WebSocket.OPEN && socket.send(JSON.stringify(frame));
  const tell = (text) => {
    state.hidden = !text;
    state.textContent = text;
  };
  const newId = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const clock = (iso) =>
    new Intl.DateTimeFormat("zh-CN", {
      timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false,
    }).format(new Date(iso)).replace("/", "-");

  function line(css, id) {
    const item = document.createElement("li");
    item.className = css;
    if (id) item.dataset.client = id;
    return item;
  }

  function bubble(item, who, text, at) {
    if (who) item.append(Object.assign(document.createElement("span"), { className: "said-who", textContent: who }));
    item.append(Object.assign(document.createElement("p"), { className: "said-text", textContent: text }));
    item.append(Object.assign(document.createElement("span"), { className: "said-at", textContent: at }));
  }

  // As the form of the page does, for the two minutes in which it may be.
  function mayRecall(item, seq) {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "link-button", textContent: "撤回",
    });
    button.addEventListener("click", () => send({ t: "recall", c: talk, client_id: newId(), seq }));
    item.querySelector(".said-at").append(button);
    setTimeout(() => button.remove(), 120_000);
  }

  const NOTES = {
    JOINED: (row) => `${row.body?.name ?? ""} 加入了会话`,
    LEFT: (row) => `${row.body?.name ?? ""} 离开了会话`,
    RECALL: (row) => `${row.display} 撤回了一条消息`,
  };

  // A kind that is drawn by the server: its partial takes the place that is kept for it.
  async function fetched(item, seq) {
    const answer = await fetch(`${location.pathname}messages/${seq}/`);
    if (answer.ok) item.outerHTML = await answer.text();
    else item.remove();
  }

  function show(row) {
    const atEnd = innerHeight + scrollY > document.body.scrollHeight - 160;
    said.querySelector(`[data-client="${row.client_id}"]`)?.remove();
    const item = line("said-line");
    item.dataset.seq = row.seq;
    if (row.kind !== "TEXT" && !NOTES[row.kind]) {
      fetched(item, row.seq);
    } else if (row.kind === "TEXT") {
      const mine = row.from === me;
      item.classList.toggle("is-mine", mine);
      bubble(item, mine ? "" : row.display, row.body ? row.body.text : "已撤回", clock(row.sent_at));
      if (!row.body) item.querySelector(".said-text").classList.add("is-gone");
      else if (mine) mayRecall(item, row.seq);
      (row.body?.warnings ?? []).forEach((code) => {
        const text = said.dataset[code] ?? "";
        const note = Object.assign(document.createElement("p"), { className: "said-warning", textContent: text });
        item.insertBefore(note, item.querySelector(".said-at"));
      });
    } else {
      item.className = "said-note";
      item.textContent = NOTES[row.kind](row);
      const gone = row.kind === "RECALL" && said.querySelector(`[data-seq="${row.target}"] .said-text`);
      if (gone) {
        gone.textContent = "已撤回";
        gone.classList.add("is-gone");
        gone.parentElement.querySelector("form, button")?.remove();
      }
    }
    said.insertBefore(item, said.querySelector("[data-client]"));
    if (atEnd || row.from === me) scrollTo(0, document.body.scrollHeight);
  }

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
  }

  function done(id) {
    waiting = waiting.filter((frame) => frame.client_id !== id);
    keep();
  }

  function refused(frame) {
    if (PASSING.has(frame.code)) return tell(frame.message);
    const item = frame.client_id && said.querySelector(`[data-client="${frame.client_id}"]`);
    if (item) {
      form.text.value ||= item.querySelector(".said-text").textContent; // nothing that was typed is lost
      item.remove();
    }
    done(frame.client_id);
    return tell(frame.message);
  }

  const TAKES = {
    hello: () => {
      tell("");
      send({ t: "resume", have: { [talk]: have } });
      waiting.forEach(send);
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
    typing: (frame) => {
      if (frame.c !== talk) return;
      tell("对方正在输入…");
      setTimeout(() => state.textContent === "对方正在输入…" && tell(""), 4000);
    },
  };

  function connect() {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/imessage/`);
    socket.addEventListener("open", () => (tries = 0));
    socket.addEventListener("message", (event) => {
      const frame = JSON.parse(event.data);
      TAKES[frame.t]?.(frame);
    });
    socket.addEventListener("close", (event) => {
      if (event.code === 4401) return location.reload();
      if (event.code === 4403 || event.code === 4400) return tell("");
      tell("连接已断开,正在重新连接…");
      tries += 1;
      return setTimeout(connect, Math.min(30, 2 ** tries) * 500 * (0.5 + Math.random()));
    });
  }

  function waits(frame) {
    const item = line("said-line is-mine is-waiting", frame.client_id);
    bubble(item, "", frame.text, "发送中…");
    said.append(item);
    scrollTo(0, document.body.scrollHeight);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = form.text.value.trim();
    if (!text) return form.text.focus();
    const frame = { t: "send", c: talk, client_id: newId(), text };
    waiting.push(frame);
    keep();
    waits(frame);
    send(frame);
    form.text.value = "";
    localStorage.removeItem(DRAFT);
    return form.text.focus();
  });
  form.text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && matchMedia("(pointer: fine)").matches) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  let typed = 0;
  form.text.addEventListener("input", () => {
    localStorage.setItem(DRAFT, form.text.value);
    if (Date.now() - typed > 3000) {
      typed = Date.now();
      send({ t: "typing", c: talk });
    }
  });
  form.text.value ||= localStorage.getItem(DRAFT) || "";
  setInterval(() => waiting.forEach(send), 4000); // said again under its own id: it has one effect
  document.addEventListener("visibilitychange", () => document.hidden || send({ t: "read", c: talk, seq: have }));
  waiting.forEach(waits);
  connect();
  scrollTo(0, document.body.scrollHeight);
})();
