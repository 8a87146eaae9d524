// The chats: what the server tells, and what is clicked in them.

import { bubble, note, summary } from "/page/bubble.js";
import { post } from "/page/calls.js";
import { composer } from "/page/composer.js";
import { make } from "/page/text.js";

const ACTION_MS = 5000;
const NEAR_PX = 120;
const ACTIONS = {
  typing: "typing…",
  upload_video: "sending a video…",
  record_video: "recording a video…",
  upload_photo: "sending a photo…",
  upload_document: "sending a file…",
};
const byId = (id) => document.getElementById(id);
const log = byId("messages");

// Chats by id: what the server said of each, its messages in a Map, and `unread`.
const chats = new Map();
let bot = { name: "Bot", id: 0, username: "" };
let current = null;
let isConnected = false;

const writing = composer({ chat: () => current, bot: () => bot, say: toast, begin });

function take(data) {
  bot = data.bot;
  const before = current?.id;
  chats.clear();
  for (const chat of data.chats) {
    const messages = new Map(chat.messages.map((message) => [message.id, message]));
    chats.set(chat.id, { ...chat, messages, unread: 0, actionTimer: 0 });
    if (chat.action) showAction(chats.get(chat.id), chat.action);
  }
  document.title = `Chat with ${bot.name}`;
  byId("bot-name").textContent = bot.name;
  open(chats.get(before) ?? chats.values().next().value);
}

function open(chat) {
  const isOther = current?.id !== chat.id;
  current = chat;
  chat.unread = 0;
  if (isOther) writing.reset();
  log.replaceChildren(welcome());
  for (const message of chat.messages.values()) log.append(shown(message));
  drawChats();
  drawStatus();
  toNewest();
}

// A button of the bot's leads into its chat with the same person, and says there what it is for.
function begin(parameter) {
  open([...chats.values()].find((chat) => chat.is_private && chat.user_id === current.user_id));
  writing.reset();
  writing.say(`/start ${parameter}`);
}

function welcome() {
  const lines = current.about.split("\n").filter(Boolean).map((line) => make("p", {}, line));
  const card = make("div", { class: "welcome" });
  if (lines.length > 0) card.append(make("h2", {}, "What can this bot do?"), ...lines);
  else card.hidden = true;
  if (current.is_private && current.messages.size === 0) {
    card.hidden = false;
    card.append(make("button", { type: "button", class: "primary", "data-start": true }, "Start"));
  }
  return card;
}

function shown(message, old = null) {
  if (message.service) return note(message);
  return bubble(message, { userId: current.user_id, isPrivate: current.is_private }, old);
}

function onMessage({ chat: id, message }) {
  const chat = chats.get(id);
  const old = chat.messages.get(message.id);
  chat.messages.set(message.id, message);
  if (message.is_bot && !old) endAction(chat);
  if (chat !== current) {
    if (!old) chat.unread += 1;
  } else if (old) {
    const node = log.querySelector(`[data-id="${message.id}"]`);
    keepingPlace(() => node.replaceWith(shown(message, { message: old, node })));
  } else {
    const isMine = message.sender_id === chat.user_id;
    keepingPlace(() => log.append(shown(message)), isMine);
    log.querySelector("[data-start]")?.remove();
    if ([chat.user_id, "everybody"].includes(message.asks)) writing.replyTo(message);
  }
  drawChats();
  drawStatus();
}

function onDeleted({ chat: id, message }) {
  const chat = chats.get(id);
  chat.messages.delete(message);
  if (chat === current) log.querySelector(`[data-id="${message}"]`)?.remove();
  drawChats();
}

function showAction(chat, action) {
  clearTimeout(chat.actionTimer);
  chat.action = action;
  chat.actionTimer = setTimeout(() => endAction(chat), ACTION_MS);
  if (chat === current) drawStatus();
}

function endAction(chat) {
  clearTimeout(chat.actionTimer);
  chat.action = null;
  if (chat === current) drawStatus();
}

