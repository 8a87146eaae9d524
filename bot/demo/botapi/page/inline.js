// Inline mode: "@bot words" in any chat shows what the bot offers there, and a tap sends it.

import { post } from "/page/calls.js";
import { make } from "/page/text.js";

const PAUSE_MS = 250;

// `chat` and `bot` give the open chat and the bot, `say` shows a sentence. `done` is called when
// something was sent, `begin` takes the person to the bot.
export function inlineMode({ chat, bot, say, done, begin }) {
  const list = document.getElementById("offers");
  let asked = null;
  let timer = 0;

  function typed(value) {
    const words = wordsIn(value, bot().username);
    if (words === asked) return;
    asked = words;
    clearTimeout(timer);
    if (words === null) list.hidden = true;
    else timer = setTimeout(() => ask(words), PAUSE_MS);
  }

  async function ask(words, offset = "") {
    const offer = await post(`/page/chats/${chat().id}/inline`, { query: words, offset }, () => {});
    if (words !== asked || offer === null) return; // typed on meanwhile
    const results = offer.results.map((result) => tile(offer, result));
    if (offset) list.lastElementChild.remove();
    else list.replaceChildren(...(offer.button ? [start(offer)] : []));
    list.append(...results, ...(offer.next_offset ? [more(words, offer.next_offset)] : []));
    list.hidden = list.children.length === 0;
    if (!offset) list.scrollTop = 0;
  }

  function entry(act, ...children) {
    const button = make("button", { type: "button" }, ...children);
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps its focus
    button.addEventListener("click", act);
    return make("li", {}, button);
  }

  function tile(offer, result) {
    const face = result.poster ? make("img", { src: result.poster, alt: "" }) : make("span", { class: "no-face" });
    const facts = make("span", { class: "facts" }, make("b", { dir: "auto" }, result.title), make("small", {}, result.description));
    return entry(() => choose(offer, result), face, facts);
  }

  function start(offer) {
    return entry(() => begin(offer.start), make("b", { class: "leads" }, offer.button));
  }

  function more(words, offset) {
    return entry(() => ask(words, offset), make("b", { class: "leads" }, "More"));
  }

  async function choose(offer, result) {
    const sent = await post(`/page/chats/${chat().id}/choose`, { offer: offer.id, result: result.id }, say);
    if (sent !== null) done();
  }

  return {
    typed,
    // Whether such words are being typed: then they are not sent, but the first offer is.
    isTyping: () => asked !== null,
    pickFirst: () => !list.hidden && list.querySelector("button").click(),
  };
}

function wordsIn(value, username) {
  const name = `@${username} `;
  return value.toLowerCase().startsWith(name.toLowerCase()) ? value.slice(name.length).trim() : null;
}
