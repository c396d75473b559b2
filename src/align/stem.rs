//! English words in the form that the lexicon has them: irregular forms by a list, the rest by the Snowball stemmer.

use std::collections::HashMap;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

/// Irregular forms: the base, then its forms.
const IRREGULAR: &[&str] = &[
    "arise arose arisen",
    "awake awoke awoken",
    "bear bore born borne",
    "beat beaten",
    "become became",
    "begin began begun",
    "bend bent",
    "bind bound",
    "bite bit bitten",
    "bleed bled",
    "blow blew blown",
    "break broke broken",
    "breed bred",
    "bring brought",
    "build built",
    "burn burnt",
    "buy bought",
    "catch caught",
    "choose chose chosen",
    "cling clung",
    "come came",
    "creep crept",
    "deal dealt",
    "dig dug",
    "draw drew drawn",
    "dream dreamt",
    "drink drank drunk",
    "drive drove driven",
    "eat ate eaten",
    "fall fell fallen",
    "feed fed",
    "feel felt",
    "fight fought",
    "find found",
    "flee fled",
    "fling flung",
    "fly flew flown",
    "forget forgot forgotten",
    "forgive forgave forgiven",
    "freeze froze frozen",
    "get got gotten",
    "give gave given",
    "go went gone",
    "grind ground",
    "grow grew grown",
    "hang hung",
    "hear heard",
    "hide hid hidden",
    "hold held",
    "keep kept",
    "kneel knelt",
    "know knew known",
    "lay laid",
    "lead led",
    "lean leant",
    "leap leapt",
    "learn learnt",
    "leave left",
    "lend lent",
    "lie lain",
    "light lit",
    "lose lost",
    "make made",
    "mean meant",
    "meet met",
    "mistake mistook mistaken",
    "overcome overcame",
    "pay paid",
    "ride rode ridden",
    "ring rang rung",
    "rise rose risen",
    "run ran",
    "say said",
    "see saw seen",
    "seek sought",
    "sell sold",
    "send sent",
    "shake shook shaken",
    "shine shone",
    "shoot shot",
    "show shown",
    "shrink shrank shrunk",
    "sing sang sung",
    "sink sank sunk",
    "sit sat",
    "sleep slept",
    "slide slid",
    "sling slung",
    "speak spoke spoken",
    "speed sped",
    "spend spent",
    "spin spun",
    "spit spat",
    "spring sprang sprung",
    "stand stood",
    "steal stole stolen",
    "stick stuck",
    "sting stung",
    "stink stank stunk",
    "strike struck stricken",
    "strive strove striven",
    "swear swore sworn",
    "sweep swept",
    "swell swollen",
    "swim swam swum",
    "swing swung",
    "take took taken",
    "teach taught",
    "tear tore torn",
    "tell told",
    "think thought",
    "throw threw thrown",
    "understand understood",
    "wake woke woken",
    "wear wore worn",
    "weave wove woven",
    "weep wept",
    "win won",
    "wind wound",
    "withdraw withdrew withdrawn",
    "wring wrung",
    "write wrote written",
    "man men",
    "woman women",
    "child children",
    "foot feet",
    "tooth teeth",
    "goose geese",
    "mouse mice",
    "wife wives",
    "knife knives",
    "life lives",
    "leaf leaves",
    "half halves",
    "wolf wolves",
    "thief thieves",
    "shelf shelves",
    "self selves",
    "people persons",
    "die dying",
    "tie tying",
    "good better best",
    "bad worse worst",
    "far further farther farthest",
];

static BASES: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut bases = HashMap::new();
    for group in IRREGULAR {
        let mut words = group.split(' ');
        if let Some(base) = words.next() {
            bases.extend(words.map(|form| (form, base)));
        }
    }
    bases
});

/// Brings the words of one language to their stems.
pub(super) struct Stems {
    stemmer: Option<Stemmer>,
    english: bool,
}

impl Stems {
    /// For a language by its primary subtag; languages without a stemmer keep their words.
    pub(super) fn of(language: &str) -> Self {
        let algorithm = match language {
            "en" => Algorithm::English,
            "de" => Algorithm::German,
            "fr" => Algorithm::French,
            "es" => Algorithm::Spanish,
            "it" => Algorithm::Italian,
            "pt" => Algorithm::Portuguese,
            "nl" => Algorithm::Dutch,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            _ => return Self { stemmer: None, english: false },
        };
        Self { stemmer: Some(Stemmer::create(algorithm)), english: language == "en" }
    }

    /// The stem of a word in lower case.
    pub(super) fn stem(&self, word: &str) -> String {
        let base = if self.english { BASES.get(word).copied().unwrap_or(word) } else { word };
        self.stemmer.as_ref().map_or_else(|| base.to_owned(), |stemmer| stemmer.stem(base).into_owned())
    }
}
