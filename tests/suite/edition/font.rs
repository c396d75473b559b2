//! A font made for the tests: every character that it has is a square.

/// A TrueType font with these characters.
pub(super) fn squares(family: &str, characters: &str) -> Vec<u8> {
    let mut characters: Vec<u32> = characters.chars().map(u32::from).collect();
    characters.sort_unstable();
    characters.dedup();
    // From (100, 0) to (900, 800) of 1000 units.
    let square = numbers(&[1, 100, 0, 900, 800, 3, 0])
        .into_iter()
        .chain([1; 4])
        .chain(numbers(&[100, 800, 0, -800, 0, 0, 800, 0]))
        .collect::<Vec<u8>>();
    let mut cmap = numbers(&[0, 1, 3, 10, 0, 12, 12, 0]);
    let groups = u32::try_from(characters.len()).unwrap();
    cmap.extend([16 + 12 * groups, 0, groups].map(u32::to_be_bytes).concat());
    cmap.extend(characters.iter().flat_map(|c| [*c, *c, 1].map(u32::to_be_bytes).concat()));
    let name: Vec<u8> = family.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = i16::try_from(name.len()).unwrap();
    let names = [numbers(&[0, 2, 30, 3, 1, 0x409, 1, length, 0, 3, 1, 0x409, 6, length, 0]), name].concat();
    let tables: [(&[u8; 4], Vec<u8>); 8] = [
        (b"cmap", cmap),
        (b"glyf", square.clone()),
        (
            b"head",
            [
                numbers(&[1, 0, 1, 0, 0, 0, 0x5F0F, 0x3CF5, 0, 1000]),
                vec![0; 16],
                numbers(&[0, 0, 900, 800, 0, 8, 2, 0, 0]),
            ]
            .concat(),
        ),
        (b"hhea", numbers(&[1, 0, 800, -200, 0, 1000, 100, 100, 900, 1, 0, 0, 0, 0, 0, 0, 0, 1])),
        (b"hmtx", numbers(&[1000, 0, 100])),
        (b"loca", numbers(&[0, 0, i16::try_from(square.len() / 2).unwrap()])),
        (b"maxp", [numbers(&[1, 0, 2]), vec![0; 26]].concat()),
        (b"name", names),
    ];
    let mut font = numbers(&[1, 0, 8, 128, 3, 0]);
    let mut place = font.len() + 16 * tables.len();
    for (tag, table) in &tables {
        font.extend(*tag);
        font.extend([0, place, table.len()].map(|n| u32::try_from(n).unwrap().to_be_bytes()).concat());
        place += table.len().next_multiple_of(4);
    }
    for (_, mut table) in tables {
        table.resize(table.len().next_multiple_of(4), 0);
        font.extend(table);
    }
    font
}

fn numbers(list: &[i16]) -> Vec<u8> {
    list.iter().flat_map(|number| number.to_be_bytes()).collect()
}
