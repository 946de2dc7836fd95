//! An agent of launchd: `launchd.plist(5)`, `launchctl(1)`. Written by its manual; it was never run.

use super::Reminder;
use super::plan::{NAME, Place, Plan, words};

pub(super) fn plan(reminder: &Reminder, place: &Place) -> Plan {
    let path = place.folder.join(format!("{NAME}.plist"));
    let domain = format!("gui/{}", place.user);
    let mut set = words(&format!("launchctl bootstrap {domain}"));
    set.push(path.display().to_string());
    let remove = words(&format!("launchctl bootout {domain}/{NAME}"));
    Plan {
        files: vec![(path, agent(reminder, place))],
        set: vec![set],
        remove: vec![remove],
        afterwards: Vec::new(),
        is_set: words(&format!("launchctl print {domain}/{NAME}")),
    }
}

fn agent(reminder: &Reminder, place: &Place) -> String {
    let [title, text] = reminder.text();
    // A string of AppleScript.
    let script = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let show = format!("display notification \"{}\" with title \"{}\"", script(&text), script(&title));
    let times: String = reminder
        .days
        .numbers()
        // 1 is Monday, and 7 is Sunday.
        .map(|day| {
            let number = |key: &str, value: usize| format!("<key>{key}</key><integer>{value}</integer>");
            let (hour, minute) = (usize::from(reminder.at.hour), usize::from(reminder.at.minute));
            let (day, hour, minute) =
                (number("Weekday", day + 1), number("Hour", hour), number("Minute", minute));
            format!("    <dict>{day}{hour}{minute}</dict>\n")
        })
        .collect();
    let string = |text: &str| format!("<string>{}</string>", escaped(text));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n  <key>Label</key>{}\n  <key>ProgramArguments</key>\n  <array>{}{}{}</array>\n\
         \x20 <key>StartCalendarInterval</key>\n  <array>\n{times}  </array>\n</dict>\n</plist>\n",
        string(NAME),
        string(&place.notifier),
        string("-e"),
        string(&show),
    )
}

/// Text in XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agent_is_xml_with_a_time_for_each_day() {
        let reminder = Reminder {
            days: "mon,sun".parse().unwrap(),
            at: "7:05".parse().unwrap(),
            routine: Some("a & <b>\"".to_owned()),
        };
        let place = Place { folder: "/agents".into(), notifier: "/usr/bin/osascript".to_owned(), user: 501 };
        let plan = plan(&reminder, &place);
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        let xml = roxmltree::Document::parse_with_options(&plan.files[0].1, options).unwrap();
        let texts = |tag| {
            let nodes = xml.descendants().filter(move |node| node.has_tag_name(tag));
            nodes.filter_map(|node| node.text()).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(texts("integer"), ["1", "7", "5", "7", "7", "5"]);
        let show = r#"display notification "Start with: repcue run 'a & <b>\"'" with title "Time to train""#;
        assert_eq!(texts("string"), ["repcue-remind", "/usr/bin/osascript", "-e", show]);
        assert_eq!(plan.set[0].join(" "), "launchctl bootstrap gui/501 /agents/repcue-remind.plist");
    }
}
