//! A task of the Windows Task Scheduler, by `schtasks`. Written by its documentation; it was never run.

use super::Reminder;
use super::plan::{NAME, Place, Plan, words};

pub(super) fn plan(reminder: &Reminder, place: &Place) -> Plan {
    let days: Vec<String> = reminder.days.words().map(str::to_uppercase).collect();
    let mut set = words(&format!(
        "schtasks /Create /F /TN {NAME} /SC WEEKLY /D {} /ST {}",
        days.join(","),
        reminder.at
    ));
    set.extend(["/TR".to_owned(), command(reminder, place)]);
    Plan {
        files: Vec::new(),
        set: vec![set],
        remove: vec![words(&format!("schtasks /Delete /F /TN {NAME}"))],
        afterwards: Vec::new(),
        is_set: words(&format!("schtasks /Query /TN {NAME}")),
    }
}

/// A message box of the Windows Script Host. In single quotes of PowerShell, only they are doubled; a double quote would end
/// the command.
fn command(reminder: &Reminder, place: &Place) -> String {
    let [title, text] = reminder.text().map(|text| text.replace('\'', "''").replace('"', ""));
    let show = format!("(New-Object -ComObject WScript.Shell).Popup('{text}',0,'{title}')");
    format!("{} -WindowStyle Hidden -Command {show}", place.notifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_task_has_its_days_and_its_command_as_one_word() {
        let reminder = Reminder {
            days: "mon,sun".parse().unwrap(),
            at: "7:05".parse().unwrap(),
            routine: Some("morning".to_owned()),
        };
        let place = Place { folder: "C:/".into(), notifier: "powershell".to_owned(), user: 0 };
        let set = plan(&reminder, &place).set.remove(0);
        assert_eq!(set[..10].join(" "), "schtasks /Create /F /TN repcue-remind /SC WEEKLY /D MON,SUN /ST");
        assert_eq!(set[10..12], ["07:05", "/TR"]);
        let show =
            "(New-Object -ComObject WScript.Shell).Popup('Start with: repcue run morning',0,'Time to train')";
        assert_eq!(set[12], format!("powershell -WindowStyle Hidden -Command {show}"));
        assert!(set[12].len() <= 261, "the longest command of a task");
    }
}
