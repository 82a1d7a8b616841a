# nginx, lighttpd, Caddy and plain CGI, each from its samples in conf/, at the root and under a prefix.
# shellcheck shell=bash disable=SC2034,SC2154 # base, folder, conf, port, …: common.bash and check

start_nginx() { # with the site that stands in the folder
    local main=$folder/nginx.conf descriptors
    descriptors=$(ulimit -Hn)
    [[ $descriptors != unlimited ]] && ((descriptors < 32768)) || descriptors=32768
    cp "$conf/nginx/nginx.conf" "$folder"
    adapt "$main" user '^user' '#user'
    adapt "$main" 'pid file' /run/nginx.pid "$folder/pid"
    adapt "$main" log '/var[^ ]*' stderr
    adapt "$main" folder /var/lib/nginx/ "$folder/temp-"
    adapt "$main" descriptors 32768 "$descriptors"
    adapt "$main" connections 16000 "$((descriptors / 2 - 384))"
    start nginx -e stderr -g 'daemon off;' -p "$folder/" -c "$main"
}
nginx_sample() { # the site with its address and socket, and what it includes
    cp "$conf/nginx/staccato.conf" "$conf/nginx/staccato_params" "$folder"
    adapt "$folder/staccato.conf" 'address and port' 127.0.0.1:8000 "127.0.0.1:$port"
    adapt "$folder/staccato.conf" socket 'unix:[^ ]*' "unix:$folder/staccato.sock"
    adapt "$folder/staccato.conf" cache '/var[^ ]*' "$folder/cache"
    adapt "$folder/staccato.conf" playground '/usr[^;]*' "$base/www"
}
spawned_workers() { # [NAME=VALUE…]: as conf/nginx/workers starts them
    start env BINARY="$binary" SOCKET="$folder/staccato.sock" "$@" "$conf/nginx/workers"
}
nginx_under_prefix() {
    change "$folder/staccato.conf" 'location / {' 'location /api/music/ {'
    change "$folder/staccato.conf" '\^(?<staccato_folder>/' '^/api/music(?<staccato_folder>/'
    change "$folder/staccato.conf" '= /worksheet' '= /api/music/worksheet'
    change "$folder/staccato.conf" '\^(/(?:playground' '^/api/music(/(?:playground'
    change "$folder/staccato.conf" '(?s)^()(/.\*)\$' '(?s)^(/api/music)(/.*)$'
}

ask_page() { # URL: the page, a worksheet, and some that they load, each to be asked for again
    local path type content
    while IFS='|' read -r path type content; do
        asks "$1" 200 GET "$path" '' '' "$type" "$content"
        verdict "$path is asked for each time" test "${header[cache-control]:-}" = no-cache
    done <<<'/|text/html; charset=utf-8|<title>
/worksheet/|text/html; charset=utf-8|<title>
/playground/main.js|text/javascript; charset=utf-8|
/playground/style.css|text/css; charset=utf-8|
/playground/icon.svg|image/svg+xml|<svg'
    asks "$1" 404 GET /playground/nothing '' '' "$json" "$not_found"
    verdict "/worksheet leads to /worksheet/ and keeps its query" test \
        "$(curl -sL -o /dev/null -w '%{num_redirects} %{http_code} %{url_effective}' "$1/worksheet?a=b")" = "1 200 $1/worksheet/?a=b"
    for path in / /worksheet /playground/main.js; do asks "$1" 404 POST "$path" '' '{}' "$json" "$not_found"; done
}

in_pieces() { # BYTES: so that they come one by one
    local piece
    for piece in 1 2 3 4; do head -c $(($1 / 4)) /dev/zero; sleep 0.05; done
}
lacks() { ! grep -- "$1" "$2"; } # TEXT FILE

keeps_connections() { [[ -n $(ss -Hx state established src "$folder/staccato.sock") ]]; }
one_connection() { # URL: for more requests than servers allow when they are not told
    [[ $(curl -s -m 30 -o /dev/null -w '%{num_connects}\n' "$1/nope?[1-1200]" | sort | uniq -c | tr -s ' ') == $' 1199 0\n 1 1' ]]
}

