//! Names of persons, whose characters are not converted like other words.
//!
//! Some surnames are also the simplified form of a character that is no surname: 于 is 于 as a name and 於 as a word,
//! and so are 范/範, 余/餘, 郁/鬱, 涂/塗, 后/後 and others. OpenCC knows the words these characters are in, so only one
//! that it takes by itself (a *lone* one) can be a surname; whether it is one is told by what stands around it: a
//! title or a verb of speaking behind, an office before, a row of names, or the same name elsewhere in the issue.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::lang::is_han;

/// How much it takes to read a lone character as a surname.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing: by itself it is nearly always a name.
    Nothing,
    /// A sign of a name on one side.
    Sign,
    /// A sign of a name, and a beginning before it: by itself it is mostly a word.
    Beginning,
}

/// Surnames whose traditional form is not what their character becomes as a word: the character, the surname,
/// how much it takes.
const SURNAMES: &[(char, char, Needs)] = &[
    ('范', '范', Needs::Nothing),
    ('郁', '郁', Needs::Nothing),
    ('岳', '岳', Needs::Nothing),
    ('朴', '朴', Needs::Nothing),
    ('涂', '涂', Needs::Sign),
    ('余', '余', Needs::Sign),
    ('游', '游', Needs::Sign),
    ('丑', '丑', Needs::Sign),
    ('钟', '鍾', Needs::Sign),
    ('咸', '咸', Needs::Sign),
    ('丰', '丰', Needs::Sign),
    ('党', '党', Needs::Beginning),
    ('于', '于', Needs::Beginning),
    ('后', '后', Needs::Beginning),
    ('干', '干', Needs::Beginning),
    ('种', '种', Needs::Beginning),
    ('占', '占', Needs::Beginning),
    ('征', '征', Needs::Beginning),
    ('里', '里', Needs::Beginning),
    ('采', '采', Needs::Beginning),
    ('折', '折', Needs::Beginning),
    ('卜', '卜', Needs::Sign),
    ('姜', '姜', Needs::Sign),
    ('松', '松', Needs::Beginning),
    ('谷', '谷', Needs::Sign),
    ('曲', '曲', Needs::Sign),
    ('舍', '舍', Needs::Beginning),
];

/// Characters of given names, where a name has another form than a word.
const GIVEN: &[(char, char)] = &[
    ('于', '于'),
    ('范', '范'),
    ('余', '余'),
    ('郁', '郁'),
    ('涂', '涂'),
    ('后', '后'),
    ('游', '游'),
    ('岳', '岳'),
    ('朴', '朴'),
    ('谷', '谷'),
    ('里', '里'),
    ('征', '征'),
    ('斗', '斗'),
    ('冲', '沖'),
    ('采', '采'),
    ('咸', '咸'),
    ('台', '台'),
    ('松', '松'),
    ('志', '志'),
    ('升', '升'),
    ('周', '周'),
    ('秋', '秋'),
    ('卷', '卷'),
    ('准', '准'),
    ('曲', '曲'),
    ('幸', '幸'),
    ('向', '向'),
    ('千', '千'),
    ('才', '才'),
    ('干', '干'),
    ('佑', '佑'),
    ('佣', '佣'),
    ('姜', '姜'),
    ('梁', '梁'),
    ('沈', '沈'),
    ('胡', '胡'),
    ('征', '征'),
    ('舍', '舍'),
    ('合', '合'),
    ('回', '回'),
    ('弦', '弦'),
    ('岩', '岩'),
    ('泛', '泛'),
    ('致', '致'),
    ('托', '托'),
];

/// Common surnames, to tell a row of names.
const COMMON: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范\
    金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤申蓝龙岳庄应游郁涂丰俞冉季关祝柳翟殷申屠欧阳司马";

/// What follows a surname in addressing or telling of somebody.
const TITLES: &[&str] = &[
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "某",
    "姓",
    "书记",
    "主任",
    "局长",
    "部长",
    "市长",
    "省长",
    "县长",
    "区长",
    "镇长",
    "村长",
    "院长",
    "校长",
    "所长",
    "处长",
    "科长",
    "厂长",
    "社长",
    "会长",
    "站长",
    "队长",
    "组长",
    "行长",
    "馆长",
    "董事长",
    "理事长",
    "总经理",
    "经理",
    "总裁",
    "总监",
    "教授",
    "院士",
    "博士",
    "医生",
    "大夫",
    "老师",
    "师傅",
    "律师",
    "法官",
    "警官",
    "同志",
    "同学",
    "阿姨",
    "大爷",
    "大妈",
    "奶奶",
    "爷爷",
    "叔叔",
    "伯伯",
    "记者",
    "主席",
    "委员",
    "总",
    "导演",
    "教练",
    "老",
];

