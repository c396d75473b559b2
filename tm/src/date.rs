//! Points in time as TMX writes them: ISO 8601 in basic form, in UTC, `20241108T093000Z`.

use std::fmt;
use std::str::FromStr;

use jiff::civil;

/// A point in time, to the second. Dates compare as times do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date([u8; 16]);

/// A text that is not a date, or one that the calendar does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date; one looks like 20241108T093000Z or 2024-11-08")]
pub struct NotADate(pub String);

impl Date {
    /// The sixteen characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl Date {
    /// Whether a date is written in the basic form, to the second.
    pub(crate) fn is_basic(text: &str) -> bool {
        let form = b"00000000T000000Z";
        text.len() == form.len()
            && text
                .bytes()
                .zip(form)
                .all(|(b, &wanted)| if wanted == b'0' { b.is_ascii_digit() } else { b == wanted })
    }
}

/// Reads the basic form, the extended form (`2024-11-08T09:30:00Z`), and either of them without its time. The day
/// must be one of the calendar: there is no 31 February.
impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate(text.to_owned());
        let mut out = *b"00000000T000000Z";
        let mut filled = 0;
        if Self::is_basic(text) {
            // Nearly every date is.
            out.copy_from_slice(text.as_bytes());
            filled = 14;
        } else {
            let mut places = (0..8).chain(9..15);
            for byte in text.trim().bytes() {
                match byte {
                    b'0'..=b'9' => {
                        out[places.next().ok_or_else(wrong)?] = byte;
                        filled += 1;
                    }
                    b'-' if filled == 4 || filled == 6 => {}
                    b'T' | b't' | b' ' if filled == 8 => {}
                    b':' if filled == 10 || filled == 12 => {}
                    b'Z' | b'z' if filled == 14 => {}
                    _ => return Err(wrong()),
                }
            }
        }
        // At most two digits, so they fit.
        let number =
            |from: usize| (out[from] - b'0').cast_signed() * 10 + (out[from + 1] - b'0').cast_signed();
        let year = i16::from(number(0)) * 100 + i16::from(number(2));
        let has_day = civil::Date::new(year, number(4), number(6)).is_ok();
        // A leap second is written as 60; the calendar's clock ends at 59.
        let has_time =
            number(13) <= 60 && civil::Time::new(number(9), number(11), number(13).min(59), 0).is_ok();
        if (filled == 8 || filled == 14) && has_day && has_time { Ok(Self(out)) } else { Err(wrong()) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_one_date() {
        let date: Date = "20241108T093000Z".parse().unwrap();
        assert_eq!("2024-11-08T09:30:00Z".parse(), Ok(date));
        assert_eq!("2024-11-08".parse::<Date>().unwrap().as_str(), "20241108T000000Z");
        assert!(date > "2024-11-08".parse().unwrap());
        for wrong in ["", "2024", "2024-13-01", "yesterday", "20241108T0930Z", "20241108T093000+0800"] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_that_the_calendar_does_not_have_is_not_a_date() {
        for wrong in [
            "20240231T000000Z",
            "2023-02-29",
            "1900-02-29",
            "20240431T120000Z",
            "2024-00-10",
            "20240101T240000Z",
        ] {
            assert!(wrong.parse::<Date>().is_err(), "{wrong}");
        }
        for right in
            ["20240229T000000Z", "2000-02-29", "20241231T235959Z", "20161231T235960Z", "00010101T000000Z"]
        {
            assert!(right.parse::<Date>().is_ok(), "{right}");
        }
    }
}
