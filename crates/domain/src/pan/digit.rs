//! Decimal digits of all scripts, and the characters that people put between them without meaning anything.

/// The zeros of Unicode's decimal digits (category Nd, up to Unicode 17); the nine others follow each.
#[rustfmt::skip]
const ZEROS: [char; 76] = [
    '\u{30}', '\u{660}', '\u{6F0}', '\u{7C0}', '\u{966}', '\u{9E6}', '\u{A66}', '\u{AE6}', '\u{B66}', '\u{BE6}',
    '\u{C66}', '\u{CE6}', '\u{D66}', '\u{DE6}', '\u{E50}', '\u{ED0}', '\u{F20}', '\u{1040}', '\u{1090}', '\u{17E0}',
    '\u{1810}', '\u{1946}', '\u{19D0}', '\u{1A80}', '\u{1A90}', '\u{1B50}', '\u{1BB0}', '\u{1C40}', '\u{1C50}',
    '\u{A620}', '\u{A8D0}', '\u{A900}', '\u{A9D0}', '\u{A9F0}', '\u{AA50}', '\u{ABF0}', '\u{FF10}', '\u{104A0}',
    '\u{10D30}', '\u{10D40}', '\u{11066}', '\u{110F0}', '\u{11136}', '\u{111D0}', '\u{112F0}', '\u{11450}',
    '\u{114D0}', '\u{11650}', '\u{116C0}', '\u{116D0}', '\u{116DA}', '\u{11730}', '\u{118E0}', '\u{11950}',
    '\u{11BF0}', '\u{11C50}', '\u{11D50}', '\u{11DA0}', '\u{11DE0}', '\u{11F50}', '\u{16A60}', '\u{16AC0}',
    '\u{16B50}', '\u{16D70}', '\u{1CCF0}', '\u{1D7CE}', '\u{1D7D8}', '\u{1D7E2}', '\u{1D7EC}', '\u{1D7F6}',
    '\u{1E140}', '\u{1E2F0}', '\u{1E4F0}', '\u{1E5F1}', '\u{1E950}', '\u{1FBF0}',
];

/// Runs of digits that Unicode counts as signs: raised, lowered, and in circles. (First, its value, how many.)
const SIGNS: [(char, u8, u8); 12] = [
    ('²', 2, 2),
    ('¹', 1, 1),
    ('⁰', 0, 1),
    ('⁴', 4, 6),
    ('₀', 0, 10),
    ('①', 1, 9),
    ('⓪', 0, 1),
    ('⓵', 1, 9),
    ('⓿', 0, 1),
    ('❶', 1, 9),
    ('➀', 1, 9),
    ('➊', 1, 9),
];

/// What the character counts for, if it is a digit in any script.
pub(super) fn value(char: char) -> Option<u8> {
    if char.is_ascii() {
        return char.is_ascii_digit().then(|| offset(char, '0')).flatten();
    }
    let following = ZEROS.partition_point(|zero| *zero <= char);
    let decimal = offset(char, ZEROS[following.checked_sub(1)?]).filter(|value| *value <= 9);
    decimal.or_else(|| {
        SIGNS.iter().find_map(|(first, value, count)| {
            offset(char, *first)
                .filter(|offset| offset < count)
                .map(|offset| value + offset)
        })
    })
}

fn offset(char: char, from: char) -> Option<u8> {
    u32::from(char)
        .checked_sub(u32::from(from))
        .and_then(|offset| u8::try_from(offset).ok())
}

/// White space, dashes, dots, and what is not seen at all: it may stand between two digits of one number any number
/// of times.
pub(super) fn is_light(char: char) -> bool {
    char.is_whitespace() || is_dash_or_dot(char) || is_unseen(char)
}

fn is_dash_or_dot(char: char) -> bool {
    matches!(
        char,
        '-' | '_' | '.' | '·' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2024}'
                | '\u{2027}'
                | '\u{2043}'
                | '\u{207B}'
                | '\u{2212}'
                | '\u{2219}'
                | '\u{22C5}'
                | '\u{3002}'
                | '\u{30FB}'
                | '\u{30FC}'
                | '\u{FE52}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{FF0D}'
                | '\u{FF0E}'
                | '\u{FF61}'
                | '\u{FF65}'
    )
}

/// Zero-width, directional and control characters, and marks that sit on the character before them (the frame of a
/// key-cap, a stroke through a digit).
fn is_unseen(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{AD}'
                | '\u{300}'..='\u{36F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{1AB0}'..='\u{1AFF}'
                | '\u{1DC0}'..='\u{1DFF}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{20D0}'..='\u{20FF}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FE20}'..='\u{FE2F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFC}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}