/// What follows a whole name: what its bearer does, or an address.
const ACTS: &[&str] = &[
    "表示", "指出", "强调", "介绍", "认为", "告诉", "坦言", "透露", "解释", "补充", "回忆", "写道", "主持",
    "出席", "会见", "致辞", "讲话", "宣布", "担任", "当选", "说", "称", "先生", "女士", "小姐", "书记",
    "主任", "局长", "部长", "市长", "院长", "校长", "教授", "院士", "老师", "博士", "医生", "同志", "同学",
    "等", "摄", "率", "陪同", "参加", "建议", "感慨", "笑着", "正在", "告诉", "带领", "负责", "参与", "获得",
    "夺得",
];

/// What stands before a name: an office or a trade.
const OFFICES: &[&str] = &[
    "记者",
    "通讯员",
    "书记",
    "主席",
    "主任",
    "局长",
    "部长",
    "市长",
    "省长",
    "县长",
    "区长",
    "院长",
    "校长",
    "所长",
    "处长",
    "科长",
    "厂长",
    "社长",
    "会长",
    "站长",
    "队长",
    "组长",
    "行长",
    "馆长",
    "干事",
    "经理",
    "总裁",
    "总监",
    "董事长",
    "理事长",
    "秘书长",
    "教授",
    "院士",
    "研究员",
    "博士",
    "医生",
    "老师",
    "先生",
    "女士",
    "同志",
    "代表",
    "委员",
    "教练",
    "导演",
    "演员",
    "作家",
    "画家",
    "诗人",
    "摄影",
    "翻译",
    "编辑",
    "作者",
    "学生",
    "村民",
    "市民",
    "居民",
    "工程师",
    "律师",
    "法官",
    "民警",
    "发言人",
    "负责人",
    "创始人",
    "嘉宾",
    "球员",
    "选手",
    "歌手",
    "司机",
    "员工",
    "职工",
    "名叫",
    "叫做",
    "姓",
    "队员",
    "总理",
    "总统",
    "大使",
    "专员",
    "店主",
    "业主",
    "患者",
    "家长",
];

/// Small words before a name.
const JOINTS: &[char] =
    &['和', '与', '跟', '向', '对', '请', '由', '据', '同', '给', '让', '问', '找', '叫', '是', '及', '被'];

/// Small words behind a name that an office stands before: 局长于建国在现场.
const PARTICLES: &[char] =
    &['在', '从', '对', '向', '和', '与', '也', '还', '又', '曾', '已', '将', '把', '就', '则', '为'];

/// Names that were met in an issue.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    known: BTreeSet<String>,
}

/// A text with what has to be known of it.
pub(super) struct Reading<'a> {
    pub(super) text: &'a str,
    /// By byte offset: whether the character there is taken by itself.
    pub(super) lone: &'a [bool],
    /// By byte offset: whether a word begins or ends there.
    pub(super) words: &'a [bool],
}

impl Names {
    /// Takes in the names of a line that says who wrote or took part.
    pub(super) fn add_byline(&mut self, text: &str) {
        for part in text.split(|c: char| !is_han(c)) {
            let mut name = part;
            while let Some(office) = OFFICES.iter().find(|office| name.starts_with(**office)) {
                name = &name[office.len()..];
            }
            let count = name.chars().count();
            if (2..=3).contains(&count) && name.starts_with(|c| COMMON.contains(c) || surname(c).is_some()) {
                self.known.insert(name.to_owned());
            }
        }
    }

    /// Takes in the names of a text that show themselves.
    pub(super) fn add_text(&mut self, reading: &Reading<'_>) {
        for (span, _) in found(reading) {
            let name = &reading.text[span];
            if name.chars().count() > 1 {
                self.known.insert(name.to_owned());
            }
        }
    }

    /// The names in a text, in order, each with what it becomes (`None`: a character of a word that must become
    /// something else than by itself is not told here).
    pub(super) fn spans(&self, reading: &Reading<'_>) -> Vec<(Range<usize>, String)> {
        let mut spans = found(reading);
        for name in &self.known {
            let Some(form) = name_form(name) else { continue };
            for (at, _) in reading.text.match_indices(name.as_str()) {
                // A name does not begin inside a word.
                if reading.words[at] && reading.lone[at] {
                    spans.push((at..at + name.len(), form.clone()));
                }
            }
        }
        spans.sort_by_key(|(span, _)| (span.start, usize::MAX - span.end));
        let mut kept: Vec<(Range<usize>, String)> = Vec::new();
        for span in spans {
            if kept.last().is_none_or(|(last, _)| last.end <= span.0.start) {
                kept.push(span);
            }
        }
        kept
    }
}

