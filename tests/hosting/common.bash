# What every way of hosting needs in its test: processes, ports, adapted samples, questions and counts.
# shellcheck shell=bash disable=SC2034,SC2154 # base and here: the caller's; port and folder: for it

# shellcheck source=tests/lib.bash
. "${BASH_SOURCE[0]%/*/*}/lib.bash"
started=() spaces=() way=''

# Web servers run as somebody without rights even when root runs the tests: that is how customers run them.
unprivileged=()
[[ $EUID != 0 ]] || unprivileged=(setpriv --reuid=65534 --regid=65534 --clear-groups)

start_as_is() { # COMMAND…: in the folder of its way; the newest comes first in started
    launch "$folder/log" env -C "$folder" "$@"
    started=("$last" "${started[@]}")
}
start() { start_as_is "${unprivileged[@]}" "$@"; }

stop_all() {
    local process
    for process in "${started[@]}"; do stop "$process"; done
    started=()
    for process in "${spaces[@]}"; do ip netns del "$process"; done
    spaces=()
}

# Ports below those that outgoing connections take, of which no two are the same in one run.
next_port=$((10000 + RANDOM % 15000))
reachable() { timeout 1 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>/dev/null; }
pick_port() { # sets port
    while ((next_port += 1)) && { reachable 127.0.0.1 "$next_port" || reachable 127.0.0.2 "$next_port"; }; do :; done
    port=$next_port
}

