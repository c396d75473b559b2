//! The few words that an edition says of itself (contents, cover, page 3), in the language of its text.

use crate::lang::{Language, Script};

/// The words of one language.
#[derive(Debug)]
pub(super) struct Labels {
    /// The table of contents.
    pub contents: &'static str,
    /// The cover.
    pub cover: &'static str,
    /// The title page.
    pub title_page: &'static str,
    /// Where the articles begin.
    pub body: &'static str,
    /// The page that says how the book was made.
    pub colophon: &'static str,
    /// The list of printed pages.
    pub pages: &'static str,
    /// The list of landmarks.
    pub landmarks: &'static str,
    /// The notes with translations.
    pub translations: &'static str,
    /// What a translation was made from.
    pub original: &'static str,
    /// From a note back into the text.
    pub back: &'static str,
    /// An article without a headline.
    pub untitled: &'static str,
    /// An issue of which nothing is known.
    pub issue: &'static str,
    /// Accessibility in one sentence.
    pub accessible: &'static str,
    /// What is said in the colophon: publisher, date, number, ISSN, source, rights, identifier, made with.
    pub facts: Facts,
    page: (&'static str, &'static str),
    quotes: (&'static str, &'static str),
    /// Between the names of newspaper and issue.
    pub space: &'static str,
}

/// Names of the facts in a colophon.
#[derive(Debug)]
pub(super) struct Facts {
    pub publication: &'static str,
    pub number: &'static str,
    pub date: &'static str,
    pub publisher: &'static str,
    pub issn: &'static str,
    pub source: &'static str,
    pub rights: &'static str,
    pub languages: &'static str,
    pub identifier: &'static str,
    pub made_with: &'static str,
}

static SIMPLIFIED: Labels = Labels {
    contents: "目录",
    cover: "封面",
    title_page: "书名页",
    body: "正文",
    colophon: "版权页",
    pages: "版面",
    landmarks: "导航",
    translations: "译文",
    original: "原文",
    back: "返回正文",
    untitled: "无题",
    issue: "报纸",
    accessible: "全文为可重排文本，标题、目录与导航齐全，可由读屏软件朗读，字号与颜色可由读者调整。",
    facts: Facts {
        publication: "报刊",
        number: "期号",
        date: "日期",
        publisher: "出版",
        issn: "ISSN",
        source: "来源",
        rights: "版权",
        languages: "语言",
        identifier: "标识",
        made_with: "制作",
    },
    page: ("第", "版"),
    quotes: ("《", "》"),
    space: "",
};

static TRADITIONAL: Labels = Labels {
    contents: "目錄",
    cover: "封面",
    title_page: "書名頁",
    body: "正文",
    colophon: "版權頁",
    pages: "版面",
    landmarks: "導覽",
    translations: "譯文",
    original: "原文",
    back: "返回正文",
    untitled: "無題",
    issue: "報紙",
    accessible: "全文為可重排文字，標題、目錄與導覽齊備，可由螢幕報讀軟體朗讀，字級與色彩可由讀者調整。",
    facts: Facts {
        publication: "報刊",
        number: "期號",
        date: "日期",
        publisher: "出版",
        issn: "ISSN",
        source: "來源",
        rights: "版權",
        languages: "語言",
        identifier: "識別碼",
        made_with: "製作",
    },
    page: ("第", "版"),
    quotes: ("《", "》"),
    space: "",
};

static ENGLISH: Labels = Labels {
    contents: "Contents",
    cover: "Cover",
    title_page: "Title page",
    body: "Articles",
    colophon: "Colophon",
    pages: "Pages",
    landmarks: "Landmarks",
    translations: "Translation",
    original: "Original",
    back: "Back to the text",
    untitled: "Untitled",
    issue: "Newspaper",
    accessible: "All of the text reflows, has headings, contents and landmarks, can be read aloud, \
                 and takes the reader’s own type size and colours.",
    facts: Facts {
        publication: "Publication",
        number: "Number",
        date: "Date",
        publisher: "Publisher",
        issn: "ISSN",
        source: "Source",
        rights: "Rights",
        languages: "Languages",
        identifier: "Identifier",
        made_with: "Made with",
    },
    page: ("Page ", ""),
    quotes: ("", ""),
    space: ", ",
};

/// What a Chinese reader calls a language, and its own name otherwise.
pub(super) fn language_name(tag: &str) -> &str {
    match tag {
        "zh-Hans" | "zh-Hans-CN" => "简体中文",
        "zh-Hant" => "繁體中文",
        "zh-Hant-TW" => "正體中文",
        "zh-Hant-HK" => "繁體中文（香港）",
        "en" | "en-US" | "en-GB" => "English",
        other => other,
    }
}

impl Labels {
    /// The words for a text in `language`; English for languages that have none of their own here.
    pub(super) fn of(language: &Language) -> &'static Self {
        match language.script() {
            Some(Script::Simplified) => &SIMPLIFIED,
            Some(Script::Traditional) => &TRADITIONAL,
            None => &ENGLISH,
        }
    }

    /// A printed page by its label: `第3版`, `A3版`, `Page 3`.
    pub(super) fn page(&self, label: &str) -> String {
        let (before, behind) = self.page;
        if label.contains(behind) && !behind.is_empty() {
            return label.to_owned();
        }
        let before = if behind.is_empty() || label.bytes().all(|b| b.is_ascii_digit()) { before } else { "" };
        format!("{before}{label}{behind}")
    }

    /// The name of a newspaper, quoted as the language does.
    pub(super) fn quoted(&self, name: &str) -> String {
        let (open, close) = self.quotes;
        if name.starts_with(open) && !open.is_empty() {
            return name.to_owned();
        }
        format!("{open}{name}{close}")
    }

    /// A day, written out.
    pub(super) fn date(&self, date: jiff::civil::Date) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let month = usize::from(date.month().unsigned_abs()) - 1;
        if self.space.is_empty() {
            format!("{}年{}月{}日", date.year(), date.month(), date.day())
        } else {
            format!("{} {} {}", date.day(), MONTHS[month], date.year())
        }
    }
}
