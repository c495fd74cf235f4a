//! Points in time as some servers write them, in whole seconds: the API's own are integers.

/// The seconds since 1970 of a text like `2024-05-27T11:37:09.5+08:00` (RFC 3339, ISO 8601). Without an offset it is UTC.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (date, time) = match text.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let days = days(date)?;
    let of_day = match time {
        Some(time) => second_of_day(time)?,
        None => 0,
    };
    Some(days * 86_400 + of_day)
}

/// The days since 1970 of `2024-05-27`.
fn days(date: &str) -> Option<i64> {
    let (year, rest) = date.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    if year.len() != 4 {
        return None;
    }
    let year = number(year, 0..=9999)?;
    let (month, day) = (number(month, 1..=12)?, number(day, 1..=31)?);
    // Years begin in March, so that the day that some have more is their last
    // (<https://howardhinnant.github.io/date_algorithms.html#days_from_civil>).
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - 719_468)
}

/// The seconds since midnight in UTC of `11:37:09.5+08:00`.
fn second_of_day(time: &str) -> Option<i64> {
    let zone = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(zone);
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut parts = clock.trim_end().splitn(3, ':');
    let hours = number(parts.next()?, 0..=24)?;
    let minutes = number(parts.next()?, 0..=59)?;
    let seconds = parts.next().map_or(Some(0), |text| number(text, 0..=60))?;
    Some(hours * 3600 + minutes * 60 + seconds - offset(zone)?)
}

/// The seconds by which `+08:00`, `+0800` or `+08` is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    let sign = match zone.chars().next() {
        None | Some('Z' | 'z') if zone.len() <= 1 => return Some(0),
        Some('+') => 1,
        Some('-') => -1,
        _ => return None,
    };
    let digits = zone[1..].replace(':', "");
    let (hours, minutes) = match digits.len() {
        2 => (digits.as_str(), "0"),
        4 => digits.split_at(2),
        _ => return None,
    };
    Some(sign * (number(hours, 0..=23)? * 3600 + number(minutes, 0..=59)? * 60))
}

fn number(text: &str, range: std::ops::RangeInclusive<i64>) -> Option<i64> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|number| range.contains(number))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn a_point_in_time_is_its_whole_seconds() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2024-05-27T03:37:09Z", 1_716_781_029),
            ("2024-05-27T11:37:09.999+08:00", 1_716_781_029),
            ("2024-05-27 11:37:09 +0800", 1_716_781_029),
            ("2024-05-26t23:37:09-04", 1_716_781_029),
            ("2024-05-27 03:37:09", 1_716_781_029),
            ("2024-02-29", 1_709_164_800),
            ("2024-03-01T00:00Z", 1_709_251_200),
            ("1969-12-31T23:59:59Z", -1),
            ("2000-03-01T00:00:00Z", 951_868_800),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "",
            "now",
            "2024",
            "2024-13-01",
            "2024-05-27T",
            "2024-05-27Tnoon",
            "2024-05-27T11:37:09+8",
            "2024-05-27T11:37:09 CST",
            "12-05-27",
            "2024-05-+7",
            "1.2.3",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
