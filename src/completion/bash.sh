_repcue() {
    local line="${COMP_LINE:0:COMP_POINT}" candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(REPCUE_COMPLETE=bash command repcue -- "$1" "$2" "$line" "${BASH_VERSINFO[0]}" 2>/dev/null)
    if [[ ${BASH_VERSINFO[0]} -lt 4 ]]; then return; fi
    for candidate in "${COMPREPLY[@]}"; do
        # Bash quotes names of files, and only these.
        if [[ $candidate == *[!A-Za-z0-9_.,:=+@%-]* ]]; then compopt -o filenames; fi
    done
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:,/] ]]; then compopt -o nospace; fi
}
if [[ ${BASH_VERSINFO[0]} -lt 4 ]]; then
    complete -o bashdefault -o default -o nospace -F _repcue repcue
elif [[ ${BASH_VERSINFO[0]} -eq 4 && ${BASH_VERSINFO[1]} -lt 4 ]]; then
    complete -o bashdefault -o default -F _repcue repcue
else
    complete -o bashdefault -o default -o nosort -F _repcue repcue
fi