begin() { # NAME: a way of hosting, in a folder of its own; with beside=1, beside what has been started
    [[ -n ${beside:-} ]] || stop_all
    way=$1 folder=$base/${1//[^[:alnum:]]/-} spared=''
    mkdir -p "$folder"
    : >"$folder/log"
    [[ $EUID != 0 ]] || chown 65534:65534 "$folder" "$folder/log"
    pick_port
    echo "$way"
}

# The samples' lines that a host changes are marked "adapt: MARK", at their end or in the line before.
adapt() { # FILE MARK OLD NEW
    sed -i -e "/# adapt: $2/ s|$3|$4|" -e "/^[[:blank:]]*# adapt: $2\$/ { n; s|$3|$4| }" "$1"
    grep -qF -- "$4" "$1" || fail "$1 has no \"$3\" marked \"adapt: $2\""
}
change() { # FILE OLD NEW: what a comment in the sample says to change under a prefix
    grep -q -- "$2" "$1" || fail "$1 has no $2"
    sed -i "s|$2|$3|" "$1"
}

# What a question is: status|method|path|Origin|body|Content-Type|what the answer holds. A method may name, after a plus,
# how it is sent (below); LONG stands for 3,000 letters, REPEATED for 300 parameters of a name, and @N for a body of N bytes.
xml=application/xml musicxml=application/vnd.recordare.musicxml+xml json=application/json text='text/plain; charset=utf-8'
front=http://localhost:5173
score='<score-partwise version='
not_found='{"detail":"Not Found"}' not_allowed='{"detail":"Method Not Allowed"}' too_large='{"detail":"Request body too large"}'
long=$(printf 'm%.0s' {1..3000}) repeated=$(printf 'tonic=C&%.0s' {1..300})
questions="\
200|POST|/mary||$mary|$xml|$score
200|POST|/mary/||{\"tonic\":\"Bb\",\"octave\":\"5\"}|$xml|$score
200|POST|/mary?a=/b|$front|$mary|$xml|$score
200|POST|/%6dary||$mary|$xml|$score
200|POST+expect|/mary|$front|$mary|$xml|$score
200|POST+chunked|/mary|$front|$mary|$xml|$score
200|POST+gzip|/mary|$front|$mary|$xml|$score
200|POST+password|/mary||$mary|$xml|$score
200|POST|/random||{\"rhythm\":\"0110\",\"rhythmType\":8,\"tonic\":\"f#3\"}|$xml|$score
200|POST|/random/||{\"rhythm\":\"0110\",\"rhythmType\":16,\"tonic\":\"C\"}|$xml|$score
200|POST|/note-game||{\"scale\":\"C\",\"octave\":\"4\"}|$json|\"generatedXml\":\"<?xml
200|POST|/note-game/|$front|{\"scale\":\"F\",\"octave\":\"4\"}|$json|\"noteName\":
200|GET|/health|$front||$json|\"status\":\"healthy\"
200|GET|/health?x|$front||$json|\"status\":\"healthy\"
200|GET|/health?--help|||$json|\"status\":\"healthy\"
200|GET|/health?a+b|||$json|\"status\":\"healthy\"
200|GET+body|/health|$front|{}|$json|\"status\":\"healthy\"
200|POST|/mary?x|$front|$mary|$xml|$score
200|POST|/mary?--help||$mary|$xml|$score
200|POST|/mary?a+b||$mary|$xml|$score
200|POST|/music/mary?x||$mary|$xml|$score
200|GET|/mary.musicxml?tonic=C&octave=4|$front||$musicxml|$score
200|GET|/music/mary.musicxml?tonic=F%23&octave=4|||$musicxml|<fifths>6</fifths>
200|GET|/random.json?rhythm=0110&rhythmType=8&tonic=C&seed=a|$front||$json|\"notes\":[{\"start\":
200|HEAD|/mary.mid?tonic=C&octave=4|$front||audio/midi|
422|GET|/mary.json?x|$front||$json|extra_forbidden
422|GET|/mary.json?--help|||$json|extra_forbidden
400|GET|/mary.musicxml?tonic=a+b&octave=4|$front||$text|The note a b is not currently supported
200|GET|/mary.musicxml?&t%6Fnic=H&octave=x&&octave=+%34+&tonic=%43|||$musicxml|$score
200|GET|/mary.musicxml?REPEATED&octave=4|||$musicxml|$score
400|GET|/mary.musicxml?tonic=C%00&octave=4|||$text|The note C\\u0000 is not currently supported
400|GET|/mary.musicxml?tonic=H%0D%0AX:1&octave=4|||$text|The note H\\u000D\\u000AX:1 is not currently supported
422|GET|/mary.json?tonic=C;octave=4|||$json|\"loc\":[\"query\",\"octave\"],\"msg\":\"Field required\"
422|GET|/mary.json?tonic=C&octave=%|$front||$json|\"loc\":[\"query\"
422|GET|/mary.json?tonic=%C0%80&octave=4|||$json|query_invalid
422|GET|/chord-game.json?clefs[]=bass&seed=a%0D%0AX:1|||$json|string_pattern_mismatch
404|GET|/mary.nope?tonic=C&octave=4|||$json|$not_found
405|POST|/mary.musicxml?tonic=C&octave=4||$mary|$json|$not_allowed
200|GET|/openapi.json|$front||$json|\"openapi\":
200|GET|/exercises.json|$front||$json|\"exercises\":
200|GET|/metrics|||text/plain; version=0.0.4; charset=utf-8|staccato_build_info
400|POST|/mary|$front|{\"tonic\":\"H\",\"octave\":4}|$text|The note H is not currently supported
400|POST|/mary||{\"tonic\":\"C\",\"octave\":12}|$text|The octave 12
400|POST|/random||{\"rhythm\":\"9\",\"rhythmType\":8,\"tonic\":\"C\"}|$text|something is not right!
400|POST|/note-game||{\"scale\":\"C\",\"octave\":\"44\"}|$json|\"something is not right
404|GET|/nope|$front||$json|$not_found
404|GET|/staccato-error|||$json|$not_found
404|POST|/mary/more||{}|$json|$not_found
404|POST|/LONG|$front|{}|$json|$not_found
404|GET|/mary%20|||$json|$not_found
200 404|POST|//mary||$mary|$xml $json|
400 404|POST|/%zz|||$json|{\"detail\":\"
400 404|POST|/mary%0a|||$json|{\"detail\":\"
400 404|POST|/mary%00|||$json|{\"detail\":\"
405|GET|/mary|$front||$json|$not_allowed
405|GET+body|/mary|$front|$mary|$json|$not_allowed
405|HEAD|/mary|$front||$json|
405|OPTIONS|/mary|||$json|$not_allowed
405|TRACE|/mary|||$json|$not_allowed
405|DELETE|/random/|||$json|$not_allowed
413|POST|/mary|$front|@70000|$json|$too_large
413|POST|/mary|$front|@2000000|$json|$too_large
413|POST+chunked|/mary|$front|@70000|$json|$too_large
413|POST+chunked|/mary|$front|@2000000|$json|$too_large
422|POST|/mary|$front|{\"tonic\":\"C\"}|$json|\"loc\":[\"body\",\"octave\"],\"msg\":\"Field required\"
422|POST|/random|||$json|\"loc\":[\"body\"],\"msg\":\"Field required\",\"input\":null
422|POST|/note-game||{\"scale\":|$json|\"type\":\"json_invalid\"
200|PREFLIGHT|/mary|$front||$text|OK
400|PREFLIGHT|/note-game|http://elsewhere.example||$text|Disallowed CORS origin
403|GET+afar|/metrics|$front||$json|{\"detail\":\"Forbidden\"}
403|GET+afar|/metrics/|||$json|{\"detail\":\"Forbidden\"}
403|GET+afar|/%6detrics|||$json|{\"detail\":\"Forbidden\"}
403 404|GET+afar|//metrics|||$json|{\"detail\":\""

a_link='^(/music)?/[a-z-]+\.(musicxml|mid|json|nope)(\?|$)'

# What this way can't, which conf/README.md says: the questions that it is spared, and the others for it.
spared=''

one_of() { [[ " $2 " == *" $1 "* ]]; } # WORD WORDS

# Reads the head of the last answer: the line with the status, and headers by their names in lower case; of one that is
# there twice both values.
declare -A header=()
read_head() {
    local line name
    reason='' header=()
    while IFS= read -r line; do
        line=${line%$'\r'} name=${line%%:*}
        name=${name,,}
        case $line in
        HTTP/*) reason=${line#HTTP/1.[01] } header=() ;; # the last, after a 100 Continue
        *:*) header[$name]=${header[$name]:+${header[$name]}, }${line#*: } ;;
        esac
    done <"$folder/head"
}

# One question; wrong is what is wrong with the answer.
ask() { # URL STATUS METHOD PATH ORIGIN BODY TYPE CONTENT
    local origin=$5 allowed=$5 allow=POST path got size body options=(-X "${3%+*}")
    wrong=''
    [[ ! $4 =~ $a_link ]] || allow='GET, HEAD'
    case $3 in
    HEAD) options=(-I) ;;
    PREFLIGHT) options=(-X OPTIONS -H 'Access-Control-Request-Method: POST') ;;
    *+expect) options+=(-H 'Expect: 100-continue') ;;
    *+chunked) options+=(-H 'Transfer-Encoding: chunked') ;;
    *+gzip) options+=(--compressed) ;;
    *+password) options+=(-u somebody:something) ;;
    *+afar) options+=(--interface 127.0.0.9) ;; # another address than 127.0.0.1
    esac
    [[ -z $origin ]] || options+=(-H "Origin: $origin")
    case $6 in
    '') [[ $3 != POST ]] || options+=(-H 'Content-Length: 0') ;;
    @*) options+=(--data-binary "@$base/body-${6#@}") ;;
    *) options+=(--data-binary "$6") ;;
    esac
    path=${4/LONG/$long}
    path=${path/REPEATED/"$repeated"} # quoted, as it has & in it
    : >"$folder/head"
    : >"$folder/body"
    read -r got size <<<"$(curl -s -m 15 --path-as-is -D "$folder/head" -o "$folder/body" \
        -w '%{http_code} %{size_download}' "${options[@]}" -g "$1$path")"
    read -r -d '' body <"$folder/body"
    read_head
    one_of "$got" "$2" || wrong+="status $got, not $2; "
    [[ $reason == "$got "[A-Z]* ]] || wrong+="reason \"$reason\"; "
    [[ ${header[content-type]:-} == "$7" ]] || { [[ $7 == "$xml $json" ]] && one_of "${header[content-type]:-}" "$7"; } ||
        wrong+="Content-Type ${header[content-type]:-}, not $7; "
    case $3 in
    HEAD) [[ $got != 405 || ${header[content-length]:-} == "${#not_allowed}" ]] ;;
    *) [[ ${header[content-length]:-} == "$size" ]] ;;
    esac || wrong+="Content-Length ${header[content-length]:-} of $size; "
    [[ -z ${header[content-encoding]:-} ]] || wrong+="Content-Encoding ${header[content-encoding]}; "
    [[ $3 == HEAD || $body == *"$8"* ]] || wrong+="no $8 in ${body:0:200}; "
    [[ $got != 405 || $3 == TRACE || ${header[allow]:-} == "$allow" ]] || wrong+="Allow: ${header[allow]:-}; "
    [[ $origin == "$front" ]] || allowed=''
    if [[ $4 =~ $a_link && $4 != /openapi.json && $4 != /exercises.json ]]; then # to all origins the same, so that one cached copy serves all
        allowed='*'
        [[ ${header[vary]:-} != *Origin* ]] || wrong+="Vary: ${header[vary]} of a link; "
    fi
    [[ ${header[access-control-allow-origin]:-} == "$allowed" ]] ||
        wrong+="Access-Control-Allow-Origin: ${header[access-control-allow-origin]:-}, not $allowed; "
    [[ -z $allowed || $allowed == '*' || ${header[vary]:-} == *Origin* ]] || wrong+="Vary: ${header[vary]:-}; "
}
asks() { # URL STATUS METHOD PATH ORIGIN BODY TYPE CONTENT: one question, counted
    ask "$@"
    if [[ -z $wrong ]]; then pass; else fail "$3 $1$4 ${6:0:40}: $wrong"; fi
}
ask_all() { # URL: all questions, once somebody answers there
    local url=$1 status method path origin body type content
    within 10 answers "$url" || { fail "nobody answers at $url"; tail -n 5 "$folder"/*log; return; }
    while IFS='|' read -r status method path origin body type content; do
        [[ -n $spared && "$method $path $body" =~ $spared ]] ||
            asks "$url" "$status" "$method" "$path" "$origin" "$body" "$type" "$content"
    done <<<"$questions"
    ask_again "$url"
    # Below a prefix only: /api/musicmary is not /api/music/mary.
    [[ $url != http://*/* || -n $spared ]] || asks "$url" '403 404' POST mary '' "$mary" "$json" '{"detail":"'
}
# A link once more, by who has it: HEAD says the same of it, and a tag that fits is 304, without a body.
ask_again() { # URL
    local link="$1/music/mary.musicxml?octave=4&tonic=C" tag length said
    read -r tag length <<<"$(tagged GET "$link")"
    verdict "$link has a tag" [ "${tag:0:1}" = '"' ]
    verdict "HEAD $link" test "$(tagged HEAD "$link")" = "$tag $length"
    [[ $spared != *If-None-Match* ]] || return
    for said in "$tag" "W/$tag" "\"x\", $tag" '*'; do
        verdict "$link, If-None-Match: $said" test "$(conditional "$said" "$link")" = "304 0 $tag"
    done
    verdict "$link, If-None-Match of another" test "$(conditional '"x"' "$link")" = "200 $length $tag"
}
tagged() { # METHOD URL: prints tag and length
    local options=(-o /dev/null)
    [[ $1 != HEAD ]] || options=(-I -o /dev/null)
    curl -s -m 10 "${options[@]}" -w '%header{etag} %header{content-length}' "$2"
}
conditional() { # TAGS URL: prints status, length of the body, and tag
    curl -s -m 10 -o /dev/null -H "If-None-Match: $1" -w '%{http_code} %{size_download} %header{etag}' "$2"
}
answers() { [[ $(curl -s -m 2 -o /dev/null -w '%{http_code}' "$1/nope") == 404 ]]; }

# The web server's own error for a front end's request: JSON that the front end may read.
own_error() { # URL STATUS DETAIL
    local front
    for front in ${only:-http://localhost:5173 http://localhost:4200 http://127.0.0.1:3000}; do
        asks "$1" "$2" POST /mary "$front" "$mary" "$json" "{\"detail\":\"$3\"}"
    done
}

# No request may fail while a command runs; `lost` of them may meet a closed connection.
loaded() { # URL SECONDS COMMAND…: the command runs when wrk has been asking for a while
    local url=$1 seconds=$2 load said errors
    shift 2
    ONLY=/mary wrk -t1 -c32 -d"${seconds}s" --timeout 10s -s "$here/../load.lua" "$url" >"$folder/wrk" 2>&1 &
    load=$!
    sleep 1 # of load before the event; what is measured is the time after it
    verdict "$what" "$@"
    wait "$load"
    said=$(grep '^load: ' "$folder/wrk")
    echo "    ${way}, ${what}: $said"
    errors=${said#* errors=}
    if [[ $said == 'load: answers='[1-9]*' wrong=0 '* ]] && ((${errors%% *} <= ${lost:-0})); then pass; else fail "$what: ${said:-$(cat "$folder/wrk")}"; fi
}
