import html

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.demo.botapi.entities import Entity, Formatted, cut_out, tidied, utf16_length
from bot.demo.botapi.formatting import checked_link, parse_html
from bot.demo.botapi.refusals import Refused


def brief(formatted: Formatted) -> tuple[str, list[tuple[str, str]]]:
    """The text, and what each entity covers of it."""
    return formatted.text, [
        (entity.type, cut_out(formatted.text, entity)) for entity in formatted.entities
    ]


def parsed(marked: str) -> tuple[str, list[tuple[str, str]]]:
    html_read = parse_html(marked)
    return brief(tidied(html_read.text, html_read.entities))


@pytest.mark.parametrize(
    ("marked", "text", "entities"),
    [
        ("<b>bold</b>, <i>it</i>", "bold, it", [("bold", "bold"), ("italic", "it")]),
        ("<strong>a</strong><em>b</em>", "ab", [("bold", "a"), ("italic", "b")]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", "a"), ("underline", "b")]),
        ("<s>a</s> <del>b</del>", "a b", [("strikethrough", "a"), ("strikethrough", "b")]),
        ("<b>x <i>y</i></b>", "x y", [("bold", "x y"), ("italic", "y")]),
        ("<span class='tg-spoiler'>s</span>", "s", [("spoiler", "s")]),
        ("<tg-spoiler>s</tg-spoiler>", "s", [("spoiler", "s")]),
        ("🎉<b>🎉x</b>", "🎉🎉x", [("bold", "🎉x")]),
        ("&lt;b&gt; &amp; &quot; &#65;&#x42;", '<b> & " AB', []),
        ("&nbsp;&copy;x", "&nbsp;&copy;x", []),
        ("a &lt b", "a < b", []),
        ("<code>a*b</code>", "a*b", [("code", "a*b")]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", "q")]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
        ("<B>x</b>", "x", [("bold", "x")]),
        ("<b>x</>", "x", [("bold", "x")]),
        ("<b></b>x", "x", []),
        ("<b> </b>x", "x", []),
        ("  <b>x</b>  \n", "x", [("bold", "x")]),
        ("<b>  x  </b>", "  x", [("bold", "  x")]),
        ("<code>a<b>b</b></code>", "ab", [("code", "ab")]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", "a"), ("code", "b"), ("bold", "c")]),
        (
            "a <b>x /he</b>lp",
            "a x /help",
            [("bold", "x "), ("bot_command", "/help"), ("bold", "/he")],
        ),
        ("see /help and https://x.org/a?b.", "see /help and https://x.org/a?b.", None),
    ],
)
def test_html_becomes_text_and_entities(
    marked: str, text: str, entities: list[tuple[str, str]] | None
) -> None:
    found = [("bot_command", "/help"), ("url", "https://x.org/a?b")]
    assert parsed(marked) == (text, found if entities is None else entities)


@pytest.mark.parametrize(
    ("marked", "complaint"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("é<b>x</i>", 'Unmatched end tag at byte offset 6, expected "</b>", found "</i>"'),
        ("ü <img src='x'>", 'Unsupported start tag "img" at byte offset 3'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href='x", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        (
            "&#xd800;",
            (
                "Text contains invalid Unicode characters after decoding HTML entities,"
                " check for unmatched surrogate code units"
            ),
        ),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(marked: str, complaint: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(marked)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


def test_preformatted_text_knows_its_language() -> None:
    for marked in (
        '<pre><code class="language-python">x</code></pre>',
        '<code class="language-python"><pre>x</pre></code>',
    ):
        (entity,) = parse_html(marked).entities
        assert (entity.type, entity.language) == ("pre", "python")
    (entity,) = parse_html('<code class="language-python">x</code>').entities
    assert (entity.type, entity.language) == ("code", None)


@pytest.mark.parametrize(
    ("href", "kept"),
    [
        ("https://Example.COM/Path?q=A", "https://example.com/Path?q=A"),
        ("example.com", "http://example.com/"),
        ("http://127.0.0.1:8080/v.mp4", "http://127.0.0.1:8080/v.mp4"),
        ("http://localhost/v.mp4", None),
        ("javascript:alert(1)", None),
        ("ftp://example.com", None),
        ("http://exa.mple:notaport/", None),
    ],
)
def test_a_link_is_kept_only_when_telegram_would(href: str, kept: str | None) -> None:
    assert checked_link(href) == kept
    entities = parse_html(f'<a href="{href}">x</a>').entities
    assert [entity.url for entity in entities] == ([] if kept is None else [kept])


def test_a_link_without_an_address_is_its_text() -> None:
    (entity,) = parse_html("<a>example.com/x</a>").entities
    assert entity.url == "http://example.com/x"


def test_a_mention_names_a_user() -> None:
    (entity,) = parse_html("<a href='tg://user?id=77'>Ann</a>").entities
    assert (entity.type, entity.user_id) == ("text_mention", 77)


@pytest.mark.parametrize("text", ["", "  ", "\n\n", "\u200b", "\u2800 \u3000", "\u200f\ufeff"])
def test_what_shows_nothing_is_empty(text: str) -> None:
    assert tidied(text).text == ""


def test_control_characters_go_and_entities_move_with_them() -> None:
    bold = Entity(type="bold", offset=3, length=4)
    assert brief(tidied("a\r\tb\r\u202ec", [bold])) == ("a bc", [("bold", "bc")])


def test_crossing_entities_are_cut_so_that_they_nest() -> None:
    link = Entity(type="text_link", offset=2, length=4, url="https://x.org/")
    bold = Entity(type="bold", offset=0, length=4)
    assert brief(tidied("abcdef", [bold, link]))[1] == [
        ("bold", "ab"),
        ("text_link", "cdef"),
        ("bold", "cd"),
    ]


letters = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\u202a\u202e"),
    min_size=1,
    max_size=12,
)
pieces = st.recursive(
    letters.map(lambda text: html.escape(text, quote=False)),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "i", "u", "s", "code", "blockquote", "tg-spoiler"]),
        st.lists(inner, min_size=1, max_size=4),
    ),
    max_leaves=12,
)
marked_texts = st.lists(pieces, min_size=1, max_size=5).map("".join)


@given(marked_texts)
def test_every_entity_of_parsed_html_covers_whole_characters(marked: str) -> None:
    read = parse_html(marked)
    formatted = tidied(read.text, read.entities)
    for entity in formatted.entities:
        assert entity.length > 0
        assert 0 <= entity.offset < entity.end <= utf16_length(formatted.text)
        assert cut_out(formatted.text, entity).encode()  # no half of a surrogate pair


def crossing(entities: tuple[Entity, ...]) -> list[tuple[Entity, Entity]]:
    return [
        (one, other)
        for one in entities
        for other in entities
        if one.offset < other.offset < one.end < other.end
    ]


@given(marked_texts)
@example("<b>0<blockquote>0<code>0</code></blockquote>0</b>")
def test_entities_always_nest(marked: str) -> None:
    read = parse_html(marked)
    assert crossing(tidied(read.text, read.entities).entities) == []


@given(st.text(max_size=60))
def test_any_text_comes_through_escaped(text: str) -> None:
    assert parse_html(html.escape(text)).text == text


@given(st.text(alphabet="<>/ab'\"=& ;#x1😀-", max_size=40))
def test_any_markup_is_parsed_or_refused(marked: str) -> None:
    formatted, complaint = outcome(marked)
    if formatted is None:
        assert complaint.startswith("Bad Request: can't parse entities: ")
    else:
        assert utf16_length(formatted.text) >= max((e.end for e in formatted.entities), default=0)


def outcome(marked: str) -> tuple[Formatted | None, str]:
    try:
        return parse_html(marked), ""
    except Refused as refused:
        return None, refused.description


@given(
    st.text(max_size=20),
    st.lists(
        st.builds(
            Entity,
            type=st.sampled_from(["bold", "italic", "code", "text_link", "blockquote"]),
            offset=st.integers(0, 25),
            length=st.integers(0, 25),
        ),
        max_size=6,
    ),
)
def test_any_given_entities_come_out_in_bounds(text: str, entities: list[Entity]) -> None:
    formatted = tidied(text, entities)
    for entity in formatted.entities:
        assert 0 <= entity.offset < entity.end <= utf16_length(formatted.text)
    assert crossing(formatted.entities) == []
