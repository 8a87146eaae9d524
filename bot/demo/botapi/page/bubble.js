// One message as a bubble.

import { formatted, make, safeLink } from "/page/text.js";

const REPLY_ICON = "M10 5L3 11l7 6v-4c5 0 8.5 1.5 11 5-.5-6-4-10-11-10.5z";
const MEDIA_PX = { width: 420, height: 440 };
const FILE_ICON = "M6 3h8l5 5v13H6zM14 3v5h5";

// `context`: {userId, isPrivate}. `old`: {message, node} that this bubble takes the place of; its
// media goes on showing, so that a playing video is not disturbed by an edit of its caption.
export function bubble(message, context, old = null) {
  const isMine = message.sender_id === context.userId;
  const classes = ["bubble", isMine ? "mine" : "theirs"];
  if (message.media) classes.push("has-media", `has-${message.media.kind}`);
  if (message.buttons.length > 0) classes.push("has-buttons");
  const body = make("div", { class: classes.join(" ") });
  if (!isMine && !context.isPrivate) {
    body.append(make("p", { class: `sender tint-${message.sender_id % 5}` }, message.sender));
  }
  if (message.via) body.append(make("p", { class: "via" }, `via @${message.via}`));
  if (message.reply) body.append(quote(message.reply));
  const media = message.media ? shown(message, old) : null;
  const words = message.text ? make("div", { class: "text", dir: "auto" }, formatted(message.text, message.entities)) : null;
  const parts = message.caption_above ? [words, media] : [media, words];
  body.append(...parts.filter(Boolean), meta(message));
  const who = isMine ? "You" : message.sender;
  const stack = make("div", { class: "stack" }, body);
  if (message.buttons.length > 0) stack.append(keyboard(message));
  if (message.reactions) stack.append(make("p", { class: "reactions" }, message.reactions.join(" ")));
  return make(
    "article",
    { class: `message ${isMine ? "from-me" : "from-them"}`, "data-id": message.id, "aria-label": `${who}, ${time(message)}` },
    stack,
    replyButton(message),
  );
}

export function note(message) {
  return make("p", { class: "note", "data-id": message.id }, message.service);
}

export function summary(message) {
  if (message.service) return message.service;
  const kind = message.media ? message.media.kind : "";
  const label = kind ? kind[0].toUpperCase() + kind.slice(1) : "";
  return [label, message.text].filter(Boolean).join(" · ");
}

export function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const [amount, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit}`;
}

function time(message) {
  return new Date(message.date * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function meta(message) {
  const edited = message.is_edited ? [make("span", { class: "edited" }, "edited")] : [];
  const stamp = new Date(message.date * 1000).toISOString();
  return make("p", { class: "meta" }, ...edited, make("time", { datetime: stamp }, time(message)));
}

function quote(reply) {
  const node = make(
    "button",
    { type: "button", class: "quote", "data-to": reply.id, "aria-label": `Reply to ${reply.sender}: ${reply.text}` },
    make("b", {}, reply.sender),
    make("span", {}, reply.text),
  );
  return node;
}

function replyButton(message) {
  return make(
    "button",
    { type: "button", class: "icon reply", "data-reply": message.id, "aria-label": "Reply", title: "Reply" },
    icon(REPLY_ICON),
  );
}

function shown(message, old) {
  const isSame = old?.message.media?.url === message.media.url && old.message.media.kind === message.media.kind;
  const kept = isSame ? old.node.querySelector(".media") : null;
  return kept ?? make("div", { class: `media ${message.is_spoiler ? "veiled" : ""}` }, display(message.media));
}

// Media get their place before they are loaded, so that nothing jumps.
function sized(node, { width, height }, isStretched) {
  if (!width || !height) return node;
  const scale = Math.min(MEDIA_PX.width / width, MEDIA_PX.height / height, isStretched ? Infinity : 1);
  node.style.width = `${Math.round(width * scale)}px`;
  node.style.aspectRatio = `${width} / ${height}`;
  return node;
}

function display(media) {
  if (media.kind === "photo") {
    const picture = sized(make("img", { src: media.url, alt: "Photo" }), media, false);
    return make("a", { href: media.url, target: "_blank", rel: "noopener", "aria-label": "Open the photo" }, picture);
  }
  if (media.kind === "video") {
    const video = make("video", {
      src: media.url, controls: true, playsinline: true, preload: "metadata", poster: media.poster,
      "aria-label": media.duration ? `Video, ${media.duration} s` : "Video",
    });
    return sized(video, media, true);
  }
  return make(
    "a",
    { href: media.url, download: media.name, class: "file" },
    make("span", { class: "file-icon" }, icon(FILE_ICON)),
    make("span", { class: "file-facts" }, make("b", {}, media.name), make("small", {}, fileSize(media.size))),
  );
}

function keyboard(message) {
  const rows = message.buttons.map((row) =>
    make("div", { class: "row" }, ...row.map((button) => key(message, button))),
  );
  return make("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, ...rows);
}

function key(message, button) {
  const href = button.url ? safeLink(button.url) : null;
  if (href !== null) {
    return make("a", { class: "key opens", href, target: "_blank", rel: "noopener noreferrer" }, button.text);
  }
  return make(
    "button",
    { type: "button", class: "key", "data-press": button.data ?? "", "data-message": message.id, disabled: !button.data },
    button.text,
  );
}
