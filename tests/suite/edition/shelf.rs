//! Writes every edition of the issue with everything to `target/tmp/editions`, for the clients in
//! `tests/clients/` (EPUBCheck, Ace, Chromium, a reader) to open.

use std::path::Path;

use duizhao::edition::{Edition, Fonts, Layout, Links, Ruby, Writing, compose};
use duizhao::issue::Issue;

use super::everything::{Both, issue, layouts, one_to_one, settings, timetable, translation};
use super::font::squares;

#[test]
fn every_edition_is_written_for_the_clients() {
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editions");
    let _ = std::fs::remove_dir_all(&shelf);
    std::fs::create_dir_all(&shelf).unwrap();
    let alone = |issue: &Issue, name: &str, writing| {
        compose(issue, &settings().name(name.into()).writing(writing)).unwrap()
    };
    let empty = Issue { articles: Vec::new(), ..issue() };
    let simplified = Issue { language: "zh-CN".parse().unwrap(), ..issue() };
    let hong_kong = Issue { language: "zh-HK".parse().unwrap(), ..issue() };
    let mut books: Vec<(&str, Edition)> = vec![
        ("zh-CN", alone(&simplified, "zh-CN", Writing::Horizontal)),
        ("zh-TW", alone(&issue(), "zh-TW", Writing::Horizontal)),
        ("zh-TW-vertical", alone(&issue(), "zh-TW-vertical", Writing::Vertical)),
        ("zh-TW.kepub", alone(&issue(), "zh-TW", Writing::Horizontal).kepub()),
        ("zh-HK", alone(&hong_kong, "zh-HK", Writing::Horizontal)),
        ("zh-HK-vertical", alone(&hong_kong, "zh-HK-vertical", Writing::Vertical)),
        ("zh-TW.nothing", alone(&empty, "zh-TW", Writing::Horizontal)),
        ("en", alone(&translation(), "en", Writing::Horizontal)),
    ];
    for (name, ruby, writing) in [
        ("zh-TW-vertical-zhuyin", Ruby::Zhuyin, Writing::Vertical),
        ("zh-TW-pinyin", Ruby::Pinyin, Writing::Horizontal),
    ] {
        let settings = settings().name(name.into()).ruby(Some(ruby)).writing(writing);
        books.push((name, compose(&issue(), &settings).unwrap()));
    }
    let mut cover_fonts = Fonts::default();
    cover_fonts.add(squares("Squares", "新河日報第號年月"));
    let raster = settings().name("zh-TW-raster".into()).cover_fonts(Some(cover_fonts));
    books.push(("zh-TW-raster", compose(&issue(), &raster).unwrap()));
    books.extend(layouts());
    let both = Both::new(timetable("zh-TW"), timetable("en"), one_to_one);
    for (name, layout, links) in [
        ("timetable", Layout::Interleaved, Links::Numbers),
        ("timetable-popup", Layout::Popup, Links::Quiet),
        ("timetable-side-by-side", Layout::SideBySide, Links::None),
    ] {
        books.push((name, both.edition(&settings().name(name.into()).layout(layout).links(links))));
    }
    books.push(("timetable-vertical", alone(&timetable("zh-TW"), "timetable-vertical", Writing::Vertical)));
    for (name, edition) in books {
        std::fs::write(shelf.join(format!("everything.{name}.epub")), edition.epub().unwrap()).unwrap();
    }
}
