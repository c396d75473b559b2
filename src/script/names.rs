//! Names of persons, whose characters are not converted like other words.
//!
//! Some surnames are also the simplified form of a character that is no surname: 于 is 于 as a name and 於 as a word,
//! and so are 范/範, 余/餘, 郁/鬱, 涂/塗, 后/後 and others. OpenCC knows the words these characters are in, so only one
//! that it takes by itself (a *lone* one) can be a surname; whether it is one is told by what stands around it: a
//! title or a verb of speaking behind, an office before, a row of names, or the same name elsewhere in the issue.

use std::collections::BTreeSet;
use std::ops::{Bound, Range};

use crate::lang::is_han;

use super::cut::Cut;

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
    ('舍', '舍'),
    ('合', '合'),
    ('回', '回'),
    ('弦', '弦'),
    ('岩', '岩'),
    ('泛', '泛'),
    ('致', '致'),
    ('托', '托'),
];

/// What offices and trades end in: 调解员, 工程师, 船长, 画家, 歌手.
const TRADE_ENDINGS: &[char] = &['员', '师', '长', '家', '手'];

/// Characters that given names are made of more often than words are. Two of them behind a surname are a name,
/// even where they are a word too (建国, 红霞).
const USUAL_GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英玉兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉    娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓仪荷丹蓉眉君琴蕊薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔    竹霭凝晓欢霄枫芸菲寒伊亚宜可姬舒影荔枝思丽俊峰志义兴良海山仁波贵福生龙元全国胜祥才发武新利清飞彬富顺信子涛昌成康星光天达安岩中茂进林坚彪博诚先敬震    振壮会思群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘    红东文华小水根阿正春夏冬阳宝金银喜玲燕萍慧巧美淑惠珠翠雅芝萱苗曼";

/// Characters that are in no given name but mark where a sentence goes on.
const NEVER_GIVEN: &str = "和与及或的了在是有对向从把被将也就都又等中上下这那其之不没很我你他她它们";

/// What stands behind a surname and is no given name: words of time and place.
const NOT_GIVEN: &[&str] = &[
    "今年", "去年", "明年", "前年", "当年", "昨天", "昨日", "今天", "今日", "明天", "明日", "近日", "日前",
    "当天", "当日", "次日", "上午", "中午", "下午", "晚上", "凌晨", "早上", "上月", "本月", "下月", "上周",
    "本周", "下周", "会上", "会后", "会前", "现场", "此前", "此后", "其中", "国家", "民国", "国民", "天下",
    "中国", "中华", "海外", "和平", "文明", "民主", "国内", "国外", "建成", "成立", "东海", "海上", "月中",
    "年中", "家中", "心中", "水中", "山中", "海中", "江中", "河中", "民间", "新中", "天安", "全国", "全省",
    "和政", "国有", "中央", "政治", "支部",
];

/// What behind a surname makes a place or a house of it: 于家村, 涂家埠.
const HOUSES: &[char] = &[
    '村', '庄', '湾', '沟', '巷', '桥', '店', '埠', '渡', '院', '大', '坝', '祠', '岭', '河', '台', '屯',
    '寨', '堡', '坳', '坪', '坡', '港', '塘', '园', '嘴', '集', '镇', '乡', '弄', '宅', '老', '祖', '宗',
    '人', '军', '父', '兄', '姐', '夫', '三', '四',
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
    "等", "摄", "率", "陪同", "参加", "建议", "感慨", "笑着", "正在", "带领", "负责", "参与", "获得", "夺得",
    "三人", "两人", "二人", "四人", "五人", "立功", "出生", "报道", "摄影", "采访", "撰稿", "供图",
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
    "支书",
    "电工",
    "木工",
    "船工",
    "钳工",
    "焊工",
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
const JOINTS: &[char] = &[
    '和', '与', '跟', '向', '对', '请', '由', '据', '同', '给', '让', '问', '找', '叫', '是', '及', '被',
    '为', '到', '见',
];

/// Small words behind a name that an office stands before: 局长于建国在现场.
const PARTICLES: &[char] = &[
    '在', '从', '对', '向', '和', '与', '也', '还', '又', '曾', '已', '将', '把', '就', '则', '为', '给',
    '的', '是',
];

/// Names that were met in an issue.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    known: BTreeSet<String>,
    /// What they begin with.
    beginnings: BTreeSet<char>,
}

