function __repcue_complete
    set --local found (REPCUE_COMPLETE=fish command repcue -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token --cut-at-cursor) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline --current-token --cut-at-cursor)
    end
end
complete --command repcue --keep-order --no-files --arguments '(__repcue_complete)'
