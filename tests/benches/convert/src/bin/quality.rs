//! How many of the sentences of `tests/fixtures/script/quality.txt` engines get wrong, with Taiwan's characters and
//! with its vocabulary.

#[path = "../../../../suite/quality/sentence.rs"]
mod sentence;

use duizhao::issue::inline::Text;
use duizhao::script::{Config, Conversion, Converter, Options, Vocabulary};

fn edition(vocabulary: bool, text: &str) -> String {
    let mut options = Options::new("zh-TW".parse().expect("a tag"));
    options.vocabulary = vocabulary.then(Vocabulary::default);
    let conversion = Conversion::new(&"zh-CN".parse().expect("a tag"), &options).expect("Chinese");
    conversion.text(text, &conversion.names([(&Text::from(text), text)].into_iter()))
}

fn main() {
    let fixture = include_str!("../../../../fixtures/script/quality.txt");
    let sentences = sentence::sentences(fixture);
    println!("wrong of {} sentences{:>24}{:>12}", sentences.len(), "characters", "vocabulary");
    let fmmseg = opencc_fmmseg::OpenCC::new();
    let engine = |vocabulary| if vocabulary { Config::S2twp } else { Config::S2tw };
    let engines: [(&str, &dyn Fn(bool, &str) -> String); 4] = [
        ("duizhao, as an edition", &edition),
        ("OpenCC 1.4.2 (-c)", &|vocabulary, text| Converter::new(engine(vocabulary)).convert(text)),
        ("opencc-fmmseg", &|vocabulary, text| fmmseg.convert(text, engine(vocabulary).name(), false)),
        ("hanconv", &|vocabulary, text| if vocabulary { hanconv::s2twp(text) } else { hanconv::s2tw(text) }),
    ];
    for (name, convert) in engines {
        let wrong = [false, true].map(|vocabulary| {
            sentences
                .iter()
                .filter(|sentence| !sentence.is_right(&convert(vocabulary, &sentence.text), vocabulary))
                .count()
        });
        println!("  {name:<40}{:>6}{:>12}", wrong[0], wrong[1]);
    }
}