/// Where a name stands and what it becomes.
pub(super) type Name = (Range<usize>, String);

impl Names {
    /// Takes in the names of a line that says who wrote or took part.
    pub(super) fn add_byline(&mut self, text: &str) {
        for part in text.split(|c: char| !is_han(c)) {
            let mut name = part;
            while let Some(office) = OFFICES.iter().find(|office| name.starts_with(**office)) {
                name = &name[office.len()..];
            }
            let count = name.chars().count();
            if (2..=3).contains(&count) && name.starts_with(is_surname) {
                self.add(name);
            }
        }
    }

    fn add(&mut self, name: &str) {
        if name_form(name).is_some() && self.known.insert(name.to_owned()) {
            self.beginnings.extend(name.chars().next());
        }
    }

    /// Takes in the names of a text that show themselves.
    pub(super) fn add_text(&mut self, cut: &Cut<'_>) {
        for name in cut.names.iter().map(|(span, _)| &cut.text[span.clone()]) {
            if name.chars().count() > 1 {
                self.add(name);
            }
        }
    }

    /// The names in a text, in order: those that show themselves, and those that were met elsewhere.
    pub(super) fn spans(&self, cut: &Cut<'_>) -> Vec<Name> {
        let mut spans = cut.names.clone();
        for (at, c) in cut.text.char_indices() {
            // A name does not begin inside a word.
            if !(cut.words[at] && cut.lone[at] && self.beginnings.contains(&c)) {
                continue;
            }
            let (first, rest) = (&cut.text[at..at + c.len_utf8()], &cut.text[at..]);
            let known = self.known.range::<str, _>((Bound::Included(first), Bound::Unbounded));
            for name in
                known.take_while(|name| name.starts_with(c)).filter(|name| rest.starts_with(name.as_str()))
            {
                spans.extend(name_form(name).map(|form| (at..at + name.len(), form)));
            }
        }
        spans.sort_by_key(|(span, _)| (span.start, usize::MAX - span.end));
        let mut kept: Vec<Name> = Vec::new();
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

fn is_surname(c: char) -> bool {
    COMMON.contains(c) || surname(c).is_some()
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
pub(super) fn shown(cut: &Cut<'_>) -> Vec<Name> {
    let text = cut.text;
    let mut spans = Vec::new();
    for (at, c) in text.char_indices() {
        let Some((_, needs)) = surname(c) else { continue };
        let behind = at + c.len_utf8();
        let (before, after) = (&text[..at], &text[behind..]);
        // No name follows a number: 十三余万人, 二十余家大商场.
        if before.ends_with(|c: char| c.is_numeric() || "一二三四五六七八九十百千万亿多".contains(c))
        {
            continue;
        }
        let listed = listed(before, after);
        let certain = || listed.is_some_and(|length| is_usual_given(&after[..length]));
        // OpenCC has phrases such as 的钟: what a title follows is no part of them.
        let titled = || {
            is_told(before, after)
                || before.ends_with(['的', '了', '是'])
                    && TITLES.iter().any(|title| title.len() > 3 && after.starts_with(title))
        };
        if !(cut.lone[at] || certain() || titled()) {
            continue;
        }
        let length = given_behind_surname(cut, before, after)
            .or_else(|| surname_length(cut, behind, needs, before, listed));
        if let Some(span) = length.map(|length| at..behind + length)
            && let Some(form) = name_form(&text[span.clone()])
        {
            spans.push((span, form));
        }
    }
    spans
}

/// The length in bytes of what follows a surname in its name, if it is a surname: 0 where it stands by itself.
fn surname_length(
    cut: &Cut<'_>,
    behind: usize,
    needs: Needs,
    before: &str,
    listed: Option<usize>,
) -> Option<usize> {
    let after = &cut.text[behind..];
    let place = Place::of(before);
    if let Some(length) = given_length(cut, behind, needs, &place).or(listed) {
        return (needs != Needs::Beginning || place.begins).then_some(length);
    }
    let house =
        after.strip_prefix('家').is_some_and(|rest| rest.starts_with(HOUSES)) || after.starts_with('氏');
    let addressed = || house || TITLES.iter().any(|title| after.starts_with(title));
    let alone = needs == Needs::Nothing
        || place.familiar(after)
        || is_told(before, after)
        || row(before, after)
        || ((needs == Needs::Sign || place.begins) && addressed());
    alone.then_some(0)
}

/// Whether a text says that a surname comes: 一位姓钟的大夫.
fn is_told(before: &str, after: &str) -> bool {
    before.ends_with('姓') && !before.ends_with("百姓") && !after.starts_with('名')
}

/// Whether a text is made of characters that given names are made of.
fn is_usual_given(text: &str) -> bool {
    text.chars().all(|c| USUAL_GIVEN.contains(c))
}

/// The length in bytes of the rest of a name, where a character is the first of a given one: 高占祥, 罗干.
fn given_behind_surname(cut: &Cut<'_>, before: &str, after: &str) -> Option<usize> {
    let (start, family) = before.char_indices().next_back()?;
    if !COMMON.contains(family) || !cut.words[start] {
        return None;
    }
    let earlier = before[..start].chars().next_back();
    let mut behind = after.chars().take_while(|&c| is_han(c));
    let (next, then) = (behind.next(), behind.next());
    // An item of a row: 、罗干、
    let item = |c: Option<char>| c.is_none_or(|c| matches!(c, '、' | '（' | ' ' | '\u{3000}'));
    if next.is_none() && item(earlier) && item(after.chars().next()) {
        return Some(0);
    }
    let length = next.filter(|&c| USUAL_GIVEN.contains(c)).map(char::len_utf8)?;
    let ends = cut.words[cut.text.len() - after.len() + length];
    let told = then.is_none_or(|c| PARTICLES.contains(&c))
        || ACTS.iter().any(|act| after[length..].starts_with(act));
    (ends
        && told
        && earlier.is_none_or(|c| !is_han(c) || JOINTS.contains(&c) || Place::of(&before[..start]).office))
    .then_some(length)
}

/// What stands before a character that may be a surname.
struct Place<'t> {
    before: &'t str,
    /// An office or a trade.
    office: bool,
    /// Whether a name may well begin here.
    begins: bool,
}

impl<'t> Place<'t> {
    fn of(before: &'t str) -> Self {
        let trimmed = before.trim_end();
        // Where a surname stands before it the office is that person's: 谷先生种谷子.
        let taken = |rest: &str| {
            let mut back = rest.chars().rev();
            back.next().is_some_and(is_surname) && back.next().is_none_or(|c| !is_han(c))
        };
        let office = OFFICES.iter().filter_map(|office| trimmed.strip_suffix(office)).any(|rest| !taken(rest))
            // A trade is a word of two characters or more.
            || trimmed
                .strip_suffix(TRADE_ENDINGS)
                .is_some_and(|rest| rest.chars().next_back().is_some_and(|c| is_han(c) && !"大国人生增成特擅延专善漫".contains(c)));
        let begins = office
            || before.chars().next_back().is_none_or(|b| !is_han(b) || JOINTS.contains(&b))
            || before.ends_with('老');
        Self { before, office, begins }
    }

    /// Whether a surname is told familiarly: 小于，老范说，阿余的.
    fn familiar(&self, after: &str) -> bool {
        let Some(rest) = self.before.strip_suffix(['小', '老', '阿']) else { return false };
        let begins = Place::of(rest).begins;
        let next = after.chars().next();
        // 小于5 is no person.
        let number = next.is_some_and(|c| c.is_alphanumeric() && !is_han(c));
        begins
            && !number
            && next.is_none_or(|c| !is_han(c) || PARTICLES.contains(&c) || "说笑问答".contains(c))
    }
}

/// Whether a surname stands in a row of surnames: 于、范两位师傅.
fn row(before: &str, after: &str) -> bool {
    let counted = |rest: &str| rest.starts_with(['两', '二', '三', '四', '五', '几']);
    let goes_on = |rest: &str| counted(rest) || rest.starts_with('、');
    let mut ahead = after.strip_prefix('、').unwrap_or_default().chars();
    let first = ahead.next().is_some_and(is_surname) && goes_on(ahead.as_str());
    let mut back = before.strip_suffix('、').into_iter().flat_map(|rest| rest.chars().rev());
    let last = back.next().is_some_and(is_surname)
        && back.next().is_none_or(|c| !is_han(c) || JOINTS.contains(&c) || c == '了')
        && goes_on(after);
    first || last
}

/// Length in bytes of the given name of one or two characters at a place, if it is one by its characters or by
/// what follows it.
fn given_length(cut: &Cut<'_>, at: usize, needs: Needs, place: &Place<'_>) -> Option<usize> {
    let rest = &cut.text[at..];
    let mut chars = rest.char_indices().take_while(|&(_, c)| is_han(c)).map(|(i, c)| i + c.len_utf8());
    let (one, two) = (chars.next()?, chars.next());
    let acts = |length: usize| ACTS.iter().any(|act| rest[length..].starts_with(act));
    let ends =
        |length: usize| rest[length..].chars().next().is_none_or(|c| !is_han(c) || PARTICLES.contains(&c));
    let is_word = |length: usize| cut.words[at] && !cut.words[at + one] && cut.words[at + length];
    let usual = |length: usize| is_usual_given(&rest[..length]);
    // 党支部 is one word and no name; a name's surname is read as a word by itself.
    let apart = |length: usize| needs != Needs::Beginning || cut.words[at] || usual(length);
    let can_be = |length: usize| !rest[..length].contains(|c| NEVER_GIVEN.contains(c));
    if !can_be(one) {
        return None;
    }
    if let Some(two) = two.filter(|&two| apart(two) && can_be(two) && !NOT_GIVEN.contains(&&rest[..two])) {
        let word = needs == Needs::Beginning && is_word(two);
        let by_sign = (acts(two) || (place.office && ends(two))) && (place.office || !word || usual(two));
        let by_form = usual(two)
            && (place.office || (place.begins && (needs != Needs::Beginning || ends(two))))
            && (cut.words[at + two] || !word);
        if by_sign || by_form {
            return Some(two);
        }
    }
    let plain = needs != Needs::Beginning || (place.office && cut.words[at]);
    let alone = place.office && usual(one) && cut.words[at] && cut.words[at + one];
    (plain && (acts(one) || (place.office && ends(one)) || alone)).then_some(one)
}

/// Length of the given name of an item in a row of names: A、B、C, or apart by blanks.
fn listed(before: &str, after: &str) -> Option<usize> {
    let between = ['、', ' ', '\u{3000}'];
    let item = after.find(|c| !is_han(c)).unwrap_or(after.len());
    if !before.ends_with(between) && !after[item..].starts_with(between) {
        return None;
    }
    // What is told of all of them follows the last: 三人获奖.
    let item = ACTS.iter().filter_map(|act| after[..item].find(act)).min().unwrap_or(item);
    let count = after[..item].chars().count();
    let is_name = |item: &str| {
        (2..=3).contains(&item.chars().count())
            && item.starts_with(|c| COMMON.contains(c))
            && item.chars().all(is_han)
    };
    let neighbour_before = before
        .strip_suffix(between)
        .and_then(|rest| rest.rsplit(|c| !is_han(c)).next())
        .is_some_and(|item| {
            is_name(item) || item.chars().count() > 3 && OFFICES.iter().any(|office| item.contains(office))
        });
    let neighbour_after = after[item..]
        .strip_prefix(between)
        .and_then(|rest| rest.split(|c| !is_han(c)).next())
        .is_some_and(is_name);
    let is_item = (1..=2).contains(&count)
        && !after[..item].contains(|c| NEVER_GIVEN.contains(c))
        && !NOT_GIVEN.contains(&&after[..item]);
    let begins = || !before.ends_with(JOINTS) && Place::of(before).begins;
    (is_item && (neighbour_before || neighbour_after) && begins()).then_some(item)
}
