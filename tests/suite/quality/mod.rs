//! How good a conversion for Taiwan is, beside libopencc's: `tests/fixtures/script/quality.txt`, sentence by
//! sentence. Our engine gives libopencc's bytes (`tests/clients/libopencc.rs`), so it stands for it here.

pub(crate) mod sentence;

use duizhao::issue::inline::Text;
use duizhao::script::{Config, Conversion, Converter, Options, Vocabulary};
use sentence::{Sentence, sentences};

const FIXTURE: &str = include_str!("../../fixtures/script/quality.txt");

/// The sentences that an engine gets wrong, with its answers.
fn wrong(sentences: &[Sentence], vocabulary: bool, engine: impl Fn(&str) -> String) -> Vec<(&str, String)> {
    let answers = sentences.iter().map(|sentence| (sentence, engine(&sentence.text)));
    let wrong = answers.filter(|(sentence, answer)| !sentence.is_right(answer, vocabulary));
    wrong.map(|(sentence, answer)| (sentence.text.as_str(), answer)).collect()
}

/// The conversion that editions have, on one sentence as if it were an issue.
fn edition(vocabulary: bool) -> impl Fn(&str) -> String {
    let mut options = Options::new("zh-TW".parse().expect("a tag"));
    options.vocabulary = vocabulary.then(Vocabulary::default);
    move |text| {
        let conversion = Conversion::new(&"zh-CN".parse().expect("a tag"), &options).expect("Chinese");
        conversion.text(text, &conversion.names([(&Text::from(text), text)].into_iter()))
    }
}

#[test]
fn at_most_half_of_libopenccs_errors() {
    let sentences = sentences(FIXTURE);
    assert!(sentences.len() >= 400, "{}", sentences.len());
    for (vocabulary, config) in [(false, Config::S2tw), (true, Config::S2twp)] {
        let theirs = wrong(&sentences, vocabulary, |text| Converter::new(config).convert(text));
        let ours = wrong(&sentences, vocabulary, edition(vocabulary));
        let found = format!("{config}: {} wrong of {}; ours: {ours:#?}", theirs.len(), sentences.len());
        assert!(!theirs.is_empty() && ours.len() * 2 <= theirs.len(), "{found}");
    }
}
