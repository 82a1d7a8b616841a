# What every way of hosting needs in its test: processes, ports, adapted samples, questions and counts.
# shellcheck shell=bash disable=SC2034,SC2154 # base and here: the caller's; port and folder: for it

PATH=$PATH:/usr/sbin:/sbin
passed=0 failed=0 started=() way=''

pass() { ((passed += 1)); }
fail() { ((failed += 1)); printf 'FAILED %s: %s\n' "$way" "$*"; }
verdict() { # WHAT COMMAND…: passes when the command does; what it said is shown otherwise
    local what=$1 output
    shift
    if output=$("$@" 2>&1); then pass; else fail "$what: ${output:-no output}"; fi
}

silent() { # COMMAND…: passes when it succeeds and has nothing to say
    local said
    said=$("$@" 2>&1) && [[ -z $said ]] || { echo "$said"; return 1; }
}

# Web servers run as somebody without rights even when root runs the tests: that is how customers run them.
unprivileged=()
[[ $EUID != 0 ]] || unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups)

# A program that leads a process group, in which whatever it leaves behind can be found. A job in the background would
# ignore SIGINT, and its workers after it: trap - undoes that.
start_as_is() {
    (trap - INT QUIT; cd "$folder" && exec setsid "$@" </dev/null >>"$folder/log" 2>&1) &
    disown # bash would report each that is killed
    started=("$!" "${started[@]}")
}
start() { start_as_is "${unprivileged[@]}" "$@"; }

group_lives() { # zombies don't count: those are for whoever reaps orphans here
    local file line fields
    kill -0 -- "-$1" 2>/dev/null || return 1
    for file in /proc/[0-9]*/stat; do
        { read -r line <"$file"; } 2>/dev/null || continue
        read -ra fields <<<"${line##*) }" # state, parent, group, …
        [[ ${fields[2]} == "$1" && ${fields[0]} != Z ]] && return 0
    done
    return 1
}
within() { # SECONDS COMMAND…: whether the command passes in time
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS <= end)) || return 1
        sleep 0.05
    done
}
gone() { ! group_lives "$1"; }
stop() { # the leader ends its workers; what is left of them is told itself
    kill -CONT -- "-$1" 2>/dev/null
    kill -TERM "$1" 2>/dev/null || kill -TERM -- "-$1" 2>/dev/null
    within 3 gone "$1" || kill -KILL -- "-$1" 2>/dev/null
}
stop_all() {
    local process
    for process in "${started[@]}"; do stop "$process"; done
    started=()
}

# Ports below those that outgoing connections take, of which no two are the same in one run.
next_port=$((10000 + RANDOM % 15000))
reachable() { timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }
pick_port() { # sets port
    while ((next_port += 1)) && { reachable 127.0.0.1 "$next_port" || reachable 127.0.0.2 "$next_port"; }; do :; done
    port=$next_port
}

