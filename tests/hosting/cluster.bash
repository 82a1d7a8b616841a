# Three hosts, which are loopback addresses, behind HAProxy and behind nginx; one is taken away under load.
# shellcheck shell=bash disable=SC2034,SC2154 # base, folder, conf, port, …: common.bash and check

start_host() { # NUMBER: sets host[NUMBER] to its process group
    start env BINARY="$binary" ADDRESS="127.0.0.$1" PORT="$hosts_port" BALANCERS=127.0.0.1 WORKERS=1 \
        "$conf/nginx/workers"
    host[$1]=${started[0]}
}
hosts() { # three of them, on a port of this run
    local own=$port
    pick_port
    hosts_port=$port port=$own
    for number in 2 3 4; do start_host "$number"; done
}
signal_host() { kill "-$1" -- "-${host[3]}"; }
scores() { [[ $(curl -s -m 5 -o /dev/null -w '%{http_code}' -d "$mary" "$1/mary") == 200 ]]; }
only_third() { # URL: whether the host that was away serves again, when it is the only one
    kill -KILL -- "-${host[2]}" "-${host[4]}"
    within 10 scores "$1"
}
lose_a_host() { # URL STATUS DETAIL: what the balancer says when all hosts are gone
    local what='a host killed'
    loaded "$1" 4 signal_host KILL
    start_host 3
    within 5 reachable 127.0.0.3 "$hosts_port"
    sleep 3 # longer than a balancer keeps away from a host that failed
    verdict 'the host serves again' only_third "$1"
    signal_host KILL
    within 5 gone_wrong "$1" "$2"
    own_error "$1" "$2" "$3"
}

# Hosts in namespaces of their own, each at the other end of a cable, which can be pulled: then nobody says that it is gone.
# Addresses are of those kept for documentation. Only root can do it, and not in every container.
hosts_with_cables() { # FILE: the balancer's, whose hosts are these then
    local number space
    hosts_port=9000
    for number in 2 3 4; do
        space=staccato$$-$number
        ip netns add "$space" 2>>"$folder/log" || return 1
        spaces+=("$space")
        ip link add "s$$-$number" type veth peer name eth0 netns "$space" 2>>"$folder/log" || return 1
        ip address add "198.51.100.$((number * 4 + 1))/30" dev "s$$-$number"
        ip link set "s$$-$number" up
        inside "$space" ip address add "198.51.100.$((number * 4 + 2))/30" dev eth0
        inside "$space" ip link set eth0 up
        start_as_is nsenter --net="/run/netns/$space" env BINARY="$binary" ADDRESS="198.51.100.$((number * 4 + 2))" PORT=$hosts_port \
            BALANCERS="198.51.100.$((number * 4 + 1))" WORKERS=1 RUN_AS="${unprivileged:+nobody}" "$conf/nginx/workers"
        adapt "$1" host "127.0.0.$number:9000" "198.51.100.$((number * 4 + 2)):9000"
    done
}
inside() { nsenter --net="/run/netns/$1" "${@:2}"; } # SPACE COMMAND…
vanishing_host() { # FILE COMMAND…: the balancer's file, and what starts it
    local file=$1 space=staccato$$-3 url=http://127.0.0.1:$port away back
    shift
    if hosts_with_cables "$file"; then
        away=(inside "$space" ip link set eth0 down) back=(inside "$space" ip link set eth0 up)
    else
        echo '    no namespaces of networks here: the host hangs instead'
        hosts
        adapt "$file" host ':9000' ":$hosts_port"
        away=(signal_host STOP) back=(signal_host CONT)
    fi
    "$@"
    within 10 answers "$url"
    what='a host vanishes' loaded "$url" 7 "${away[@]}"
    what='it is back' loaded "$url" 3 "${back[@]}"
}

ages() { # URL OPTION…: what HAProxy says of an answer that it had kept
    local age
    age=$(curl -s -m 5 -o "$folder/body" -w '%header{age}' "${@:2}" "$1")
    [[ -n $age ]] || { echo 'not kept'; return 1; }
}
kept_links() { # URL
    local link="$1/mary.musicxml?tonic=C&octave=5"
    curl -s -m 5 -o "$folder/body" "$link"
    verdict 'a link is kept' ages "$link"
    verdict 'it is whole' grep -q "$score" "$folder/body"
    for link in "$1/mary.musicxml?tonic=H&octave=4" "$1/note-game.json?scale=C&octave=4"; do
        curl -s -m 5 -o "$folder/body" "$link"
        verdict "$link is not kept" test "$(ages "$link")" = 'not kept'
    done
    verdict 'nor is a POST' test "$(ages "$1/mary" -d "$mary")" = 'not kept'
}

haproxy_sample() {
    cp "$conf/cluster/haproxy.cfg" "$folder"
    adapt "$folder/haproxy.cfg" address 127.0.0.1:8000 "127.0.0.1:$port"
}
nginx_cluster() { # as conf/README.md puts it together
    nginx_sample
    sed '/^upstream /,/^}/d' "$folder/staccato.conf" >"$folder/site.conf"
    cat "$conf/cluster/nginx.conf" "$folder/site.conf" >"$folder/staccato.conf"
}
way_cluster() { way_haproxy && way_balanced; }
way_haproxy() {
    local -A host=()
    begin 'cluster, HAProxy'
    hosts
    haproxy_sample
    adapt "$folder/haproxy.cfg" host ':9000' ":$hosts_port"
    start haproxy -db -f "$folder/haproxy.cfg"
    ask_all "http://127.0.0.1:$port"
    kept_links "http://127.0.0.1:$port"
    lose_a_host "http://127.0.0.1:$port" 503 'Service Unavailable'

    begin 'cluster, HAProxy, a host that vanishes'
    haproxy_sample
    vanishing_host "$folder/haproxy.cfg" start haproxy -db -f "$folder/haproxy.cfg"

    begin 'cluster, HAProxy under a prefix'
    hosts
    haproxy_sample
    adapt "$folder/haproxy.cfg" host ':9000' ":$hosts_port"
    adapt "$folder/haproxy.cfg" prefix '()(/' '(/api/music)(/'
    start haproxy -db -f "$folder/haproxy.cfg"
    ask_all "http://127.0.0.1:$port/api/music"
}
way_balanced() {
    local -A host=()
    begin 'cluster, nginx'
    hosts
    nginx_cluster
    adapt "$folder/staccato.conf" host ':9000' ":$hosts_port"
    start_nginx
    ask_all "http://127.0.0.1:$port"
    lose_a_host "http://127.0.0.1:$port" 502 'Bad Gateway'

    begin 'cluster, nginx, a host that vanishes'
    nginx_cluster
    vanishing_host "$folder/staccato.conf" start_nginx
}
