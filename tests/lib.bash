# What the tests written in bash share: counts, processes, waiting. Sourced; a failure is said of `way`, if that is set.
# shellcheck shell=bash disable=SC2034 # for who sources it

PATH=$PATH:/usr/sbin:/sbin
passed=0 failed=0 mary='{"tonic":"C","octave":4}'

pass() { ((passed += 1)); }
fail() { # WHAT: with FAIL_FAST, the last words
    ((failed += 1))
    printf 'FAILED %s\n' "${way:+$way: }$*"
    [[ -z ${FAIL_FAST:-} ]] || exit 1
}
verdict() { # WHAT COMMAND…: passes when the command does; what it said is shown otherwise
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then pass; else fail "$what: ${output:-no output}"; fi
}
finish() { # the last words, for tests/run
    echo "$passed passed, $failed failed"
    ((failed == 0))
}

silent() { # COMMAND…: passes when it succeeds and has nothing to say
    local said
    said=$("$@" 2>&1) && [[ -z $said ]] || { echo "$said"; return 1; }
}
within() { # SECONDS COMMAND…: whether the command passes in time
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS <= end)) || return 1
        sleep 0.05
    done
}

# Zombies are dead: they are for whoever reaps orphans here.
lives() { # PID
    local line
    { read -r line <"/proc/$1/stat"; } 2>/dev/null && [[ ${line##*) } != Z* ]]
}
is_gone() { ! lives "$1"; }
members() { # GROUP [NAME]: the living processes of a group, of that name
    local file line fields
    for file in /proc/[0-9]*/stat; do
        { read -r line <"$file"; } 2>/dev/null || continue
        read -ra fields <<<"${line##*) }" # state, parent, group, …
        [[ ${fields[2]} == "$1" && ${fields[0]} != Z && ($# == 1 || $line == *" ($2) "*) ]] && echo "${line%% *}"
    done
    return 0
}
gone() { [[ -z $(members "$1") ]]; }        # GROUP
workers_of() { members "$1" staccato.fcgi; } # GROUP
descendants() { # PID [NAME]: those of that name, among the descendants of a process
    local child children
    read -r children 2>/dev/null <"/proc/$1/task/$1/children" || true
    for child in ${children:-}; do
        [[ $# == 1 || $(cat "/proc/$child/comm" 2>/dev/null) == "$2" ]] && echo "$child"
        descendants "$child" "${@:2}"
    done
}
workers_below() { descendants "$1" staccato.fcgi; } # PID

# A program that leads a process group, in which whatever it leaves behind can be found; its output is in LOG. A job in
# the background would ignore SIGINT, and its workers after it: trap - undoes that. Sets last.
launch() { # LOG COMMAND…
    start_job "$@"
    disown # bash would report each that is killed
}
start_job() { # LOG COMMAND…
    local log=$1
    shift
    (trap - INT QUIT; exec setsid "$@" </dev/null >>"$log" 2>&1) &
    last=$!
}
stop() { # GROUP: the leader ends its workers; what is left of them is told itself
    kill -CONT -- "-$1" 2>/dev/null
    kill -TERM "$1" 2>/dev/null || kill -TERM -- "-$1" 2>/dev/null
    within 10 gone "$1" || kill -KILL -- "-$1" 2>/dev/null
}

# A service: conf/run, or what says where it serves in the same words and ends when it is told to. Sets server, its process,
# and url. What it says is in LOG, and shown if it does not serve.
serve() { # LOG COMMAND…
    : >"$1"
    start_job "$@"
    server=$last url=''
    within 30 said_where "$1" "$last" && url=$(grep -om 1 'http://[^ ]*' "$1") || { tail -n 20 "$1"; return 1; }
}
said_where() { grep -q '^staccato is serving' "$1" || is_gone "$2"; } # LOG PID
end_service() { # PID: its status is 0 when it ends as it is told to
    kill "$1" && wait "$1"
}
# Whatever runs still of what was started with this TMPDIR, and what is left in the folder.
left_of() { # FOLDER
    local process
    for process in /proc/[0-9]*; do
        grep -qsz "^TMPDIR=$1$" "$process/environ" && lives "${process#/proc/}" && echo "process ${process#/proc/}"
    done
    ls -A "$1"
}
