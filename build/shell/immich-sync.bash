# bash completion of immich-sync, made by `immich-sync completion bash`.
_immich_sync() {
  local at='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at ${COMP_WORDS[i]}" in
      ' sync' | ' stop' | ' pause' | ' resume' | ' plan' | ' verify' | ' status' | ' history' | ' report' | ' doctor' | ' diagnostics' | ' login' | ' accept-user' | ' accept-server' | ' logout' | ' albums' | ' albums list' | ' albums all' | ' albums only' | ' albums except' | ' find' | ' former-edits' | ' remainder' | ' try-again' | ' leave-out' | ' bring-back' | ' confirm-library' | ' trash' | ' trash list' | ' trash restore' | ' trash leave' | ' agent' | ' agent install' | ' agent remove' | ' agent status' | ' hooks' | ' hooks list' | ' hooks set' | ' hooks remove' | ' hooks test' | ' tools' | ' tools list' | ' tools install' | ' tools use' | ' tools update' | ' server' | ' server show' | ' server header' | ' server certificate' | ' server authority' | ' server reuse' | ' server forget' | ' config' | ' config get' | ' config set' | ' config apply' | ' config import' | ' logs' | ' completion') at="$at ${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at" in
    '') words='sync stop pause resume plan verify status history report doctor diagnostics login accept-user accept-server logout albums find former-edits remainder try-again leave-out bring-back confirm-library trash agent hooks tools server config logs completion help --home --json --help' ;;
    ' sync') words='--dry-run --full --no-wait --scheduled --help --home --json' ;;
    ' stop') words='--help --home --json' ;;
    ' pause') words='--for --until --skip-next --help --home --json' ;;
    ' resume') words='--help --home --json' ;;
    ' plan') words='--help --home --json' ;;
    ' verify') words='--deep --sample --help --home --json' ;;
    ' status') words='--prometheus --help --home --json' ;;
    ' history') words='--limit --help --home --json' ;;
    ' report') words='--html --names --help --home --json' ;;
    ' doctor') words='--help --home --json' ;;
    ' diagnostics') words='--show --help --home --json' ;;
    ' login') words='--server --no-check --help --home --json' ;;
    ' accept-user') words='--help --home --json' ;;
    ' accept-server') words='--server --help --home --json' ;;
    ' logout') words='--help --home --json' ;;
    ' albums') words='list all only except help --help --home --json' ;;
    ' albums list') words='--help --home --json' ;;
    ' albums all') words='--help --home --json' ;;
    ' albums only') words='--help --home --json' ;;
    ' albums except') words='--help --home --json' ;;
    ' find') words='--limit --help --home --json' ;;
    ' former-edits') words='--help --home --json' ;;
    ' remainder') words='--reason --limit --help --home --json' ;;
    ' try-again') words='--help --home --json' ;;
    ' leave-out') words='--help --home --json' ;;
    ' bring-back') words='--help --home --json' ;;
    ' confirm-library') words='--help --home --json' ;;
    ' trash') words='list restore leave help --help --home --json' ;;
    ' trash list') words='--help --home --json' ;;
    ' trash restore') words='--left-out --help --home --json' ;;
    ' trash leave') words='--help --home --json' ;;
    ' agent') words='install remove status help --help --home --json' ;;
    ' agent install') words='--help --home --json' ;;
    ' agent remove') words='--help --home --json' ;;
    ' agent status') words='--help --home --json' ;;
    ' hooks') words='list set remove test help --help --home --json' ;;
    ' hooks list') words='--help --home --json' ;;
    ' hooks set') words='--help --home --json' ;;
    ' hooks remove') words='--help --home --json' ;;
    ' hooks test') words='--help --home --json' ;;
    ' tools') words='list install use update help --help --home --json' ;;
    ' tools list') words='--help --home --json' ;;
    ' tools install') words='--help --home --json' ;;
    ' tools use') words='--help --home --json' ;;
    ' tools update') words='--help --home --json' ;;
    ' server') words='show header certificate authority reuse forget help --help --home --json' ;;
    ' server show') words='--help --home --json' ;;
    ' server header') words='--away --remove --help --home --json' ;;
    ' server certificate') words='--away --passphrase --remove --help --home --json' ;;
    ' server authority') words='--away --remove --help --home --json' ;;
    ' server reuse') words='--away --help --home --json' ;;
    ' server forget') words='--help --home --json' ;;
    ' config') words='get set apply import help --help --home --json' ;;
    ' config get') words='--help --home --json' ;;
    ' config set') words='--help --home --json' ;;
    ' config apply') words='--help --home --json' ;;
    ' config import') words='--help --home --json' ;;
    ' logs') words='--follow --lines --help --home --json' ;;
    ' completion') words='--help --home --json' ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _immich_sync immich-sync