# What a browser does not send, and web servers answer themselves: STATUS|DETAIL|request.
odd_requests() { # URL [STATUS]: all of them, or those of one status
    local status detail request said long
    long=$(printf 'h%.0s' {1..40000})
    while IFS='|' read -r status detail request; do
        [[ -z ${2:-} || $status == "$2" ]] || continue
        said=$(raw "$1" "${request/LONG/$long}")
        verdict "$status to ${request:0:40}" grep -qz "^HTTP/1.1 $status .*application/json.*{\"detail\":\"$detail\"}" <<<"$said"
    done <<'END'
400|Bad Request|nonsense\r\n\r\n
400|Bad Request|GET / HTTP/1.1\r\nHost: a\r\nOdd: LONG\r\n\r\n
414|URI Too Long|GET /LONG HTTP/1.1\r\nHost: a\r\n\r\n
501|Not Implemented|POST /mary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\n
505|HTTP Version Not Supported|GET / HTTP/9.0\r\n\r\n
END
}
raw() { # URL BYTES: as printf has them; prints the answer
    local port=${1##*:}
    timeout 5 bash -c 'exec 3<>"/dev/tcp/127.0.0.1/$0" && printf %b "$1" >&3 && cat <&3' "$port" "$2"
}
long_preflight() { # URL: whose answer names as many headers as were asked for
    local names
    names=$(printf 'x-%04d,' {1..1000})x
    curl -s -m 5 -D - -o "$folder/body" -X OPTIONS -H "Origin: $front" -H 'Access-Control-Request-Method: POST' \
        -H "Access-Control-Request-Headers: $names" "$1/mary" | grep -i '^Access-Control-Allow-Headers: x-0001,.*x-1000' >/dev/null
}
slow_reader() { # URL: of 900 KB
    local body
    body="{\"rhythm\":\"$(printf '1%.0s' {1..1024})\",\"rhythmType\":16,\"tonic\":\"D##\"}"
    [[ $(curl -s -m 20 --limit-rate 400k -o "$folder/body" -w '%{http_code}' -d "$body" "$1/random") == 200 ]]
}
no_version() { # URL
    curl -s -m 5 -I "$1/nope" | grep -i '^server:' | grep -v '[0-9]'
}

counts_shared() { # URL: whichever worker answers, it counts for all
    curl -s -m 5 "$1/metrics" | grep -x 'staccato_metrics_shared 1'
}

way_nginx() {
    local workers size
    begin nginx
    nginx_sample
    spawned_workers
    workers=${started[0]}
    start_nginx
    ask_all "http://127.0.0.1:$port"
    verdict 'workers count together' counts_shared "http://127.0.0.1:$port"
    ask_page "http://127.0.0.1:$port"
    cached_links "http://127.0.0.1:$port" 2
    odd_requests "http://127.0.0.1:$port"
    verdict 'a long preflight' long_preflight "http://127.0.0.1:$port"
    verdict 'a slow reader' slow_reader "http://127.0.0.1:$port"
    verdict 'no answer goes to a file' lacks 'temporary file' "$folder/log"
    verdict 'no version is told' no_version "http://127.0.0.1:$port"
    verdict 'connections to workers are kept' within 5 keeps_connections
    verdict 'a client keeps its own' one_connection "http://127.0.0.1:$port"
    what='workers told to end' loaded "http://127.0.0.1:$port" 3 new_workers HUP "$workers"
    what='workers killed' loaded "http://127.0.0.1:$port" 3 new_workers KILL "$workers"
    without_workers "$workers" 502 'Bad Gateway'

    begin 'nginx, gzip and a rate limit'
    nginx_sample
    change "$folder/staccato.conf" '#gzip' gzip
    change "$folder/staccato.conf" '#limit_req' limit_req
    change "$folder/staccato.conf" 20r/s 1r/m # as a host would choose another: so that the limit lasts
    spawned_workers
    start_nginx
    within 10 answers "http://127.0.0.1:$port"
    verdict 'a score is compressed' compressed "http://127.0.0.1:$port"
    verdict '429 in the end' within 5 limited "http://127.0.0.1:$port"
    own_error "http://127.0.0.1:$port" 429 'Too Many Requests'

    begin 'nginx under a prefix'
    nginx_sample
    nginx_under_prefix
    spawned_workers
    start_nginx
    ask_all "http://127.0.0.1:$port/api/music"
    ask_page "http://127.0.0.1:$port/api/music"

    begin 'nginx, HTTP/2'
    nginx_sample
    change "$folder/staccato.conf" 'backlog=4096;' 'backlog=4096 http2;'
    spawned_workers
    start_nginx
    within 10 answers "http://127.0.0.1:$port"
    for size in 100000 120000 131072; do
        verdict "$size bytes without a length" test "$(in_pieces "$size" | curl -s -m 10 -o "$folder/body" --http2-prior-knowledge \
            -X POST -T - -w '%{http_version} %{http_code}' "http://127.0.0.1:$port/mary")" = '2 413'
    done
    verdict 'no body goes to a file' lacks 'temporary file' "$folder/log"

    local base_path
    for base_path in /api/music /api/music/; do
        begin "nginx, STACCATO_BASE_PATH=$base_path"
        nginx_sample
        spawned_workers STACCATO_BASE_PATH="$base_path"
        start_nginx
        ask_all "http://127.0.0.1:$port/api/music"
    done
}

# How many requests the workers have answered with so many times the same request, but for /metrics.
answered() { curl -s -m 5 "$1/metrics" | awk '/^staccato_requests_total/ && !/"\/metrics"/ { sum += $2 } END { print sum + 0 }'; } # URL
costs() { # URL TIMES OPTION… PATH: how many of them a worker was asked for
    local url=$1 times=$2 before
    shift 2
    before=$(answered "$url")
    for ((; times > 0; times--)); do curl -s -m 5 -o "$folder/body" "${@:1:$#-1}" "$url${*: -1}"; done
    echo $(($(answered "$url") - before))
}
cached_links() { # URL TIMES: it is asked for so often before it is kept
    local url=$1 link='/mary.musicxml?tonic=C&octave=5' tag
    verdict 'HEAD and 304 are no reason to keep a link' test "$(costs "$url" 4 -I "$link") $(costs "$url" 4 -H 'If-None-Match: *' "$link")" = '4 4'
    verdict 'a link is kept' test "$(costs "$url" 4 "$link")" = 1
    verdict 'a long one, too' test "$(costs "$url" 4 "/random.musicxml?rhythm=$(printf '1%.0s' {1..200})&rhythmType=16&tonic=C")" = "$2"
    verdict 'and another, when it is worth it' test "$(costs "$url" 4 "${link/=5/=2}")" = "$2"
    verdict 'then it costs the workers nothing' test "$(costs "$url" 20 "$link")" = 0
    verdict 'it is whole' grep -q "$score" "$folder/body"
    verdict 'nor does HEAD' test "$(costs "$url" 5 -I "$link")" = 0
    tag=$(tagged GET "$url$link")
    verdict 'nor a tag that fits' test "$(costs "$url" 5 -H "If-None-Match: ${tag% *}" "$link")" = 0
    verdict 'which is 304' test "$(conditional "${tag% *}" "$url$link")" = "304 0 ${tag% *}"
    verdict 'another link is another' test "$(costs "$url" 1 "${link/=5/=3}")" = 1
    verdict 'an error is not kept' test "$(costs "$url" 5 '/mary.musicxml?tonic=H&octave=4')" = 5
    verdict 'nor what is drawn anew each time' test "$(costs "$url" 5 '/note-game.json?scale=C&octave=4')" = 5
    verdict 'nor POST' test "$(costs "$url" 5 -d "$mary" /mary)" = 5
}

# One worker after the other is told to end; each is replaced before it is the next one's turn.
new_workers() { # SIGNAL GROUP
    local before worker count
    before=$(workers_of "$2")
    count=$(wc -w <<<"$before")
    for worker in $before; do
        kill "-$1" "$worker"
        within 5 replaced "$worker" "$2" "$count" || { echo "worker $worker was not replaced"; return 1; }
    done
}
replaced() { [[ ! -e /proc/$1 && $(workers_of "$2" | wc -w) -ge $3 ]]; } # WORKER GROUP COUNT
compressed() { # URL
    curl -s -m 5 -D "$folder/head" -H 'Accept-Encoding: gzip' -H "Origin: $front" -d "$mary" "$1/mary" >"$folder/body"
    read_head
    declare -p header
    [[ ${header[content-encoding]:-} == gzip && ${header[content-type]} == "$xml" ]] &&
        [[ ${header[vary]} == *Accept-Encoding* && ${header[vary]} == *Origin* ]] && gunzip <"$folder/body" | grep "$score" >/dev/null
}
limited() { # URL: asks as often as a connection takes
    [[ $(curl -s -m 5 -o /dev/null -w '%{http_code}\n' "$1/nope?[1-100]") == *429* ]]
}
# What the web server says while no worker answers: all in the group hang, then are dead.
without_workers() { # GROUP STATUS DETAIL
    kill -STOP -- "-$1"
    own_error "http://127.0.0.1:$port" 504 'Gateway Timeout'
    kill -KILL -- "-$1"
    within 5 gone "$1"
    own_error "http://127.0.0.1:$port" "$2" "$3"
}

lighttpd_sample() {
    cp -r "$conf/lighttpd/." "$folder"
    local main=$folder/lighttpd.conf site=$folder/staccato.conf mark
    adapt "$main" port '= 8000 ' "= $port "
    adapt "$main" 'pid file' '"/.*"' "\"$folder/pid\""
    adapt "$main" bodies '"/.*"' "\"$folder\""
    for mark in user group log; do adapt "$main" "$mark" '^server' '#server'; done # ourselves; the standard error
    cp "$binary" "$folder/staccato.fcgi"
    adapt "$site" binary '"/.*"' "\"$folder/staccato.fcgi\""
    adapt "$site" socket '"/.*"' "\"$folder/staccato.sock\""
    adapt "$site" metrics '"/.*"' "\"$folder/metrics\""
    adapt "$site" playground '"/.*"' "\"$base/www\""
    adapt "$site" 'error pages' '"/.*"' "\"$folder/errors/\""
}
way_lighttpd() {
    local workers path
    begin lighttpd
    lighttpd_sample
    start lighttpd -D -f "$folder/lighttpd.conf"
    ask_all "http://127.0.0.1:$port"
    verdict 'workers count together' counts_shared "http://127.0.0.1:$port"
    ask_page "http://127.0.0.1:$port"
    verdict 'a client keeps its connection' one_connection "http://127.0.0.1:$port"
    verdict 'no version is told' no_version "http://127.0.0.1:$port"
    for path in /mary%0a /%ff; do asks "http://127.0.0.1:$port" 404 POST "$path" '' '{}' "$json" "$not_found"; done
    verdict 'a part is not sent' test "$(curl -s -m 5 -o "$folder/body" -w '%{http_code}' -r 0-9 "http://127.0.0.1:$port/mary.musicxml?tonic=C&octave=4")" = 200
    # It closes all connections, and a client's next request may meet that: one for each at most.
    what='graceful restart' lost=32 loaded "http://127.0.0.1:$port" 4 kill -USR1 "${started[0]}"
    signal_workers STOP
    own_error "http://127.0.0.1:$port" 504 'Gateway Timeout'
    rm "$folder/staccato.fcgi"
    signal_workers KILL
    within 5 gone_wrong "http://127.0.0.1:$port" 503
    own_error "http://127.0.0.1:$port" 503 'Service Unavailable'

    begin 'lighttpd, workers started elsewhere'
    lighttpd_sample
    change "$folder/staccato.conf" '^ *"bin-path".*' ''
    change "$folder/staccato.conf" '^ *"max-procs".*' ''
    spawned_workers
    workers=${started[0]}
    start lighttpd -D -f "$folder/lighttpd.conf"
    ask_all "http://127.0.0.1:$port"
    verdict 'workers count together' counts_shared "http://127.0.0.1:$port"
    what='workers told to end' loaded "http://127.0.0.1:$port" 3 new_workers HUP "$workers"
    kill -KILL -- "-$workers"
    within 5 gone_wrong "http://127.0.0.1:$port" 503
    own_error "http://127.0.0.1:$port" 503 'Service Unavailable'

    begin 'lighttpd under a prefix'
    lighttpd_sample
    change "$folder/staccato.conf" '^fastcgi.server = ( "/" =>' 'fastcgi.server = ( "/api/music" =>'
    change "$folder/staccato.conf" '^ *"fix-root-scriptname" => "enable",' ''
    change "$folder/staccato.conf" '"^/worksheet(' '"^/api/music/worksheet('
    change "$folder/staccato.conf" '"^/(playground/.+' '"^/api/music/(playground/.+'
    change "$folder/staccato.conf" 'server.document-root = staccato_page' \
        'alias.url = ( "/api/music/" => staccato_page + "/" )'
    change "$folder/lighttpd.conf" '"mod_redirect",' '"mod_redirect", "mod_alias",'
    start lighttpd -D -f "$folder/lighttpd.conf"
    ask_all "http://127.0.0.1:$port/api/music"
    ask_page "http://127.0.0.1:$port/api/music"
}

signal_workers() { # SIGNAL: to the workers of the last started
    # shellcheck disable=SC2046 # one word for each
    kill "-$1" $(workers_of "${started[0]}")
}
gone_wrong() { [[ $(curl -s -m 5 -o /dev/null -w '%{http_code}' -d "$mary" "$1/mary") == "$2" ]]; } # URL STATUS

caddy_sample() {
    cp "$conf/caddy/Caddyfile" "$folder"
    adapt "$folder/Caddyfile" address 127.0.0.1:8000 "127.0.0.1:$port"
    adapt "$folder/Caddyfile" socket /run/staccato "$folder"
    adapt "$folder/Caddyfile" playground '/usr/.*' "$base/www"
    spared='%zz' # which is Caddy's own 400, in plain text
}
start_caddy() {
    start env HOME="$folder" XDG_CONFIG_HOME="$folder" XDG_DATA_HOME="$folder" \
        caddy run --config "$folder/Caddyfile" --adapter caddyfile
}
way_caddy() {
    local workers
    begin Caddy
    caddy_sample
    spawned_workers
    workers=${started[0]}
    start_caddy
    ask_all "http://127.0.0.1:$port"
    ask_page "http://127.0.0.1:$port"
    what='workers told to end' loaded "http://127.0.0.1:$port" 3 new_workers HUP "$workers"
    without_workers "$workers" 502 'Bad Gateway'

    begin 'Caddy under a prefix'
    caddy_sample
    adapt "$folder/Caddyfile" prefix 'handle /' 'handle_path /api/music/'
    spawned_workers
    start_caddy
    ask_all "http://127.0.0.1:$port/api/music"
    ask_page "http://127.0.0.1:$port/api/music"
    asks "http://127.0.0.1:$port/api/music" 404 POST mary '' "$mary" "$json" "$not_found"
}

cgi_program() { # in a cgi-bin of the test's own
    mkdir -p "$folder/cgi-bin"
    cp "$binary" "$folder/cgi-bin/staccato.cgi"
}
lighttpd_cgi() {
    cgi_program
    cp -r "$conf/lighttpd/errors" "$conf/lighttpd/staccato-errors.conf" "$conf/cgi/lighttpd.conf" "$folder"
    local main=$folder/lighttpd.conf mark
    adapt "$main" port '= 8000 ' "= $port "
    adapt "$main" 'pid file' '"/.*"' "\"$folder/pid\""
    adapt "$main" bodies '"/.*"' "\"$folder\""
    adapt "$main" 'error pages' '"/.*"' "\"$folder/errors/\""
    for mark in user group log; do adapt "$main" "$mark" '^server' '#server'; done
    [[ -z ${1:-} ]] || change "$main" '^alias.url .*' "alias.url = ( $1 )"
    sed -i "s|/usr/lib/cgi-bin|$folder/cgi-bin|" "$main"
    start lighttpd -D -f "$main"
}
apache_cgi() { # [ALIAS]
    cgi_program
    apache_sample "$conf/cgi/apache.conf"
    [[ -z ${1:-} ]] || change "$folder/site.conf" '^ *ScriptAlias / .*' "ScriptAlias $1"
    sed -i "s|/usr/lib/cgi-bin|$folder/cgi-bin|" "$folder/site.conf"
    start_apache 'alias rewrite headers setenvif env cgid' "$folder/site.conf"
}
own_cgi_errors() { # STATUS of a program that can't start, and of one that hangs
    echo nothing to execute >"$folder/cgi-bin/staccato.cgi"
    own_error "http://127.0.0.1:$port" "$1" 'Internal Server Error'
    printf '#!/bin/sh\nexec sleep 20\n' >"$folder/cgi-bin/staccato.cgi"
    own_error "http://127.0.0.1:$port" "$2" 'Gateway Timeout'
}
way_cgi() { way_cgi_lighttpd && way_cgi_apache && way_busybox; }
way_cgi_lighttpd() {
    local bin=/usr/lib/cgi-bin
    begin 'CGI, lighttpd'
    lighttpd_cgi
    ask_all "http://127.0.0.1:$port"
    own_cgi_errors 500 504
    begin 'CGI, lighttpd under a prefix'
    lighttpd_cgi "\"/api/music\" => \"$bin/staccato.cgi\""
    ask_all "http://127.0.0.1:$port/api/music"
    begin 'CGI, lighttpd in cgi-bin'
    lighttpd_cgi "\"/cgi-bin/\" => \"$bin/\""
    ask_all "http://127.0.0.1:$port/cgi-bin/staccato.cgi"
}
way_cgi_apache() {
    local bin=/usr/lib/cgi-bin
    begin 'CGI, Apache'
    apache_cgi
    ask_all "http://127.0.0.1:$port"
    own_cgi_errors 500 504
    begin 'CGI, Apache under a prefix'
    apache_cgi "/api/music $bin/staccato.cgi"
    ask_all "http://127.0.0.1:$port/api/music"
    begin 'CGI, Apache in cgi-bin'
    apache_cgi "/cgi-bin/ $bin/"
    ask_all "http://127.0.0.1:$port/cgi-bin/staccato.cgi"
}
way_busybox() {
    begin 'CGI, busybox'
    cgi_program
    cp "$conf/cgi/index.cgi" "$folder/cgi-bin"
    spared='chunked|%zz|%00|etrics|If-None-Match' # busybox knows neither chunks nor rules, and keeps headers to itself
    start env HOME_DIR="$folder" ADDRESS="127.0.0.1:$port" "$conf/cgi/busybox"
    ask_all "http://127.0.0.1:$port/cgi-bin/staccato.cgi"
}

# Each server lets go of clients that dawdle; all at once, as it is waiting.
way_dawdle() {
    local beside='' urls=() one
    for one in nginx lighttpd Caddy HAProxy; do
        begin "$one, clients that dawdle"
        beside=1
        urls+=("http://127.0.0.1:$port")
        case $one in
        nginx) nginx_sample && spawned_workers && start_nginx ;;
        lighttpd) lighttpd_sample && start lighttpd -D -f "$folder/lighttpd.conf" ;;
        Caddy) caddy_sample && spawned_workers && start_caddy ;;
        HAProxy)
            local -A host=()
            hosts
            haproxy_sample
            adapt "$folder/haproxy.cfg" host ':9000' ":$hosts_port"
            start haproxy -db -f "$folder/haproxy.cfg"
            ;;
        esac
    done
    for one in "${urls[@]}"; do verdict "$one serves" within 10 answers "$one"; done
    verdict 'those who dawdle are let go' "$here/dawdle.py" "${urls[@]}"
}