begin() { # NAME: a way of hosting, in a folder of its own
    stop_all
    way=$1 folder=$base/${1//[^[:alnum:]]/-}
    mkdir -p "$folder"
    : >"$folder/log"
    [[ $EUID != 0 ]] || chown 65534:65534 "$folder" "$folder/log"
    pick_port
    echo "$way"
}

# The samples' lines that a host changes are marked "adapt: MARK", at their end or in the line before.
adapt() { # FILE MARK OLD NEW
    sed -i -e "/# adapt: $2/ s|$3|$4|" -e "/^ *# adapt: $2\$/ { n; s|$3|$4| }" "$1"
    grep -qF -- "$4" "$1" || fail "$1 has no \"$3\" marked \"adapt: $2\""
}
change() { # FILE OLD NEW: what a comment in the sample says to change under a prefix
    grep -q -- "$2" "$1" || fail "$1 has no $2"
    sed -i "s|$2|$3|" "$1"
}

# status|method|path|Origin|body|Content-Type|what the answer holds; @N is a body of N bytes.
xml=application/xml json=application/json text='text/plain; charset=utf-8'
front=http://localhost:5173
questions="\
200|POST|/mary||{\"tonic\":\"C\",\"octave\":4}|$xml|<score-partwise version=
200|POST|/mary/||{\"tonic\":\"Bb\",\"octave\":\"5\"}|$xml|<score-partwise version=
200|POST|/mary?a=/b|$front|{\"tonic\":\"C\",\"octave\":4}|$xml|<score-partwise version=
200|POST|/random||{\"rhythm\":\"0110\",\"rhythmType\":8,\"tonic\":\"f#3\"}|$xml|<score-partwise version=
200|POST|/random/||{\"rhythm\":\"0110\",\"rhythmType\":16,\"tonic\":\"C\"}|$xml|<score-partwise version=
200|POST|/note-game||{\"scale\":\"C\",\"octave\":\"4\"}|$json|\"generatedXml\":\"<?xml
200|POST|/note-game/|$front|{\"scale\":\"F\",\"octave\":\"4\"}|$json|\"noteName\":
400|POST|/mary|$front|{\"tonic\":\"H\",\"octave\":4}|$text|The note H is not currently supported
400|POST|/mary||{\"tonic\":\"C\",\"octave\":12}|$text|The octave 12
400|POST|/random||{\"rhythm\":\"9\",\"rhythmType\":8,\"tonic\":\"C\"}|$text|something is not right!
400|POST|/note-game||{\"scale\":\"C\",\"octave\":\"44\"}|$json|\"something is not right
404|GET|/nope|$front||$json|{\"detail\":\"Not Found\"}
404|POST|/mary/more||{}|$json|{\"detail\":\"Not Found\"}
405|GET|/mary|$front||$json|{\"detail\":\"Method Not Allowed\"}
405|DELETE|/random/|||$json|{\"detail\":\"Method Not Allowed\"}
413|POST|/mary|$front|@70000|$json|{\"detail\":\"Request body too large\"}
413|POST|/mary|$front|@2000000|$json|{\"detail\":\"Request body too large\"}
422|POST|/mary|$front|{\"tonic\":\"C\"}|$json|\"loc\":[\"body\",\"octave\"],\"msg\":\"Field required\"
422|POST|/random|||$json|\"loc\":[\"body\"],\"msg\":\"Field required\",\"input\":null
422|POST|/note-game||{\"scale\":|$json|\"type\":\"json_invalid\"
200|PREFLIGHT|/mary|$front||$text|OK
400|PREFLIGHT|/note-game|http://elsewhere.example||$text|Disallowed CORS origin"

header() { sed -n "s/^$1: *//Ip" "$folder/head" | tr -d '\r'; }

# One question of the table; prints what is wrong with the answer.
ask() { # URL STATUS METHOD PATH ORIGIN BODY TYPE CONTENT
    local method=$3 origin=$5 allowed=$5 got options=()
    [[ $method != PREFLIGHT ]] || { method=OPTIONS; options=(-H 'Access-Control-Request-Method: POST'); }
    [[ -z $origin ]] || options+=(-H "Origin: $origin")
    case $6 in
    '') [[ $method != POST ]] || options+=(-H 'Content-Length: 0') ;;
    @*) options+=(-H Expect: --data-binary "@$base/body-${6#@}") ;;
    *) options+=(--data-binary "$6") ;;
    esac
    : >"$folder/head"
    : >"$folder/body"
    got=$(curl -s -m 10 -X "$method" -D "$folder/head" -o "$folder/body" -w '%{http_code}' "${options[@]}" "$1$4")
    [[ $got == "$2" ]] || echo "status $got, not $2"
    [[ $(header Content-Type) == "$7" ]] || echo "Content-Type $(header Content-Type), not $7"
    [[ $(header Content-Length) == "$(stat -c %s "$folder/body")" ]] ||
        echo "Content-Length $(header Content-Length) of $(stat -c %s "$folder/body")"
    grep -qF -- "$8" "$folder/body" || echo "no $8 in $(head -c 200 "$folder/body")"
    [[ $2 != 405 || $(header Allow) == POST ]] || echo "Allow: $(header Allow)"
    [[ $origin == "$front" ]] || allowed=''
    [[ $6 == @2000000 && $way == *CGI* ]] || # the web server's own answer, without the headers in these samples
        [[ $(header Access-Control-Allow-Origin) == "$allowed" ]] ||
        echo "Access-Control-Allow-Origin: $(header Access-Control-Allow-Origin), not $allowed"
}
ask_all() { # URL: all questions, once somebody answers there
    local url=$1 status method path origin body type content wrong
    within 10 answers "$url" || { fail "nobody answers at $url"; tail -n 5 "$folder/log"; return; }
    while IFS='|' read -r status method path origin body type content; do
        wrong=$(ask "$url" "$status" "$method" "$path" "$origin" "$body" "$type" "$content")
        if [[ -z $wrong ]]; then pass; else fail "$method $url$path ${body:0:40}: $wrong"; fi
    done <<<"$questions"
}
answers() { [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' "$1/nope") == 404 ]]; }
