//! Column breaks: how often paragraphs are joined that belong together, and how often ones that do not.
//!
//! The cases are made up by hand. In `one-paragraph.txt` each `|` is a place where a column ended; in
//! `two-paragraphs.tsv` each line holds two paragraphs that must stay apart.

use duizhao::issue::{Level, Role, Source, read, repair};

/// Whether two paragraphs in the middle of an article are joined.
fn joined(left: &str, right: &str, level: Level) -> bool {
    let chinese = left.chars().chain(right.chars()).any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
    // A finished paragraph on each side, so that neither half can be a deck or the end.
    let (around, name) = if chinese {
        ("这一段是完整的。", "a.zh-CN.md")
    } else {
        ("This paragraph is whole.", "a.en.md")
    };
    let text = format!("# 1\n\n{around}\n\n{left}\n\n{right}\n\n{around}\n");
    let (issue, _) = read(&Source::new(name, text));
    let count = |issue: &duizhao::issue::Issue| {
        issue.articles.iter().map(|article| article.blocks.len()).sum::<usize>()
    };
    let before = count(&issue);
    let (issue, repairs) = repair(issue, level);
    let joins = repairs.iter().filter(|repair| repair.kind.name() == "join").count();
    assert_eq!(before - count(&issue), joins);
    assert!(issue.articles[0].blocks[0].role == Role::Headline);
    joins > 0
}

fn together() -> Vec<(String, String)> {
    let mut cases = Vec::new();
    for line in include_str!("../fixtures/issue/one-paragraph.txt").lines() {
        let parts: Vec<&str> = line.split('|').filter(|part| !part.is_empty()).collect();
        let english = line.chars().any(|c| c.is_ascii_lowercase());
        for at in 1..parts.len() {
            // Between English words there is a blank, except where a number or a word was cut.
            let joined = |parts: &[&str]| {
                parts.iter().fold(String::new(), |text, part| {
                    let number = text.ends_with('.') && part.starts_with(|c: char| c.is_ascii_digit());
                    let whole = !english || text.is_empty() || number;
                    match text.strip_suffix('-').filter(|_| english) {
                        Some(word) => format!("{word}{part}"),
                        None => format!("{text}{}{part}", if whole { "" } else { " " }),
                    }
                })
            };
            cases.push((joined(&parts[..at]), joined(&parts[at..])));
        }
    }
    cases
}

