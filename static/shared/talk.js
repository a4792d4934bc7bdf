// A conversation that lives: rows come by themselves, what is sent shows at once and is sent again until it is taken.
// docs/imessage-protocol.md says what this keeps to. Without it the page's forms and links do the same, a page at a time.
(() => {
  const PASSING = new Set(["UNAVAILABLE", "BUSY", "TOO_MANY"]);
  const SLOW = 10_000; // after so long without an answer a message says that it waits for the line
  const WINDOW = 120_000; // in which one's own words may be edited and taken back
  const draftOf = (me) => `talk-draft-${me}`;
  const waitingOf = (me) => `talk-waiting-${me}`;
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
  const made = (tag, css, text = "") => Object.assign(document.createElement(tag), { className: css, textContent: text });
  const button = (text, deed) => {
    const one = Object.assign(made("button", "link-button", text), { type: "button" });
    one.addEventListener("click", deed);
    return one;
  };

  // In the list of conversations: what was begun on this device, and what has not gone out yet.
  function drafts(root) {
    root.querySelectorAll("[data-draft-of]").forEach((line) => {
      const me = line.dataset.draftOf;
      const waits = JSON.parse(localStorage.getItem(waitingOf(me)) || "[]").length;
      const words = waits ? "[未发送]" : localStorage.getItem(draftOf(me)) ? "[草稿]" : "";
      const text = waits ? `${waits} 条消息等待发送` : localStorage.getItem(draftOf(me));
      if (words) line.querySelector(".talk-snippet").replaceChildren(made("span", "talk-called", words), ` ${text}`);
    });
  }

  function converse(root) {
    const { talk, me, base, name } = root.dataset;
    const $ = (selector) => root.querySelector(selector);
    const said = $(".said");
    const form = $("form.say-form");
    const attach = $("form.say-attach");
    const state = $("[data-state]");
    const about = $("[data-about]");
    const names = $("[data-names]");
    const scroller = root.closest("[data-scroller]") || document.scrollingElement;
    const [DRAFT, WAITING] = [draftOf(me), waitingOf(me)];
    const ahead = new Map(); // rows behind a hole
    const failed = new Map(); // client_id → why it was refused
    const began = new Map(); // client_id → when it was first tried here
    let have = Number(root.dataset.last);
    let marks = null; // [joined_seq, read_seq, people] of the readers
    let doing = { quote: null, edit: null };
    let socket = null;
    let tries = 0;

    // Read anew each time: another page of the same person may send from the same queue.
    const queue = () => JSON.parse(localStorage.getItem(WAITING) || "[]");
    const keep = (frames) => localStorage.setItem(WAITING, JSON.stringify(frames));
    const isOpen = () => socket?.readyState === WebSocket.OPEN;
    const send = (frame) => isOpen() && socket.send(JSON.stringify(frame));
    const rowOf = (seq) => said.querySelector(`[data-seq="${seq}"]`);
    const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);
    const tell = (text) => {
      state.hidden = !text;
      state.textContent = text;
    };

    // The markup of a text, as the server draws it, for the row `seq`.
    function fresh(seq) {
      const item = $("[data-blank]").content.firstElementChild.cloneNode(true);
      item.querySelectorAll(".said-warning, .said-edited").forEach((part) => part.remove());
      return numbered(item, seq);
    }

    function numbered(item, seq) {
      item.id = `m${seq}`;
      item.dataset.seq = seq;
      item.querySelectorAll("[href], [action]").forEach((part) => {
        const which = part.hasAttribute("href") ? "href" : "action";
        part.setAttribute(which, part.getAttribute(which).replace("/messages/0/", `/messages/${seq}/`).replace("=0#", `=${seq}#`));
      });
      return item;
    }

    function words(item, body) {
      item.querySelector(".said-text").textContent = body.text;
      item.querySelectorAll(".said-warning").forEach((part) => part.remove());
      (body.warnings ?? []).forEach((code) => {
        item.insertBefore(made("p", "said-warning", root.dataset[code] ?? ""), item.querySelector(".said-at"));
      });
    }

    function quoting(item, seq) {
      const link = item.querySelector(".said-quote");
      if (!seq) return link.remove();
      const from = rowOf(seq);
      link.href = `?at=${seq}#m${seq}`;
      link.textContent = from?.querySelector(".said-text, .said-picture, .said-file") ? lineOf(from) : "引用的消息";
      return from;
    }

    const lineOf = (item) => {
      const who = item.querySelector(".said-who")?.textContent ?? name;
      const file = item.querySelector(".said-file-name");
      const text = file ? `[文件] ${file.textContent}` : item.querySelector(".said-text")?.textContent.replaceAll("\n", " ") ?? "[图片]";
      return `${who}:${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
    };

    function own(item) {
      item.classList.add("is-mine");
      item.querySelectorAll(".said-who, .face").forEach((part) => part.remove());
    }

    function notOwn(item) {
      item.querySelectorAll("[data-own], .said-read").forEach((part) => part.remove());
    }

    function mended(item, at) {
      const left = WINDOW - (Date.now() - new Date(at));
      const end = () => item.querySelectorAll("[data-own]").forEach((part) => part.remove());
      if (left > 0) setTimeout(end, left);
      else end();
    }

    const NOTES = {
      JOINED: (row) => `${row.body?.name ?? ""} 加入了会话`,
      LEFT: (row) => `${row.body?.name ?? ""} 离开了会话`,
    };

    // A kind that is drawn by the server: its partial takes the place that is kept for it.
    async function fetched(item, seq) {
      const answer = await fetch(`${base}messages/${seq}/`).catch(() => null);
      const drawn = answer?.ok ? await answer.text() : "";
      const isLast = item === said.lastElementChild;
      item.outerHTML = drawn;
      if (isLast) toEnd();
    }

    function text(row) {
      const item = fresh(row.seq);
      const mine = row.from === me;
      if (mine) own(item);
      else notOwn(item);
      if (!mine) {
        item.querySelector(".said-who").textContent = row.display;
        item.querySelector(".face").textContent = [...row.display][0] ?? "";
      }
      words(item, row.body);
      item.querySelector("time").textContent = clock(row.sent_at);
      item.querySelector("time").dateTime = row.sent_at;
      const isCalled = (one) => row.body.text.includes(`@${one}`);
      item.classList.toggle("is-called", "group" in root.dataset && !mine && (isCalled("所有人") || isCalled(name)));
      if (row.body.forwarded) {
        item.querySelector(".said-bubble").before(made("span", "said-forwarded", `转发自 ${row.body.forwarded}`));
      }
      if (row.edited) item.querySelector("time").after(made("span", "said-edited", "已修改"));
      const isSeen = quoting(item, row.body.quote);
      if (mine) mended(item, row.sent_at);
      return row.body.quote && !isSeen ? keptPlace(row.seq) : item; // what is quoted is out of sight: the server knows it
    }

    function keptPlace(seq) {
      const item = made("li", "said-note");
      item.dataset.seq = seq;
      fetched(item, seq);
      return item;
    }

    function note(row, words) {
      const item = made("li", "said-note", words);
      item.dataset.seq = row.seq;
      item.id = `m${row.seq}`;
      return item;
    }

    function takenBack(row) {
      const gone = rowOf(row.target);
      const text = gone?.querySelector(".said-text")?.textContent;
      if (!gone) return;
      const item = note({ seq: row.target }, `${row.from === me ? "你" : `${row.display} `}撤回了一条消息`);
      if (row.from === me && text) {
        item.append(" ", button("重新编辑", () => {
          form.text.value = text;
          form.text.dispatchEvent(new Event("input"));
          form.text.focus();
        }));
      }
      gone.replaceWith(item);
      said.querySelectorAll(`.said-quote[href$="#m${row.target}"]`).forEach((link) => {
        link.textContent = `${link.textContent.split(":")[0]}:消息已撤回或清除`;
      });
    }

    function mendedBy(row) {
      const item = rowOf(row.target);
      if (!item?.querySelector(".said-text") || !row.body) return;
      words(item, row.body);
      if (!item.querySelector(".said-edited")) item.querySelector("time").after(made("span", "said-edited", "已修改"));
    }

    const POINTING = { RECALL: takenBack, EDIT: mendedBy };

    function show(row) {
      const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 160;
      said.querySelector(`[data-client="${row.client_id}"]`)?.remove();
      said.querySelector(".said-none")?.remove();
      if (POINTING[row.kind]) POINTING[row.kind](row);
      else {
        const item = row.recalled
          ? note(row, `${row.from === me ? "你" : `${row.display} `}撤回了一条消息`)
          : NOTES[row.kind] ? note(row, NOTES[row.kind](row))
          : row.kind !== "TEXT" || !row.body ? keptPlace(row.seq)
          : text(row);
        said.insertBefore(item, said.querySelector("[data-client]"));
        if (row.from !== me && row.body?.text) $("[data-heard]").textContent = `${row.display}:${row.body.text}`;
      }
      if (atEnd || row.from === me) toEnd();
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
      if (have > from) receipts();
    }

    // How many have read each of one's own rows; the sender is among those whom the marks count.
    function receipts() {
      if (!marks) return;
      said.querySelectorAll(".is-mine[data-seq] .said-read").forEach((part) => {
        const seq = Number(part.closest("[data-seq]").dataset.seq);
        const there = marks.filter(([joined]) => joined < seq);
        const people = there.reduce((sum, one) => sum + one[2], -1);
        const read = there.reduce((sum, one) => sum + (one[1] >= seq ? one[2] : 0), -1);
        part.textContent =
          read <= 0 ? "未读" : !("group" in root.dataset) ? "已读" : read === people ? "全部已读" : `${read} 人已读`;
      });
    }

    function done(id) {
      keep(queue().filter((frame) => frame.client_id !== id));
      failed.delete(id);
    }

    const waitingItem = (id) => said.querySelector(`[data-client="${id}"]`);

    // A message of one's own that is not taken yet: it says so, and what can be done.
    function waits(frame) {
      let item = waitingItem(frame.client_id);
      if (!item) {
        item = fresh(0);
        item.dataset.client = frame.client_id;
        item.removeAttribute("data-seq");
        item.removeAttribute("id");
        own(item);
        notOwn(item);
        item.querySelector(".said-menu").remove();
        words(item, frame);
        quoting(item, frame.quote);
        said.querySelector(".said-none")?.remove();
        said.append(item);
        toEnd();
      }
      const at = item.querySelector(".said-at");
      const why = failed.get(frame.client_id);
      const isLate = !isOpen() || Date.now() - began.get(frame.client_id) > SLOW;
      const told = why ? `发送失败:${why}` : isLate ? "未送达,联网后自动发送" : "发送中…";
      if (at.dataset.told === told) return;
      at.dataset.told = told;
      item.classList.toggle("is-waiting", !why);
      item.classList.toggle("is-failed", !!why);
      at.replaceChildren(made("span", "said-told", told));
      if (why || isLate) {
        at.append(button("重发", () => again(frame)), button("删除", () => {
          done(frame.client_id);
          item.remove();
        }));
      }
      if (why) {
        at.append(button("改后再发", () => {
          done(frame.client_id);
          item.remove();
          form.text.value = frame.text;
          form.text.focus();
        }));
      }
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
      receipts: (frame) => {
        if (frame.c !== talk) return;
        marks = frame.marks;
        receipts();
      },
      typing: (frame) => {
        if (frame.c !== talk) return;
        tell("对方正在输入…");
        setTimeout(() => state.textContent === "对方正在输入…" && tell(""), 4000);
      },
    };

    function connect() {
      if (socket && socket.readyState < WebSocket.CLOSING) return;
      socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws/imessage/`);
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
      const item = waitingItem(id) ?? fresh(0);
      if (!item.dataset.client) {
        item.dataset.client = id;
        item.removeAttribute("data-seq");
        item.removeAttribute("id");
        own(item);
        notOwn(item);
        item.querySelector(".said-menu").remove();
        words(item, { text: file.name });
        quoting(item, null);
        said.append(item);
        toEnd();
      }
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
        if (request.status === 201) return told("发送中…");
        let why = "请稍后再试";
        try {
          why = JSON.parse(request.responseText).detail ?? why;
        } catch {} // no answer of ours: a gateway's page
        return fails(why);
      });
      const sent = new FormData();
      sent.append("client_id", id);
      sent.append("file", file);
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
      jump: (item, part) => {
        const to = rowOf(part.hash.slice(2));
        if (!to) return false;
        to.scrollIntoView({ block: "center" });
        to.classList.add("is-meant");
        setTimeout(() => to.classList.remove("is-meant"), 2000);
        return true;
      },
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

    // Older rows come in front of those that are there; without the script the link leads to a page of them.
    $(".said-older")?.addEventListener("click", async (event) => {
      const link = event.target.closest("a");
      if (!link) return;
      event.preventDefault();
      const answer = await fetch(link.href).catch(() => null);
      if (!answer?.ok) return tell("暂时无法加载较早的消息,请稍后再试。");
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const was = scroller.scrollHeight - scroller.scrollTop;
      said.prepend(...page.querySelectorAll(".said > li"));
      const further = page.querySelector(".said-older a");
      if (further) link.href = further.getAttribute("href");
      else link.parentElement.remove();
      scroller.scrollTop = scroller.scrollHeight - was;
    });

    const start = new URLSearchParams(location.search);
    if (start.has("quote") && form.quote?.value) doing.quote = Number(form.quote.value);
    if (start.has("edit") && form.getAttribute("action") !== form.dataset.send) doing.edit = Number(start.get("edit"));
    if (!doing.edit) form.text.value ||= localStorage.getItem(DRAFT) || "";
    said.querySelectorAll(".is-mine[data-seq]").forEach((item) => mended(item, item.querySelector("time").dateTime));
    push();
    connect();
    addEventListener("online", connect);
    setInterval(push, 4000); // said again under its own id: it has one effect
    document.addEventListener("visibilitychange", () => document.hidden || send({ t: "read", c: talk, seq: have }));
    if (!location.hash.startsWith("#m")) toEnd();
  }

  drafts(document);
  if ("WebSocket" in window) document.querySelectorAll(".converse[data-live]").forEach(converse);
})();
