//! The signs of names: surnames, characters of given names, and the words that stand around a name.

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

/// What offices and trades end in: 调解员, 工程师, 船长, 画家, 歌手.
#[rustfmt::skip]
pub(super) const TRADE_ENDINGS: &[char] = &[
    '员', '师', '长', '家', '手',
];

/// Characters that given names are made of more often than words are. Two of them behind a surname are a name,
/// even where they are a word too (建国, 红霞).
pub(super) const USUAL_GIVEN: &str = "\
    伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英玉兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡\
    佳嘉琼勤珍贞莉娣叶璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓仪荷丹蓉眉君琴蕊薇\
    菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬茗羽希宁欣飘育滢馥筠柔竹霭凝晓欢霄枫芸菲寒\
    伊亚宜可姬舒影荔枝思俊峰志义兴良海山仁波贵福生龙元全国胜祥才发武新利清飞彬富顺信子昌成康\
    星光天达安岩中茂进林坚彪博诚先敬震振壮会群豪心邦承乐绍功松善厚庆民友裕河哲江浩亮政谦亨奇\
    固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕\
    风航弘红东文华小水根阿正春夏冬阳宝金银喜玲燕萍慧巧美淑惠珠翠雅芝萱苗曼";

/// Characters that are in no given name but mark where a sentence goes on.
pub(super) const NEVER_GIVEN: &str =
    "和与及或的了在是有对向从把被将也就都又等中上下这那其之不没很我你他她它们";

/// What stands behind a surname and is no given name: words of time and place.
#[rustfmt::skip]
pub(super) const NOT_GIVEN: &[&str] = &[
    "今年", "去年", "明年", "前年", "当年", "昨天", "昨日", "今天", "今日", "明天", "明日", "近日",
    "日前", "当天", "当日", "次日", "上午", "中午", "下午", "晚上", "凌晨", "早上", "上月", "本月",
    "下月", "上周", "本周", "下周", "会上", "会后", "会前", "现场", "此前", "此后", "其中", "国家",
    "民国", "国民", "天下", "中国", "中华", "海外", "和平", "文明", "民主", "国内", "国外", "建成",
    "成立", "东海", "海上", "月中", "年中", "家中", "心中", "水中", "山中", "海中", "江中", "河中",
    "民间", "新中", "天安", "全国", "全省", "和政", "国有", "中央", "政治", "支部",
];

/// What behind a surname makes a place or a house of it: 于家村, 涂家埠.
#[rustfmt::skip]
pub(super) const HOUSES: &[char] = &[
    '村', '庄', '湾', '沟', '巷', '桥', '店', '埠', '渡', '院', '大', '坝', '祠', '岭', '河', '台',
    '屯', '寨', '堡', '坳', '坪', '坡', '港', '塘', '园', '嘴', '集', '镇', '乡', '弄', '宅', '老',
    '祖', '宗', '人', '军', '父', '兄', '姐', '夫', '三', '四',
];

/// Common surnames, to tell a row of names.
pub(super) const COMMON: &str = "\
    王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程\
    苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝\
    龚邵万钱严覃武戴莫孔向汤申蓝岳庄应游郁涂丰俞冉季关祝柳翟殷屠欧阳司";

/// What follows a surname in addressing or telling of somebody.
#[rustfmt::skip]
pub(super) const TITLES: &[&str] = &[
    "先生", "女士", "小姐", "太太", "夫人", "某", "姓", "书记", "主任", "局长", "部长", "市长", "省长",
    "县长", "区长", "镇长", "村长", "院长", "校长", "所长", "处长", "科长", "厂长", "社长", "会长",
    "站长", "队长", "组长", "行长", "馆长", "董事长", "理事长", "总经理", "经理", "总裁", "总监",
    "教授", "院士", "博士", "医生", "大夫", "老师", "师傅", "律师", "法官", "警官", "同志", "同学",
    "阿姨", "大爷", "大妈", "奶奶", "爷爷", "叔叔", "伯伯", "记者", "主席", "委员", "总", "导演",
    "教练", "老",
];

/// What follows a whole name: what its bearer does, or an address.
#[rustfmt::skip]
pub(super) const ACTS: &[&str] = &[
    "表示", "指出", "强调", "介绍", "认为", "告诉", "坦言", "透露", "解释", "补充", "回忆", "写道",
    "主持", "出席", "会见", "致辞", "讲话", "宣布", "担任", "当选", "说", "称", "先生", "女士", "小姐",
    "书记", "主任", "局长", "部长", "市长", "院长", "校长", "教授", "院士", "老师", "博士", "医生",
    "同志", "同学", "等", "摄", "率", "陪同", "参加", "建议", "感慨", "笑着", "正在", "带领", "负责",
    "参与", "获得", "夺得", "三人", "两人", "二人", "四人", "五人", "立功", "出生", "报道", "摄影",
    "采访", "撰稿", "供图",
];

/// What stands before a name: an office or a trade.
#[rustfmt::skip]
pub(super) const OFFICES: &[&str] = &[
    "记者", "通讯员", "书记", "主席", "主任", "局长", "部长", "市长", "省长", "县长", "区长", "院长",
    "校长", "所长", "处长", "科长", "厂长", "社长", "会长", "站长", "队长", "组长", "行长", "馆长",
    "干事", "经理", "总裁", "总监", "董事长", "理事长", "秘书长", "教授", "院士", "研究员", "博士",
    "医生", "老师", "先生", "女士", "同志", "代表", "委员", "教练", "导演", "演员", "作家", "画家",
    "诗人", "摄影", "翻译", "编辑", "作者", "学生", "村民", "市民", "居民", "工程师", "律师", "法官",
    "民警", "发言人", "负责人", "支书", "电工", "木工", "船工", "钳工", "焊工", "创始人", "嘉宾",
    "球员", "选手", "歌手", "司机", "员工", "职工", "名叫", "叫做", "姓", "队员", "总理", "总统",
    "大使", "专员", "店主", "业主", "患者", "家长",
];

/// Small words before a name.
#[rustfmt::skip]
pub(super) const JOINTS: &[char] = &[
    '和', '与', '跟', '向', '对', '请', '由', '据', '同', '给', '让', '问', '找', '叫', '是', '及',
    '被', '为', '到', '见',
];

/// Small words behind a name that an office stands before: 局长于建国在现场.
#[rustfmt::skip]
pub(super) const PARTICLES: &[char] = &[
    '在', '从', '对', '向', '和', '与', '也', '还', '又', '曾', '已', '将', '把', '就', '则', '为',
    '给', '的', '是',
];