fn apart() -> Vec<(String, String)> {
    let lines = include_str!("../fixtures/issue/two-paragraphs.tsv").lines();
    lines.map(|line| line.split_once('\t').unwrap()).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

#[test]
fn columns_are_joined_and_paragraphs_are_not() {
    let (together, apart) = (together(), apart());
    assert!(together.len() + apart.len() >= 200, "{} + {}", together.len(), apart.len());
    for (level, precision_floor, recall_floor) in [(Level::Safe, 0.99, 0.97), (Level::All, 0.97, 0.97)] {
        let missed: Vec<_> = together.iter().filter(|(left, right)| !joined(left, right, level)).collect();
        let wrong: Vec<_> = apart.iter().filter(|(left, right)| joined(left, right, level)).collect();
        let hits = together.len() - missed.len();
        let precision = share(hits, hits + wrong.len());
        let recall = share(hits, together.len());
        assert!(
            precision >= precision_floor && recall >= recall_floor,
            "{level:?}: precision {precision:.3}, recall {recall:.3}; of {} missed {missed:#?}; of {} joined {wrong:#?}",
            together.len(),
            apart.len()
        );
    }
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
}

/// The blocks of a page after repair: role and text.
fn repaired(text: &str) -> Vec<Vec<String>> {
    let (issue, _) = read(&Source::new("a.zh-CN.md", text));
    let (after, repairs) = repair(issue.clone(), Level::Safe);
    assert_eq!(repair(after.clone(), Level::Safe), (after.clone(), vec![]));
    assert_eq!(repair::undo(after.clone(), &repairs).unwrap(), issue);
    let line = |block: &duizhao::issue::Block| {
        let mut words = vec![block.role.name().to_owned()];
        block.each_text(&mut |_, text| words.push(text.plain()));
        words.join(" ")
    };
    after.articles.iter().map(|article| article.blocks.iter().map(line).collect()).collect()
}

#[test]
fn a_sentence_goes_on_behind_a_figure_and_a_page_mark() {
    let text = "# 标题\n\n第一段讲完了。\n\n工程队说,整条街要用掉大约三万块青瓦,其中一半是从旧屋顶上\n\n![屋顶](a.png)\n\n图为工人拆瓦。\n\n第2版\n\n\
        拆下来洗干净的。\n\n第三段。\n";
    let expected = [[
        "headline 标题",
        "paragraph 第一段讲完了。",
        "paragraph 工程队说，整条街要用掉大约三万块青瓦，其中一半是从旧屋顶上拆下来洗干净的。",
        "figure ",
        "caption 图为工人拆瓦。",
        "page 第2版",
        "paragraph 第三段。",
    ]];
    assert_eq!(repaired(text), expected);
    // A finished sentence ends the paragraph, whatever stands behind it.
    let apart = text.replace("旧屋顶上\n", "旧屋顶上。\n");
    assert_eq!(repaired(&apart)[0].len(), 8);
}

#[test]
fn a_caption_without_its_image_is_one() {
    let text = "# 标题\n\n第一段讲完了。\n\n图为工人在吊装屋檐。（王一鸣摄）\n\n图为他所求，他却没有说。\n";
    let expected = [
        "headline 标题",
        "paragraph 第一段讲完了。",
        "caption 图为工人在吊装屋檐。（王一鸣摄）",
        "paragraph 图为他所求，他却没有说。",
    ];
    assert_eq!(repaired(text), [expected]);
}

#[test]
fn where_every_paragraph_ends_at_a_comma_no_column_ended() {
    let lines = "# 标题\n\n第一段讲完了。\n\n他从星期六开始在海边度假,带着妻子和三个孩子,还有一条狗,\n\n预计下星期回到城里。\n\n\
        航空公司说航班照常起飞,乘客可以改期,也可以退票,\n\n改期的人数比上个月多了一倍,多数人改到了春天。\n";
    assert_eq!(repaired(lines)[0].len(), 6);
    // A break inside a clause is a column's, and so are the others then.
    let columns = format!(
        "{lines}\n村里的老人说,这座桥修了三年,花了一百二十万元,今年秋天终于可以通\n\n车了,孩子们上学不用再绕路。\n"
    );
    assert_eq!(repaired(&columns)[0].len(), 5);
    // One comma alone tells nothing of the kind.
    let one = lines.replace("也可以退票,", "也可以退票。");
    assert_eq!(repaired(&one)[0].len(), 5);
}

#[test]
fn the_rest_of_an_article_is_fetched_from_its_page() {
    let text = "第1版\n\n# 头条\n\n第一段。\n\n会议指出,要推动各项任务,进一步（下转第4版）\n\n# 二条\n\n二条的话。\n\n\
        第4版\n\n# 四版头条\n\n四版的话。\n\n（上接第1版）落到实处,让群众看得见。\n\n最后一段。\n\n# 末条\n\n末条的话。\n";
    assert_eq!(
        repaired(text),
        [
            vec![
                "page 第1版",
                "headline 头条",
                "paragraph 第一段。",
                "paragraph 会议指出，要推动各项任务，进一步落到实处，让群众看得见。",
                "continuation （下转第4版）",
                "continuation （上接第1版）",
                "paragraph 最后一段。"
            ],
            vec!["headline 二条", "paragraph 二条的话。"],
            vec!["page 第4版", "headline 四版头条", "paragraph 四版的话。"],
            vec!["headline 末条", "paragraph 末条的话。"],
        ]
    );
    // Pages that do not agree: nothing is moved.
    let other = text.replace("上接第1版", "上接第3版");
    assert_eq!(repaired(&other)[2].len(), 6);
}

#[test]
fn of_two_that_could_be_the_rest_none_is_taken() {
    let text = "# 甲\n\n甲的话还没有（下转第2版）\n\n# 乙\n\n乙的话还没有（下转第2版）\n\n# 丙\n\n丙的话。\n\n（上接第1版）说完的话。\n";
    let after = repaired(text);
    assert_eq!(after.len(), 3);
    assert_eq!(after[2].len(), 4);
}

#[test]
fn points_of_a_plain_text_are_no_wrapped_lines() {
    let text = "渡口重新开放\n\n第一段讲完了。\n\n各方的意见如下：\n\n- 船工：票价不涨\n- 街坊：早晚加班\n\n镇长宣布，渡船每天早上六点开出，晚上十时收班。\n";
    let (issue, _) = duizhao::issue::read::text(&Source::new("a.zh-CN.txt", text));
    let (after, repairs) = repair(issue, Level::Safe);
    assert_eq!(repairs, []);
    let lines = after.articles[0].blocks.iter().map(|block| {
        let mut words = String::new();
        block.each_text(&mut |_, text| words.push_str(&text.plain()));
        words
    });
    assert_eq!(lines.skip(3).take(2).collect::<Vec<_>>(), ["- 船工：票价不涨", "- 街坊：早晚加班"]);
}

#[test]
fn a_whole_sentence_is_no_second_half() {
    let apart = [
        (
            "新码头开放以后，船票比从前贵了两块钱，坐船上班的人却没有少，旧码头的售票亭改成了书店",
            "沿江的居民对这个变化看法不一。有人说江面安静了，有人嫌路远。",
        ),
        (
            "The tide tables were printed every spring, and nobody on the quay would sail without them",
            "But the printer retired last year, and his press was sold to a museum.",
        ),
        (
            "The old ferry company has sold its last two boats and closed the office on the north bank",
            "However, the crews still meet on Sundays to play cards in the waiting room.",
        ),
        (
            "Photograph from the collection of the harbour museum, 1931",
            "这张照片里的人，现在一个也认不出来了。",
        ),
        ("down the hill the lanterns go", "over the bridge and down below"),
    ];
    for (left, right) in apart {
        assert!(!joined(left, right, Level::Safe), "{left} | {right}");
    }
}

#[test]
fn a_blank_stays_beside_the_number_of_a_note_and_between_scripts() {
    let read = |text: &str| repaired(text)[0][1].clone();
    assert_eq!(
        read("# 题\n\n船开走了。[^1] 岸上没有人。\n\n[^1]: 注文。\n"),
        "paragraph 船开走了。 岸上没有人。"
    );
    assert_eq!(
        read("# 题\n\n大家用 Git\n管理文字，也用 Linux\n的工具。\n"),
        "paragraph 大家用 Git 管理文字，也用 Linux 的工具。"
    );
    assert_eq!(
        read("# 题\n\n拨打热线 (02) 2345-6789,有人接听。\n"),
        "paragraph 拨打热线 (02) 2345-6789，有人接听。"
    );
    assert_eq!(
        read("# 题\n\n美股週三 (7 日) 大跌，跌了一整天。\n"),
        "paragraph 美股週三（7 日）大跌，跌了一整天。"
    );
    assert_eq!(
        read("# 题\n\nPS（Photoshop）、AI（Illustrator）：都要会用。\n"),
        "paragraph PS（Photoshop）、AI（Illustrator）：都要会用。"
    );
}

#[test]
fn a_margin_sets_no_line_in() {
    let bare = "The ferry has carried the town's bread and letters across the\nwater every morning since the year of the great flood. When the\nEast Pier was closed, it moved to the old fish market.\n\nNobody has counted how often it was late.\n";
    let set_in: String = bare
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") })
        .collect();
    let texts = |text: &str| {
        let (issue, _) = duizhao::issue::read::text(&Source::new("a.en.txt", text));
        let (issue, _) = repair(issue, Level::Safe);
        issue.leaves().iter().map(|leaf| leaf.text.plain()).collect::<Vec<_>>()
    };
    assert_eq!(texts(bare).len(), 2);
    assert_eq!(texts(&set_in), texts(bare));
}

#[test]
fn a_raised_number_that_leads_to_a_note_is_its_reference() {
    let page = "<html lang=\"zh-CN\"><body><h1>渡口</h1><p>船在雾里<sup><a href=\"#n7\">[7]</a></sup>，没有人看见。</p>\
        <aside id=\"n7\" epub:type=\"footnote\"><p>那天的雾下了一夜。</p></aside></body></html>";
    let (issue, _) = duizhao::issue::read::html(&Source::new("a.html", page));
    let markdown = duizhao::issue::write::markdown(&issue);
    assert!(markdown.contains("船在雾里[^1]，没有人看见。"), "{markdown}");
    // Where no such note is, the number is a raised number.
    let (issue, _) =
        duizhao::issue::read::html(&Source::new("a.html", page.replace("id=\"n7\"", "id=\"n8\"")));
    let markdown = duizhao::issue::write::markdown(&issue);
    assert!(markdown.contains("<sup>[7]</sup>"), "{markdown}");
}

#[test]
fn a_sign_of_a_heading_without_a_blank_is_a_finding() {
    let source = Source::new("a.zh-CN.md", "# 标题\n\n##老码头\n\n船今天不开。\n");
    let (issue, _) = read(&source);
    let problems = duizhao::issue::check(&source, &issue);
    assert!(problems.iter().any(|problem| problem.code == "heading-sign"), "{problems:?}");
}

#[test]
fn a_year_and_a_blank_number_no_headline() {
    let text = "# 老码头\n\n## 1987 年的那場大霧\n\n船長在碼頭等了一夜。\n\n## 新橋\n\n橋在三年後通車。\n";
    let (issue, _) = read(&Source::new("a.zh-TW.md", text));
    assert_eq!(issue.articles.len(), 2);
    assert_eq!(issue.articles[0].blocks[0].role, Role::Section);
}

#[test]
fn a_plain_text_may_mark_its_headlines_and_set_its_rows_by_tabs() {
    let text = "# 渡船停航\n\n昨天的雾太大，船没有开。\n\n码头\t班次\n东岸\t12\n西岸\t9\n\n# 新桥通车\n\n桥上的灯都亮了。\n";
    let (issue, _) = duizhao::issue::read::text(&Source::new("a.zh-CN.txt", text));
    let roles = |at: usize| issue.articles[at].blocks.iter().map(|block| block.role).collect::<Vec<_>>();
    assert_eq!(roles(0), [Role::Headline, Role::Paragraph, Role::Table]);
    assert_eq!(roles(1), [Role::Headline, Role::Paragraph]);
    let (after, repairs) = repair(issue.clone(), Level::Safe);
    assert_eq!((after, repairs), (issue, vec![]));
}

#[test]
fn what_stands_before_its_noun_goes_on_and_rows_of_figures_do_not() {
    let (left, right) = (
        "河西是重要的茶叶产地和水路码头。河西正以修复旧渡口为起点，加快建成具有水乡特色的",
        "江畔历史文化街区。镇长期待更多的人来看看，用一天的时间走完整条老街。",
    );
    assert!(joined(left, right, Level::Safe));
    for (left, right) in [
        (
            "沿江的三个渡口里只有这一个还在开船，这就是他每天五点起床的目的",
            "小船通常坐不满人，因此越来越多的时候停在码头上等。",
        ),
        ("１东岸码头２４．８２", "２西岸码头２４．５３"),
    ] {
        assert!(!joined(left, right, Level::Safe), "{left} | {right}");
    }
    // A comma is no sign where nothing else says that columns broke the text, and a whole sentence follows.
    let (left, right) =
        ("他把船票一张一张叠好，放进抽屉，", "江面上的雾直到中午十二点才慢慢散开。岸上没有人。");
    assert!(!joined(left, right, Level::Safe));
}
