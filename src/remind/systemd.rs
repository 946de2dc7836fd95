//! Units of the user's systemd: `systemd.timer(5)`, `systemd.service(5)`, `systemd.time(7)`.

use super::Reminder;
use super::plan::{NAME, Place, Plan, words};

pub(super) fn plan(reminder: &Reminder, place: &Place) -> Plan {
    let file = |ending: &str| place.folder.join(format!("{NAME}.{ending}"));
    Plan {
        files: vec![(file("service"), service(reminder, place)), (file("timer"), timer(reminder))],
        set: [
            "systemctl --user daemon-reload".to_owned(),
            format!("systemctl --user enable {NAME}.timer"),
            // A timer that is active already has the old time until it is restarted.
            format!("systemctl --user restart {NAME}.timer"),
        ]
        .iter()
        .map(|line| words(line))
        .collect(),
        remove: vec![words(&format!("systemctl --user disable --now {NAME}.timer"))],
        afterwards: vec![words("systemctl --user daemon-reload")],
        is_set: words(&format!("systemctl --user is-active --quiet {NAME}.timer")),
    }
}

fn service(reminder: &Reminder, place: &Place) -> String {
    let [title, text] = reminder.text();
    let command = [&place.notifier, "--app-name=repcue", "--", &title, &text].map(quoted).join(" ");
    format!(
        "# Written by `repcue remind`.\n[Unit]\nDescription=repcue: reminder to train\n\n[Service]\nType=oneshot\n\
         ExecStart={command}\n"
    )
}

fn timer(reminder: &Reminder) -> String {
    let days: Vec<&str> = reminder.days.words().collect();
    format!(
        "# Written by `repcue remind`.\n[Unit]\nDescription=repcue: reminder to train, {reminder}\n\n[Timer]\n\
         OnCalendar={} *-*-* {}:00\nAccuracySec=1s\n\n[Install]\nWantedBy=timers.target\n",
        days.join(","),
        reminder.at
    )
}

/// A word of a command line in a unit: in quotes, without specifiers and variables.
fn quoted(word: &str) -> String {
    let escaped: String = word
        .chars()
        .map(|c| match c {
            '"' | '\\' => format!("\\{c}"),
            '%' => "%%".to_owned(),
            '$' => "$$".to_owned(),
            _ => c.to_string(),
        })
        .collect();
    format!("\"{escaped}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_say_when_and_what() {
        let reminder = Reminder {
            days: "mon,fri".parse().unwrap(),
            at: "7:05".parse().unwrap(),
            routine: Some("/my \"50%\" $x/a.toml".to_owned()),
        };
        let place =
            Place { folder: "/units".into(), notifier: "/usr/bin/notify-send".to_owned(), user: 1000 };
        let plan = plan(&reminder, &place);
        assert_eq!(plan.files[0].0, std::path::Path::new("/units/repcue-remind.service"));
        let last = plan.files[0].1.lines().last().unwrap();
        let text = r#""Start with: repcue run '/my \"50%%\" $$x/a.toml'""#;
        let command = r#"ExecStart="/usr/bin/notify-send" "--app-name=repcue" "--" "Time to train""#;
        assert_eq!(last, format!("{command} {text}"));
        assert!(plan.files[1].1.contains("\nOnCalendar=mon,fri *-*-* 07:05:00\n"), "{}", plan.files[1].1);
    }
}
