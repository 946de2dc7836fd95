#compdef repcue
_repcue() {
    local line value help
    local -a lines plain open folders
    lines=("${(@f)$(REPCUE_COMPLETE=zsh command repcue -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    for line in "${(@)lines:#}"; do
        value="${line%%$'\t'*}"
        help="${line#"$value"}"
        help="${help:+:${help#$'\t'}}"
        # A colon ends the value.
        value="${${value//\\/\\\\}//:/\\:}"
        case "$value" in
            */) folders+=("${value%/}$help") ;;
            *[=:,]) open+=("$value$help") ;;
            *) plain+=("$value$help") ;;
        esac
    done
    if (( ! ($#plain + $#open + $#folders) )); then
        _files
        return
    fi
    (( $#plain )) && _describe -V 'value' plain
    (( $#open )) && _describe -V 'value' open -S ''
    (( $#folders )) && _describe -V 'folder' folders -S '/' -r '/'
    return 0
}
if [[ "${funcstack[1]}" == _repcue ]]; then
    _repcue "$@"
else
    compdef _repcue repcue
fi
