//! What `run` measures with: a memory that is made up (`bench-tm generate UNITS FILE`), and the bare copy of a file
//! by quick-xml (`bench-tm copy FROM TO`): each event read is written, and nothing is looked at.
//!
//! The units are as tools write them: dates and authors on units and variants, properties, escaped characters in
//! some texts, inline tags in some, one in a hundred a copy of another. The same number gives the same bytes.

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter, Write};

use quick_xml::{Reader, Writer, events::Event};

/// Characters that stand often in newspapers; none of them has another form in Traditional Chinese alone.
const CHARACTERS: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多\
定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相\
全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总";

/// Words that stand often in English.
const WORDS: &str = "the of and to in a is that for it was on are as with his they be at one have this from or had by hot word but what \
some we can out other were all there when up use your how said an each she which do their time if will way about many then them \
write would like so these her long make thing see him two has look more day could go come did number sound no most people my over \
know water than call first who may down side been now find any new work part take get place made live where after back little only \
round man year came show every good me give our under name very through just form sentence great think say help low line differ turn";

/// A generator of the xorshift family: nothing here needs more.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

fn generate(units: usize, out: &mut impl Write) -> std::io::Result<()> {
    let characters: Vec<char> = CHARACTERS.chars().collect();
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tmx version=\"1.4\">\n  <header creationtool=\"bench\" \
          creationtoolversion=\"1\" segtype=\"sentence\" o-tmf=\"bench\" adminlang=\"en\" srclang=\"zh-CN\" \
          datatype=\"plaintext\"/>\n  <body>\n",
    )?;
    let mut chance = Chance(0x2545_F491_4F6C_DD1D);
    let mut texts = (String::new(), String::new());
    for unit in 0..units {
        if chance.below(100) > 0 {
            let (zh, en) = (&mut texts.0, &mut texts.1);
            zh.clear();
            en.clear();
            for _ in 0..12 + chance.below(24) {
                zh.push(characters[chance.below(characters.len())]);
            }
            for _ in 0..9 + chance.below(16) {
                en.push_str(words[chance.below(words.len())]);
                en.push(' ');
            }
            en.pop();
            match chance.below(20) {
                0 => {
                    let year = 1900 + chance.below(120);
                    zh.push_str(&format!("，{year}年"));
                    en.push_str(&format!(", {year}"));
                }
                1 => {
                    zh.push_str("（AT&amp;T）");
                    en.push_str(" (AT&amp;T)");
                }
                2 => {
                    zh.push_str("<bpt i=\"1\" x=\"1\">&lt;b&gt;</bpt>市<ept i=\"1\">&lt;/b&gt;</ept>");
                    en.push_str(" <bpt i=\"1\" x=\"1\">&lt;b&gt;</bpt>city<ept i=\"1\">&lt;/b&gt;</ept>");
                }
                _ => {}
            }
            zh.push('。');
            en.push('.');
        }
        let (day, second) = (1 + chance.below(28), chance.below(60));
        write!(
            out,
            "    <tu creationdate=\"202403{day:02}T0930{second:02}Z\" creationid=\"translator\">\n      \
             <prop type=\"x-article\">{}</prop>\n      \
             <tuv xml:lang=\"zh-CN\">\n        <seg>{}</seg>\n      </tuv>\n      \
             <tuv xml:lang=\"en-US\" changedate=\"202404{day:02}T1000{second:02}Z\" changeid=\"reviser\">\n        \
             <seg>{}</seg>\n      </tuv>\n    </tu>\n",
            unit / 40,
            texts.0,
            texts.1,
        )?;
    }
    out.write_all(b"  </body>\n</tmx>\n")
}

fn copy(from: File, to: File) -> Result<(), Box<dyn Error>> {
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 18, from));
    let mut writer = Writer::new(BufWriter::with_capacity(1 << 18, to));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer)? {
            Event::Eof => break,
            event => writer.write_event(event)?,
        }
        buffer.clear();
    }
    Ok(writer.into_inner().flush()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["generate", units, file] => {
            let mut out = BufWriter::new(File::create(file)?);
            generate(units.parse()?, &mut out)?;
            Ok(out.flush()?)
        }
        ["copy", from, to] => copy(File::open(from)?, File::create(to)?),
        _ => Err("bench-tm generate UNITS FILE | bench-tm copy FROM TO".into()),
    }
}
