// Writing: text, commands, replies and files.

import { summary, fileSize } from "/page/bubble.js";
import { get, post } from "/page/calls.js";
import { inlineMode } from "/page/inline.js";
import { make } from "/page/text.js";

const byId = (id) => document.getElementById(id);
const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif", "image/bmp"];

// `chat` and `bot` give the open chat and the bot, `say` shows a sentence, `begin` starts the bot.
export function composer({ chat, bot, say, begin }) {
  const text = byId("text");
  const list = byId("commands");
  const dialog = byId("sending");
  let reply = null;
  let file = null;
  let previewUrl = null;
  let offered = [];
  const inline = inlineMode({ chat, bot, say, done: reset, begin });

  function replyTo(message) {
    reply = message;
    byId("replying").hidden = false;
    byId("replying").querySelector("b").textContent = message.sender;
    byId("replying").querySelector("span").textContent = summary(message);
    text.focus();
  }

  function dropReply() {
    reply = null;
    byId("replying").hidden = true;
  }

  function reset() {
    text.value = "";
    dropReply();
    offer([]);
    inline.typed("");
    fit();
  }

  function fit() {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, 160)}px`;
  }

  async function sendText(words) {
    const body = { text: words, reply_to: reply?.id };
    return post(`/page/chats/${chat().id}/text`, body, say);
  }

  async function submit() {
    const words = text.value;
    if (!words.trim()) return;
    const sent = sendText(words);
    reset();
    if ((await sent) === null && !text.value) text.value = words; // nothing typed is lost
  }

  function offer(commands) {
    offered = commands;
    list.hidden = commands.length === 0;
    list.replaceChildren(...commands.map(option));
    choose(0);
  }

  function option(command) {
    const node = make(
      "li",
      { role: "option", "data-command": command.command },
      make("b", {}, `/${command.command}`),
      make("span", {}, command.description),
    );
    node.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps its focus
    node.addEventListener("click", () => pick(command));
    return node;
  }

  let chosen = 0;
  function choose(index) {
    chosen = index;
    [...list.children].forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  function pick(command) {
    text.value = `/${command.command}`;
    submit();
  }

  async function offerCommands() {
    const typed = /^\/(\w*)$/.exec(text.value);
    if (!typed) return offer([]);
    const known = (await get(`/page/chats/${chat().id}/commands`)) ?? [];
    if (/^\/(\w*)$/.exec(text.value)?.[1] !== typed[1]) return; // typed on meanwhile
    offer(known.filter((command) => command.command.startsWith(typed[1].toLowerCase())));
  }

  function onKey(event) {
    if (event.isComposing) return;
    const isOffering = offered.length > 0;
    if (isOffering && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : offered.length - 1;
      choose((chosen + step) % offered.length);
    } else if (isOffering && event.key === "Tab") {
      event.preventDefault();
      text.value = `/${offered[chosen].command} `;
      offer([]);
    } else if (event.key === "Escape") {
      offer([]);
      dropReply();
    } else if (event.key === "Enter" && !event.shiftKey && inline.isTyping()) {
      event.preventDefault();
      inline.pickFirst();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const isWhole = offered.some((command) => `/${command.command}` === text.value);
      if (isOffering && !isWhole) pick(offered[chosen]);
      else submit();
    }
  }

  function showFile(chosenFile) {
    file = chosenFile;
    const isPicture = PICTURES.includes(file.type);
    byId("manner").hidden = !isPicture;
    dialog.querySelector(`[value="${isPicture ? "photo" : "file"}"]`).checked = true;
    byId("sending-title").textContent = isPicture ? "Send a picture" : "Send a file";
    byId("file-name").textContent = `${file.name || "picture"} · ${fileSize(file.size)}`;
    previewUrl = isPicture ? URL.createObjectURL(file) : null;
    byId("preview").hidden = !isPicture;
    if (previewUrl) byId("preview").src = previewUrl;
    byId("caption").value = text.value;
    dialog.querySelector(".problem").textContent = "";
    dialog.showModal();
    byId("caption").focus();
  }

  async function sendFile(event) {
    event.preventDefault();
    const form = new FormData();
    form.append("as", dialog.querySelector("[name=as]:checked").value);
    form.append("caption", byId("caption").value);
    if (reply) form.append("reply_to", reply.id);
    form.append("file", file, file.name || "picture.png");
    const button = byId("send-file");
    button.disabled = true;
    const problem = dialog.querySelector(".problem");
    const sent = await post(`/page/chats/${chat().id}/file`, form, (why) => (problem.textContent = why));
    button.disabled = false;
    if (sent === null) return;
    dialog.close();
    reset();
  }

  text.addEventListener("input", () => {
    fit();
    offerCommands();
    inline.typed(text.value);
  });
  text.addEventListener("keydown", onKey);
  text.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files][0];
    if (!pasted) return;
    event.preventDefault();
    showFile(pasted);
  });
  byId("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  byId("replying").querySelector("button").addEventListener("click", dropReply);
  byId("attach").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", (event) => {
    if (event.target.files.length > 0) showFile(event.target.files[0]);
    event.target.value = "";
  });
  dialog.querySelector("form").addEventListener("submit", sendFile);
  byId("cancel-file").addEventListener("click", () => dialog.close());
  byId("caption").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      dialog.querySelector("form").requestSubmit();
    }
  });
  dialog.addEventListener("close", () => {
    if (previewUrl) URL.revokeObjectURL(previewUrl);
    byId("preview").removeAttribute("src");
    text.focus();
  });
  receiveDrops(showFile);

  return { replyTo, reset, say: sendText };
}

function receiveDrops(receive) {
  const phone = document.querySelector(".phone");
  const hasFile = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  const enter = (step) => (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    depth = Math.max(0, depth + step);
    phone.classList.toggle("receiving", depth > 0);
  };
  phone.addEventListener("dragenter", enter(1));
  phone.addEventListener("dragleave", enter(-1));
  // Also beside the phone: a picture that misses it must not replace the page.
  document.addEventListener("dragover", (event) => hasFile(event) && event.preventDefault());
  document.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    depth = 0;
    phone.classList.remove("receiving");
    if (event.dataTransfer.files.length > 0) receive(event.dataTransfer.files[0]);
  });
}