function drawStatus() {
  const status = byId("status");
  const action = current?.action;
  if (!isConnected) status.textContent = "connecting…";
  else status.textContent = action ? (ACTIONS[action] ?? "busy…") : "bot";
  status.classList.toggle("active", Boolean(isConnected && action));
  const block = byId("block");
  block.hidden = !current?.is_private;
  block.textContent = current?.is_blocked ? "Unblock" : "Block";
}

function drawChats() {
  byId("chats").replaceChildren(...[...chats.values()].map(entry));
}

function entry(chat, index) {
  const last = [...chat.messages.values()].at(-1);
  const badge = chat.unread ? [make("span", { class: "badge", "aria-label": `${chat.unread} new` }, String(chat.unread))] : [];
  const button = make(
    "button",
    { type: "button", "aria-current": chat === current ? "true" : null },
    make("span", { class: `face tint-${index % 5}`, "aria-hidden": "true" }, chat.title[0]),
    make("span", { class: "facts" }, make("b", {}, chat.title), make("small", {}, last ? summary(last) : "No messages yet")),
    ...badge,
  );
  button.addEventListener("click", () => open(chat));
  return make("li", {}, button);
}

function isNearEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_PX;
}

function keepingPlace(change, toEnd = false) {
  const follows = toEnd || isNearEnd();
  change();
  if (follows) toNewest();
  else byId("newest").hidden = false;
}

function toNewest() {
  log.scrollTop = log.scrollHeight;
  byId("newest").hidden = true;
}

let toastTimer = 0;
function toast(words) {
  const node = byId("toast");
  node.textContent = words;
  node.classList.add("shown");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => node.classList.remove("shown"), 4000);
}

async function press(button) {
  button.setAttribute("aria-busy", "true");
  const wish = { message: Number(button.dataset.message), data: button.dataset.press };
  const answer = await post(`/page/chats/${current.id}/press`, wish, toast);
  button.removeAttribute("aria-busy");
  if (!answer?.text) return;
  if (!answer.is_alert) return toast(answer.text);
  byId("alert-text").textContent = answer.text;
  byId("alert").showModal();
}

function pointOut(id) {
  const node = log.querySelector(`[data-id="${id}"]`);
  if (!node) return;
  node.scrollIntoView({ block: "center", behavior: "smooth" });
  node.classList.add("pointed-out");
  setTimeout(() => node.classList.remove("pointed-out"), 1500);
}

log.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const veil = at(".veiled");
  if (veil) {
    event.preventDefault();
    veil.classList.remove("veiled");
  } else if (at("[data-press]")) press(at("[data-press]"));
  else if (at("[data-reply]")) writing.replyTo(current.messages.get(Number(at("[data-reply]").dataset.reply)));
  else if (at("[data-to]")) pointOut(at("[data-to]").dataset.to);
  else if (at("[data-start]")) writing.say("/start");
});
log.addEventListener("command", (event) => writing.say(event.detail));
let wasNearEnd = true;
const onScroll = () => {
  wasNearEnd = isNearEnd();
  if (wasNearEnd) byId("newest").hidden = true;
};
log.addEventListener("scroll", onScroll, { passive: true });
// A keyboard, a longer text or a list of commands takes room from the messages.
new ResizeObserver(() => wasNearEnd && toNewest()).observe(log);
byId("newest").addEventListener("click", toNewest);
byId("block").addEventListener("click", () =>
  post(`/page/chats/${current.id}/block`, { is_blocked: !current.is_blocked }, toast),
);

const events = new EventSource("/page/events");
const on = (kind, act) => events.addEventListener(kind, (event) => act(JSON.parse(event.data)));
on("snapshot", take);
on("message", onMessage);
on("deleted", onDeleted);
on("action", ({ chat, action }) => (action ? showAction(chats.get(chat), action) : endAction(chats.get(chat))));
on("membership", ({ chat, is_blocked }) => {
  chats.get(chat).is_blocked = is_blocked;
  drawStatus();
});
const connection = (is) => () => {
  isConnected = is;
  drawStatus();
};
events.addEventListener("open", connection(true));
events.addEventListener("error", connection(false));
