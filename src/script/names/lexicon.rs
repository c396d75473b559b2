//! Characters that have another form in a name than in words: surnames, and characters of given names.

/// How much it takes to read a lone character as a surname.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing: by itself it is nearly always a name.
    Nothing,
    /// A sign of a name on one side.
    Sign,
    /// A sign of a name, and a beginning before it: by itself it is mostly a word.
    Beginning,
}

/// Surnames whose traditional form is not what their character becomes as a word: the character, the surname,
/// how much it takes.
pub(super) const SURNAMES: &[(char, char, Needs)] = &[
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
#[rustfmt::skip]
pub(super) const GIVEN: &[(char, char)] = &[
    ('于', '于'), ('范', '范'), ('余', '余'), ('郁', '郁'), ('涂', '涂'), ('后', '后'),
    ('游', '游'), ('岳', '岳'), ('朴', '朴'), ('谷', '谷'), ('里', '里'), ('征', '征'),
    ('斗', '斗'), ('冲', '沖'), ('采', '采'), ('咸', '咸'), ('台', '台'), ('松', '松'),
    ('志', '志'), ('升', '升'), ('周', '周'), ('秋', '秋'), ('卷', '卷'), ('准', '准'),
    ('曲', '曲'), ('幸', '幸'), ('向', '向'), ('千', '千'), ('才', '才'), ('干', '干'),
    ('佑', '佑'), ('佣', '佣'), ('姜', '姜'), ('梁', '梁'), ('沈', '沈'), ('胡', '胡'),
    ('舍', '舍'), ('合', '合'), ('回', '回'), ('弦', '弦'), ('岩', '岩'), ('泛', '泛'),
    ('致', '致'), ('托', '托'),
];
