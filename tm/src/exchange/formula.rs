//! Cells that spreadsheets take for formulas.

/// Marks the cells of a row that spreadsheets take for formulas, with a `'` before them, and counts them. A table from
/// anywhere may hold `=HYPERLINK(…)`; nobody wants that to run (OWASP, "CSV Injection").
pub(super) fn neutralise(row: &mut [String]) -> u64 {
    let mut count = 0;
    for cell in row {
        if is_formula(cell.trim_start_matches('\'')) {
            cell.insert(0, '\'');
            count += 1;
        }
    }
    count
}

/// What is reported of cells that were marked.
pub(super) fn neutralised(count: u64) -> Option<String> {
    let cells = match count {
        0 => return None,
        1 => "1 text begins".to_owned(),
        count => format!("{count} texts begin"),
    };
    Some(format!(
        "{cells} as formulas do (= + - @) and got a `'` before that, so that no spreadsheet runs them; importing takes it \
         off"
    ))
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@'])
}

/// A cell as it was before it was marked.
pub(super) fn plain_cell(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(cell)
}
