// What this device draws of conversations: drafts in their list, the rows of one. talk.js keeps the line and does the deeds.
(() => {
  const WINDOW = 120_000; // in which one's own words may be edited and taken back
  const draftOf = (me) => `talk-draft-${me}`;
  const waitingOf = (me) => `talk-waiting-${me}`;
  // Read anew each time: another page of the same person may send from the same queue.
  const waiting = (me) => JSON.parse(localStorage.getItem(waitingOf(me)) || "[]");
  const clock = (iso) => new Date(iso).toLocaleString("sv", { timeZone: "Asia/Shanghai" }).slice(5, 16); // Swedish is ISO
  const made = (tag, css, text = "") => Object.assign(document.createElement(tag), { className: css, textContent: text });
  const button = (text, deed) => {
    const one = Object.assign(made("button", "link-button", text), { type: "button" });
    one.addEventListener("click", deed);
    return one;
  };
  const drop = (item, parts) => item.querySelectorAll(parts).forEach((part) => part.remove());

  // In the list of conversations: what was begun on this device, and what has not gone out yet.
  function drafts() {
    document.querySelectorAll("[data-draft-of]").forEach((line) => {
      const me = line.dataset.draftOf;
      const waits = waiting(me).length;
      const draft = localStorage.getItem(draftOf(me));
      const words = waits ? "[未发送]" : draft ? "[草稿]" : "";
      const text = waits ? `${waits} 条消息等待发送` : draft;
      if (words) line.querySelector(".talk-snippet").replaceChildren(made("span", "talk-called", words), ` ${text}`);
    });
  }

  // The rows of the conversation in `root`: what talk.js may have drawn, and what the rows do by themselves.
  function rows(root) {
    const { me, base, name } = root.dataset;
    const $ = (selector) => root.querySelector(selector);
    const said = $(".said");
    const form = $("form.say-form");
    const state = $("[data-state]");
    const scroller = root.closest("[data-scroller]") || document.scrollingElement;
    let marks = null; // [joined_seq, read_seq, people] of the readers
    const rowOf = (seq) => said.querySelector(`[data-seq="${seq}"]`);
    const toEnd = () => (scroller.scrollTop = scroller.scrollHeight);
    const tell = (text, milliseconds = 0) => {
      state.hidden = !text;
      state.textContent = text;
      if (milliseconds) setTimeout(() => state.textContent === text && tell(""), milliseconds);
    };
    const refill = (text) => {
      form.text.value = text;
      form.text.dispatchEvent(new Event("input"));
      form.text.focus();
    };

    // The markup of a text, as the server draws it, for the row `seq`.
    function fresh(seq) {
      const item = $("[data-blank]").content.firstElementChild.cloneNode(true);
      drop(item, ".said-warning, .said-edited");
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
      drop(item, ".said-warning");
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
      drop(item, ".said-who, .face");
    }

    function notOwn(item) {
      drop(item, "[data-own], .said-read");
    }

    function mended(item, at) {
      const left = WINDOW - (Date.now() - new Date(at));
      setTimeout(() => drop(item, "[data-own]"), Math.max(left, 0));
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

    const edited = (item) => item.querySelector("time").after(made("span", "said-edited", "已修改"));

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
      if (row.edited) edited(item);
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

    const recalled = (row) => `${row.from === me ? "你" : `${row.display} `}撤回了一条消息`;

    function takenBack(row) {
      const gone = rowOf(row.target);
      const text = gone?.querySelector(".said-text")?.textContent;
      if (!gone) return;
      const item = note({ seq: row.target }, recalled(row));
      if (row.from === me && text) {
        item.append(" ", button("重新编辑", () => refill(text)));
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
      if (!item.querySelector(".said-edited")) edited(item);
    }

    const POINTING = { RECALL: takenBack, EDIT: mendedBy };

    function show(row) {
      const atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 160;
      said.querySelector(`[data-client="${row.client_id}"]`)?.remove();
      said.querySelector(".said-none")?.remove();
      if (POINTING[row.kind]) POINTING[row.kind](row);
      else {
        const item = row.recalled
          ? note(row, recalled(row))
          : NOTES[row.kind] ? note(row, NOTES[row.kind](row))
          : row.kind !== "TEXT" || !row.body ? keptPlace(row.seq)
          : text(row);
        said.insertBefore(item, said.querySelector("[data-client]"));
        if (row.from !== me && row.body?.text) $("[data-heard]").textContent = `${row.display}:${row.body.text}`;
      }
      if (atEnd || row.from === me) toEnd();
    }

    // A message of one's own that is not taken yet stands at the end, without a number.
    function unsent(id, body, quote = null) {
      const there = said.querySelector(`[data-client="${id}"]`);
      if (there) return there;
      const item = fresh(0);
      item.dataset.client = id;
      item.removeAttribute("data-seq");
      item.removeAttribute("id");
      own(item);
      notOwn(item);
      item.querySelector(".said-menu").remove();
      words(item, body);
      quoting(item, quote);
      said.querySelector(".said-none")?.remove();
      said.append(item);
      toEnd();
      return item;
    }

    // How many have read each of one's own rows; the sender is among those whom the marks count.
    function receipts(told) {
      marks = told ?? marks;
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

    function jump(item, part) {
      const to = rowOf(part.hash.slice(2));
      if (!to) return false;
      to.scrollIntoView({ block: "center" });
      to.classList.add("is-meant");
      setTimeout(() => to.classList.remove("is-meant"), 2000);
      return true;
    }

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

    said.querySelectorAll(".is-mine[data-seq]").forEach((item) => mended(item, item.querySelector("time").dateTime));
    return { show, unsent, receipts, lineOf, refill, jump, tell, toEnd };
  }

  drafts();
  window.talkRows = { rows, made, button, draftOf, waitingOf, waiting };
})();
