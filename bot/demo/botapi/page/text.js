// Formatted text as DOM nodes. Entities count in UTF-16 units, and so do JavaScript's strings.
// Nothing that a person or the bot wrote is ever read as HTML.

const TAGS = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export function formatted(text, entities) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const whole = document.createDocumentFragment();
  fill(whole, text, 0, text.length, ordered);
  return whole;
}

function fill(parent, text, from, to, ordered) {
  let at = from;
  while (ordered.length > 0 && ordered[0].offset < to) {
    const entity = ordered.shift();
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (end <= start) continue;
    const node = marked(entity, text.slice(start, end));
    fill(node, text, start, end, ordered);
    // A block stands on lines of its own: the breaks around it are not shown as well.
    const isBlock = ["PRE", "BLOCKQUOTE"].includes(node.tagName);
    parent.append(isBlock ? text.slice(at, start).replace(/\n$/, "") : text.slice(at, start), node);
    at = isBlock && text[end] === "\n" ? end + 1 : end;
  }
  parent.append(text.slice(at, to));
}

function marked(entity, covered) {
  switch (entity.type) {
    case "text_link":
      return link(entity.url);
    case "url":
      return link(covered);
    case "bot_command":
      return command(covered);
    case "spoiler":
      return spoiler();
    case "expandable_blockquote":
      return expandable();
    case "pre":
      return make("pre", { "data-language": entity.language });
    default:
      return make(TAGS[entity.type] ?? "span");
  }
}

export function safeLink(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:", "tg:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

function link(address) {
  const href = safeLink(address);
  return href === null
    ? make("span")
    : make("a", { href, target: "_blank", rel: "noopener noreferrer" });
}

function command(covered) {
  const node = make("button", { type: "button", class: "command" });
  node.addEventListener("click", () =>
    node.dispatchEvent(new CustomEvent("command", { bubbles: true, detail: covered })),
  );
  return node;
}

function spoiler() {
  const node = make("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler" });
  const reveal = () => {
    node.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  };
  node.addEventListener("click", reveal, { once: true });
  node.addEventListener("keydown", (event) => event.key === "Enter" && reveal());
  return node;
}

function expandable() {
  const node = make("blockquote", { class: "expandable", tabindex: "0" });
  const toggle = () => node.classList.toggle("expanded");
  node.addEventListener("click", toggle);
  node.addEventListener("keydown", (event) => event.key === "Enter" && toggle());
  return node;
}
