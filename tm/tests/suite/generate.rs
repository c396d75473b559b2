//! Any memory there can be, for the laws.

use duizhao_tm::{
    Date, Half, Header, Inline, Language, Note, Origin, Prop, Seg, Segtype, Source, Tag, Unit, UserCharacter,
    UserEncoding, Variant,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

/// Characters that XML allows, with those that trouble writers among them.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        select(vec![
            '&',
            '<',
            '>',
            '"',
            '\'',
            ' ',
            '\t',
            '\n',
            '\r',
            ']',
            '-',
            ';',
            '#',
            '\u{A0}',
            '\u{85}',
            '\u{2028}',
            '\u{FEFF}',
            '\u{FFFD}',
            '\u{20000}'
        ]),
        select("论坛昨天开幕。“国际”第２届—…".chars().collect::<Vec<_>>()),
        proptest::char::range('a', 'z'),
        any::<char>().prop_map(|c| match c {
            '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'.. => c,
            _ => '字',
        }),
    ]
}

pub(crate) fn text() -> impl Strategy<Value = String> {
    vec(character(), 0..12).prop_map(|characters| characters.into_iter().collect())
}

pub(crate) fn language() -> impl Strategy<Value = Language> {
    select(vec!["zh-CN", "zh-TW", "zh-Hant", "en", "en-US", "ja", "es-419"])
        .prop_map(|code| code.parse().expect("a language code"))
}

fn date() -> impl Strategy<Value = Date> {
    (1u32..=12, 1u32..=28, 0u32..24, 0u32..60).prop_map(|(month, day, hour, minute)| {
        format!("2024{month:02}{day:02}T{hour:02}{minute:02}00Z").parse().expect("a date")
    })
}

fn origin() -> impl Strategy<Value = Origin> {
    (
        (of(text()), of(text()), of(any::<u64>()), of(date())),
        (of(text()), of(text()), of(date()), of(text()), of(date()), of(text()), of(text())),
    )
        .prop_map(
            |(
                (encoding, datatype, usage_count, last_used),
                (tool, tool_version, created, created_by, changed, changed_by, format),
            )| Origin {
                encoding,
                datatype,
                usage_count,
                last_used,
                tool,
                tool_version,
                created,
                created_by,
                changed,
                changed_by,
                format,
            },
        )
}

fn props() -> impl Strategy<Value = Vec<Prop>> {
    let prop = (text(), text(), of(language()), of(text()))
        .prop_map(|(kind, value, language, encoding)| Prop { kind, value, language, encoding });
    vec(prop, 0..3)
}

fn notes() -> impl Strategy<Value = Vec<Note>> {
    let note = (text(), of(language()), of(text())).prop_map(|(text, language, encoding)| Note {
        text,
        language,
        encoding,
    });
    vec(note, 0..3)
}

fn sub(inner: impl Strategy<Value = Seg>) -> impl Strategy<Value = Seg> {
    let sub = (of(text()), of(text()), inner)
        .prop_map(|(datatype, kind, content)| Inline::Tag(Tag::Sub { datatype, kind }, content));
    vec(prop_oneof![3 => text().prop_map(Inline::Text), 1 => sub], 0..3).prop_map(Seg::from_iter)
}

/// Segments with every kind of tag where the standard has it.
pub(crate) fn seg() -> impl Strategy<Value = Seg> {
    let half = prop_oneof![Just(Half::Begin), Just(Half::End)];
    text().prop_map(Seg::from).prop_recursive(3, 16, 4, move |inner| {
        let code = prop_oneof![
            (text(), of(text()), of(text())).prop_map(|(i, x, kind)| Tag::Begin { i, x, kind }),
            text().prop_map(|i| Tag::End { i }),
            (of(text()), of("[pfb]"), of(text())).prop_map(|(x, assoc, kind)| Tag::Placeholder {
                x,
                assoc,
                kind
            }),
            (half.clone(), of(text()), of(text())).prop_map(|(half, x, kind)| Tag::Isolated {
                half,
                x,
                kind
            }),
            of(text()).prop_map(|x| Tag::Unknown { x }),
        ];
        let inline = prop_oneof![
            text().prop_map(Inline::Text),
            (code, sub(inner.clone())).prop_map(|(tag, content)| Inline::Tag(tag, content)),
            (of(text()), of(text()), inner)
                .prop_map(|(x, kind, content)| Inline::Tag(Tag::Highlight { x, kind }, content)),
        ];
        vec(inline, 0..4).prop_map(Seg::from_iter)
    })
}

fn variant() -> impl Strategy<Value = Variant> {
    (language(), origin(), props(), notes(), seg())
        .prop_map(|(language, origin, props, notes, seg)| Variant { language, origin, props, notes, seg })
}

fn segtype() -> impl Strategy<Value = Segtype> {
    select(vec![Segtype::Block, Segtype::Paragraph, Segtype::Sentence, Segtype::Phrase])
}

/// A unit whose source language, where it names one, is one of its variants'.
pub(crate) fn unit() -> impl Strategy<Value = Unit> {
    (of(text()), any::<Option<bool>>(), of(segtype()), origin(), props(), notes(), vec(variant(), 1..4))
        .prop_map(|(id, source, segtype, origin, props, notes, variants)| {
            let source =
                source.map(|all| if all { Source::All } else { Source::One(variants[0].language.clone()) });
            Unit { id, source, segtype, origin, props, notes, variants }
        })
}

fn encoding() -> impl Strategy<Value = UserEncoding> {
    let map = (text(), of(text()), of(text()), of(text()))
        .prop_map(|(unicode, code, entity, substitute)| UserCharacter { unicode, code, entity, substitute });
    (text(), of(text()), vec(map, 1..3)).prop_map(|(name, base, maps)| UserEncoding { name, base, maps })
}

/// A header of which any variant may be the source.
pub(crate) fn header() -> impl Strategy<Value = Header> {
    (language(), segtype(), origin(), props(), notes(), vec(encoding(), 0..2)).prop_map(
        |(admin_language, segtype, mut origin, props, notes, encodings)| {
            // What the header must have, and what only units can have.
            for place in
                [&mut origin.datatype, &mut origin.tool, &mut origin.tool_version, &mut origin.format]
            {
                place.get_or_insert_with(|| "x".to_owned());
            }
            origin.usage_count = None;
            origin.last_used = None;
            Header { source: Source::All, admin_language, segtype, origin, props, notes, encodings }
        },
    )
}
