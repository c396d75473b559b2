//! What each group of features is worth: `ablate [--encoder COMMAND] SET...` learns without it, and scores every text
//! by weights that were learned without the text. What is left out of the model is still looked at, so that speeds
//! differ by chance alone; `score` tells that of the whole.

use align_bench::Failure;
use align_bench::check::Sets;
use duizhao::align::feature::Feature;

const GROUPS: &[(&str, &[Feature])] = &[
    ("nothing", &[]),
    ("shapes", &[Feature::Shape, Feature::OneGenre, Feature::Many]),
    ("genre of one to one", &[Feature::OneGenre]),
    ("several to several", &[Feature::Many]),
    ("share of speech", &[Feature::SpeechDifference]),
    ("lengths", &[Feature::Length]),
    (
        "words",
        &[
            Feature::TargetGain,
            Feature::TargetOrder,
            Feature::TargetUncovered,
            Feature::SourceGain,
            Feature::SourceOrder,
            Feature::SourceUncovered,
            Feature::NullGain,
        ],
    ),
    ("order of words", &[Feature::TargetOrder, Feature::SourceOrder]),
    ("words without counterpart", &[Feature::TargetUncovered, Feature::SourceUncovered]),
    ("questions", &[Feature::BothAsk, Feature::InnerAsk]),
    (
        "quotes",
        &[
            Feature::BothClose,
            Feature::OneCloses,
            Feature::BothOpen,
            Feature::OneOpens,
            Feature::QuoteDifference,
            Feature::InnerOpens,
            Feature::SpeechDifference,
        ],
    ),
    ("first words", &[Feature::SameLead, Feature::OtherLead]),
    (
        "commas and stops",
        &[
            Feature::TargetsForCommas,
            Feature::TargetsForBreaks,
            Feature::TargetsExcess,
            Feature::SourcesForWords,
        ],
    ),
    ("inner beginnings", &[Feature::InnerConjunction, Feature::InnerLower, Feature::InnerPronoun]),
    ("genre of nulls", &[Feature::NullGenre]),
    ("what makes a null", &[Feature::NullTarget, Feature::NullLength, Feature::NullGain, Feature::NullGenre]),
    ("headings and lines", &[Feature::SameOpening, Feature::OtherOpening, Feature::InnerOpening]),
    ("paragraphs", &[Feature::BothParagraphs, Feature::OneParagraph, Feature::InnerParagraphs]),
    ("vectors", &[Feature::Margin, Feature::MarginMany, Feature::NullMargin]),
];

/// What an aligner by lengths alone knows (W. Gale and K. Church, "A Program for Aligning Sentences in Bilingual
/// Corpora", 1993): shapes, lengths, and what leaving a sentence out costs.
const LENGTHS: &[Feature] =
    &[Feature::Null, Feature::NullTarget, Feature::NullLength, Feature::Shape, Feature::Length];

#[expect(clippy::print_stdout, reason = "the table is what the program is for")]
fn main() -> Result<(), Failure> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut encoder = None;
    if arguments.first().is_some_and(|first| first == "--encoder") {
        encoder = Some(arguments.drain(..2).nth(1).ok_or("--encoder wants a command")?);
    }
    let sets = Sets::read(&arguments, encoder.as_deref(), 20.0)?;
    let but_lengths: Vec<Feature> =
        Feature::ALL.iter().copied().filter(|feature| !LENGTHS.contains(feature)).collect();
    for (name, group) in
        GROUPS.iter().copied().chain([("all but shapes and lengths", but_lengths.as_slice())])
    {
        if encoder.is_none() && name == "vectors" {
            continue;
        }
        println!("without {name}");
        for set in sets.held_out(group) {
            let ([.., strict], [.., lax], [.., page], [.., disturbed]) =
                (set.plain.strict(), set.plain.lax(), set.pages.strict(), set.disturbed.strict());
            println!(
                "    {}: strict {strict:.4} lax {lax:.4} | as pages {page:.4} | disturbed {disturbed:.4} | \
                 log-likelihood {:.1} | {:.0} sentences/s",
                set.name, set.likelihood, set.speed
            );
        }
    }
    Ok(())
}
