use std::io::ErrorKind;

use super::*;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// The names in a folder, in alphabetical order.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn a_file_is_written_as_a_whole_or_not_at_all() {
    let folder = folder();
    let path = folder.path().join("a/b/new.toml");
    write(&path, "new").unwrap();
    assert_eq!(text(&path), "new");
    let mut whole = Target::check(&path).unwrap().begin().unwrap();
    whole.write_all(b"half").unwrap();
    assert_eq!(text(&path), "new");
    drop(whole);
    assert_eq!((text(&path).as_str(), names(path.parent().unwrap())), ("new", vec!["new.toml".to_owned()]));
    let nowhere = Target::check(&folder.path().join("no/x")).unwrap();
    assert!(!nowhere.has_folder());
    let error = nowhere.begin().unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::NotFound, "its folder does not exist")
    );
}

#[test]
fn names_of_any_length_that_the_system_takes_can_be_replaced() {
    let folder = folder();
    for length in [240, 251, 255] {
        let path = folder.path().join("x".repeat(length));
        write(&path, "one").unwrap();
        write(&path, "two").unwrap();
        assert_eq!(text(&path), "two");
    }
}

#[test]
fn only_unfinished_files_of_ended_programs_are_removed() {
    let folder = folder();
    let place = |name: &str| folder.path().join(name);
    let mut living = Target::check(&place("living")).unwrap().begin().unwrap();
    living.write_all(b"here").unwrap();
    let unlocked = ".repcue-abcDEF012345.unfinished";
    let others = [".repcue-abc.unfinished", ".repcue-abcDEF01234_.unfinished", ".x.123.unfinished"];
    for name in others.iter().chain([&unlocked]) {
        fs::write(place(name), "left").unwrap();
    }
    fs::create_dir(place(".repcue-folder012345.unfinished")).unwrap();
    write(&place("next"), "").unwrap();
    let left = names(folder.path());
    assert!(!left.contains(&unlocked.to_owned()), "{left:?}");
    assert!(others.iter().all(|name| left.contains(&(*name).to_owned())), "{left:?}");
    assert_eq!(left.len(), others.len() + 3, "`next`, the folder and the file still in use: {left:?}");
    living.finish().unwrap();
    assert_eq!(text(&place("living")), "here");
}

#[test]
fn only_regular_files_are_replaced() {
    let folder = folder();
    let error = write(folder.path(), "x").unwrap_err();
    assert_eq!(WriteError::from_io(&error), Some(WriteError::NotAFile("a folder")));
    assert!(folder.path().is_dir());
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let error = write(Path::new("/dev/null"), "x").unwrap_err();
        assert_eq!(error.to_string(), "it is a device, not a file");
        assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        assert_eq!(
            WriteError::from_io(&write(&link, "x").unwrap_err()),
            Some(WriteError::NotAFile("a device"))
        );
        let socket = folder.path().join("socket");
        let _bound = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(
            WriteError::from_io(&write(&socket, "x").unwrap_err()),
            Some(WriteError::NotAFile("a socket"))
        );
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn the_target_of_a_link_is_replaced_whether_it_is_there_or_not() {
        let folder = folder();
        let place = |name: &str| folder.path().join(name);
        fs::create_dir(place("dot")).unwrap();
        fs::write(place("dot/real"), "old").unwrap();
        symlink("dot/real", place("first")).unwrap();
        symlink("first", place("second")).unwrap();
        write(&place("second"), "new").unwrap();
        assert_eq!(text(&place("dot/real")), "new");
        assert!(place("first").is_symlink() && place("second").is_symlink());
        symlink("dot/later", place("dangling")).unwrap();
        write(&place("dangling"), "made").unwrap();
        assert!(place("dangling").is_symlink());
        assert_eq!(text(&place("dot/later")), "made");
        symlink("circle", place("circle")).unwrap();
        assert!(write(&place("circle"), "x").is_err());
        assert!(place("circle").is_symlink());
        assert_eq!(names(&place("dot")), ["later", "real"]);
    }

    #[test]
    fn the_mode_is_preserved_and_a_new_file_is_as_private_as_its_model() {
        let folder = folder();
        let place = |name: &str| folder.path().join(name);
        for kept in [0o600, 0o640, 0o755] {
            fs::write(place("old"), "old").unwrap();
            fs::set_permissions(place("old"), Permissions::from_mode(kept)).unwrap();
            write(&place("old"), "new").unwrap();
            assert_eq!((mode(&place("old")), text(&place("old")).as_str()), (kept, "new"));
        }
        fs::set_permissions(place("old"), Permissions::from_mode(0o600)).unwrap();
        write_like(&place("copy"), "copy", &place("old")).unwrap();
        assert_eq!(mode(&place("copy")), 0o600);
        File::create(place("usual")).unwrap();
        write(&place("new"), "new").unwrap();
        assert_eq!(mode(&place("new")), mode(&place("usual")), "the default mode");
    }

    #[test]
    fn a_read_only_file_is_refused() {
        let folder = folder();
        let path = folder.path().join("fixed");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
        let error = write(&path, "new").unwrap_err();
        assert_eq!((WriteError::from_io(&error), text(&path).as_str()), (Some(WriteError::ReadOnly), "old"));
        assert_eq!(error.to_string(), "it is read-only");
        assert_eq!(names(folder.path()), ["fixed"]);
    }

    #[test]
    fn other_names_of_a_file_see_its_new_content() {
        let folder = folder();
        let place = |name: &str| folder.path().join(name);
        fs::write(place("one"), "middle long").unwrap();
        fs::hard_link(place("one"), place("two")).unwrap();
        let before = fs::metadata(place("one")).unwrap();
        for content in ["a good deal longer than it was", "short", ""] {
            write(&place("one"), content).unwrap();
            assert_eq!(text(&place("two")), content);
        }
        let after = fs::metadata(place("one")).unwrap();
        assert_eq!((after.ino(), after.nlink()), (before.ino(), 2));
        assert_eq!(names(folder.path()), ["one", "two"]);
    }

    #[test]
    fn the_owner_is_preserved() {
        if crate::platform::user() != 0 {
            // Only root can own files of other users.
            return;
        }
        let folder = folder();
        let path = folder.path().join("theirs");
        fs::write(&path, "old").unwrap();
        std::os::unix::fs::chown(&path, Some(12_345), Some(54_321)).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o664)).unwrap();
        write(&path, "new").unwrap();
        let kept = fs::metadata(&path).unwrap();
        assert_eq!((kept.uid(), kept.gid(), mode(&path)), (12_345, 54_321, 0o664));
        assert_eq!(text(&path), "new");
    }
}
