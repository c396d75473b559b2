//! Fields of a DOCX file: instructions with what they resulted in (ECMA-376, part 1, 17.16).

/// Where a link leads: `HYPERLINK "https://…" \o "…"`. None for places in the document itself, and for other fields.
pub(super) fn link(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    let url = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split_whitespace().next().filter(|word| !word.starts_with('\\')),
    };
    url.filter(|url| !url.is_empty()).map(str::to_owned)
}

/// Ruby as East Asian versions of Word and WPS write it: `EQ \* jc2 \* hps10 \o\ad(\s\up 9(hàn),汉)`; base and reading.
pub(super) fn ruby(instruction: &str) -> Option<(String, String)> {
    let rest = instruction.trim().strip_prefix("EQ")?;
    let at = rest.find("\\o")?;
    let over = &rest[at..];
    let up = over.find("\\up")?;
    let inner = &over[up..];
    let open = inner.find('(')?;
    let close = open + inner[open..].find(')')?;
    let reading = inner[open + 1..close].trim();
    let base = inner[close + 1..].trim_start().strip_prefix([',', ';', '，'])?;
    let base = base.trim_end().strip_suffix(')').unwrap_or(base).trim();
    (!base.is_empty() && !reading.is_empty()).then(|| (base.to_owned(), reading.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_are_taken_apart() {
        assert_eq!(
            link(r#" HYPERLINK "https://a.example/b" \o "桥" "#).as_deref(),
            Some("https://a.example/b")
        );
        assert_eq!(link(r#"HYPERLINK \l "_Toc1""#), None);
        assert_eq!(link("PAGEREF _Toc1"), None);
        let expected = Some(("汉".to_owned(), "hàn".to_owned()));
        assert_eq!(ruby(r#"EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(hàn),汉)"#), expected);
        assert_eq!(ruby(r"EQ \f(1,2)"), None);
    }
}
