//! How fast engines convert the files named as arguments: MB/s, the best of several rounds, in one run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use duizhao::script::{Config, Converter};

const ROUNDS: usize = 9;

/// Best time of several rounds.
fn time(mut work: impl FnMut()) -> Duration {
    work();
    let round = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().expect("at least one round")
}

/// Lines of a text in two halves of about equal length.
fn halves(text: &str) -> (&str, &str) {
    let middle = text.len() / 2;
    let at =
        text.as_bytes()[middle..].iter().position(|&b| b == b'\n').map_or(text.len(), |n| middle + n + 1);
    text.split_at(at)
}

fn main() {
    let text: String =
        std::env::args().skip(1).map(|file| std::fs::read_to_string(file).expect("a text file")).collect();
    let megabytes = text.len() as f64 / 1e6;
    println!("{megabytes:.1} MB of text, best of {ROUNDS} rounds");
    for config in [Config::S2twp, Config::S2tw, Config::S2t, Config::T2s] {
        let traditional;
        let text = if config == Config::T2s {
            traditional = Converter::new(Config::S2t).convert(&text);
            &traditional
        } else {
            &text
        };
        let ours = Converter::new(config);
        let mut rows: Vec<(&str, Duration)> = Vec::new();
        rows.push(("duizhao", time(|| drop(black_box(ours.convert(text))))));
        let (first, second) = halves(text);
        rows.push((
            "duizhao, two threads",
            time(|| {
                std::thread::scope(|scope| {
                    let other = scope.spawn(|| ours.convert(first));
                    drop(black_box(ours.convert(second)));
                    drop(black_box(other.join().expect("no panic")));
                });
            }),
        ));
        rows.push(("opencc-fmmseg", {
            let engine = opencc_fmmseg::OpenCC::new();
            time(|| drop(black_box(engine.convert(text, config.name(), false))))
        }));
        rows.push(("hanconv", {
            let convert: fn(&str) -> String = match config {
                Config::S2twp => |text| hanconv::s2twp(text),
                Config::S2tw => |text| hanconv::s2tw(text),
                Config::T2s => |text| hanconv::t2s(text),
                _ => |text| hanconv::s2t(text),
            };
            time(|| drop(black_box(convert(text))))
        }));
        rows.push(("ferrous-opencc", {
            use ferrous_opencc::config::BuiltinConfig;
            let engine = ferrous_opencc::OpenCC::from_config(match config {
                Config::S2twp => BuiltinConfig::S2twp,
                Config::S2tw => BuiltinConfig::S2tw,
                Config::T2s => BuiltinConfig::T2s,
                _ => BuiltinConfig::S2t,
            });
            let engine = engine.expect("a configuration of its own");
            time(|| drop(black_box(engine.convert(text))))
        }));
        #[cfg(feature = "libopencc")]
        rows.push(("libopencc (opencc-rust)", {
            let folder = std::env::var("DUIZHAO_OPENCC").expect("run sets DUIZHAO_OPENCC");
            let engine =
                opencc_rust::OpenCC::new(std::path::Path::new(&folder).join(format!("{config}.json")));
            let engine = engine.expect("libopencc's own configuration");
            time(|| drop(black_box(engine.convert(text))))
        }));
        println!("\n{config}");
        let own = rows[0].1.as_secs_f64();
        for (name, best) in rows {
            if name.ends_with("threads") {
                println!(
                    "  {name:<24} {:>8.1} MB/s   one thread's {:>5.2} x",
                    megabytes / best.as_secs_f64(),
                    own / best.as_secs_f64()
                );
                continue;
            }
            let seconds = best.as_secs_f64();
            println!("  {name:<24} {:>8.1} MB/s   ours is {:>5.2} x", megabytes / seconds, seconds / own);
        }
    }
}