fn surname(c: char) -> Option<(char, Needs)> {
    SURNAMES.iter().find(|(simplified, ..)| *simplified == c).map(|&(_, form, needs)| (form, needs))
}

/// Whether a character is one that names keep.
pub(super) fn is_kept(c: &str) -> bool {
    let same = |form: char| c.chars().eq([form]);
    SURNAMES.iter().any(|&(_, form, _)| same(form)) || GIVEN.iter().any(|&(_, form)| same(form))
}

/// What a name becomes, if that is not what becomes of its characters by themselves. Characters that have one
/// form only are left as they are for the conversion.
fn name_form(name: &str) -> Option<String> {
    let mut special = false;
    let form = name.chars().enumerate().map(|(i, c)| {
        let kept = match surname(c) {
            Some((form, _)) if i == 0 => Some(form),
            _ => GIVEN.iter().find(|(simplified, _)| i > 0 && *simplified == c).map(|&(_, form)| form),
        };
        special |= kept.is_some();
        kept.unwrap_or(c)
    });
    let form = form.collect();
    special.then_some(form)
}

/// Names that show themselves by what stands around them.
fn found(reading: &Reading<'_>) -> Vec<(Range<usize>, String)> {
    let text = reading.text;
    let mut spans = Vec::new();
    for (at, c) in text.char_indices() {
        let Some((form, needs)) = surname(c) else { continue };
        if !reading.lone[at] {
            continue;
        }
        let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
        let office = OFFICES.iter().any(|office| before.trim_end().ends_with(office));
        let begins = office
            || before.chars().next_back().is_none_or(|b| !is_han(b) || JOINTS.contains(&b))
            || before.ends_with('老');
        let addressed = TITLES.iter().any(|title| after.starts_with(title));
        let length = given_length(reading, at + c.len_utf8(), needs, office);
        let listed = listed(before, after);
        let name = if let Some(length) = length.or(listed) {
            (needs != Needs::Beginning || begins).then(|| at..at + c.len_utf8() + length)
        } else if needs == Needs::Nothing || (addressed && (needs == Needs::Sign || begins)) {
            Some(at..at + c.len_utf8())
        } else {
            None
        };
        if let Some(span) = name {
            let text = name_form(&text[span.clone()]).unwrap_or_else(|| form.to_string());
            spans.push((span, text));
        }
    }
    spans
}

/// Length in bytes of the given name of one or two characters at a place, if what follows it says that it is one.
fn given_length(reading: &Reading<'_>, at: usize, needs: Needs, office: bool) -> Option<usize> {
    let rest = &reading.text[at..];
    let mut chars = rest.char_indices().take_while(|&(_, c)| is_han(c)).map(|(i, c)| i + c.len_utf8());
    let (one, two) = (chars.next()?, chars.next());
    let acts = |length: usize| ACTS.iter().any(|act| rest[length..].starts_with(act));
    let ends =
        |length: usize| rest[length..].chars().next().is_none_or(|c| !is_han(c) || PARTICLES.contains(&c));
    let is_word = |length: usize| reading.words[at] && !reading.words[at + one] && reading.words[at + length];
    if let Some(two) = two
        && (acts(two) || (office && ends(two)))
        && (office || needs != Needs::Beginning || !is_word(two))
    {
        return Some(two);
    }
    let plain = needs != Needs::Beginning || office;
    (plain && (acts(one) || (office && ends(one)))).then_some(one)
}

/// Length of the given name of an item in a row of names: A、B、C.
fn listed(before: &str, after: &str) -> Option<usize> {
    let item = after.find(|c| !is_han(c)).unwrap_or(after.len());
    let count = after[..item].chars().count();
    let is_name = |item: &str| {
        (2..=3).contains(&item.chars().count())
            && item.starts_with(|c| COMMON.contains(c))
            && item.chars().all(is_han)
    };
    let neighbour_before =
        before.strip_suffix('、').and_then(|rest| rest.rsplit(|c| !is_han(c)).next()).is_some_and(|item| {
            is_name(item) || item.chars().count() > 3 && OFFICES.iter().any(|office| item.contains(office))
        });
    let neighbour_after = after[item..]
        .strip_prefix('、')
        .and_then(|rest| rest.split(|c| !is_han(c)).next())
        .is_some_and(is_name);
    let begins = before.chars().next_back().is_none_or(|c| !is_han(c));
    ((1..=2).contains(&count) && begins && (neighbour_before || neighbour_after)).then_some(item)
}
