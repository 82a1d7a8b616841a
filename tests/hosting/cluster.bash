# Three hosts, which are loopback addresses, behind HAProxy and behind nginx; one is taken away under load.
# shellcheck shell=bash disable=SC2154 # base, folder, conf, port, …: common.bash and check

start_host() { # NUMBER: sets host[NUMBER] to its process group
    start env BINARY="$binary" ADDRESS="127.0.0.$1" PORT="$hosts_port" BALANCERS=127.0.0.1 WORKERS=1 \
        "$conf/cluster/workers"
    host[$1]=${started[0]}
}
hosts() { # three of them, on a port of this run
    hosts_port=$port
    pick_port
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
    loaded "$1/mary" 4 signal_host KILL
    start_host 3
    within 5 reachable 127.0.0.3 "$hosts_port"
    sleep 3 # longer than a balancer keeps away from a host that failed

    what='a host that hangs'
    loaded "$1/mary" 7 signal_host STOP
    signal_host CONT
    sleep 3
    verdict 'the host serves again' only_third "$1"
    signal_host KILL
    within 5 gone_wrong "$1" "$2"
    own_error "$1" "$2" "$3"
}

haproxy_sample() {
    cp "$conf/cluster/haproxy.cfg" "$folder"
    adapt "$folder/haproxy.cfg" address 127.0.0.1:8000 "127.0.0.1:$port"
    adapt "$folder/haproxy.cfg" host ':9000' ":$hosts_port"
}
way_cluster() {
    local -A host=()
    begin 'cluster, HAProxy'
    hosts
    haproxy_sample
    start haproxy -db -f "$folder/haproxy.cfg"
    ask_all "http://127.0.0.1:$port"
    lose_a_host "http://127.0.0.1:$port" 503 'Service Unavailable'

    begin 'cluster, HAProxy under a prefix'
    hosts
    haproxy_sample
    adapt "$folder/haproxy.cfg" prefix '()(/' '(/api/music)(/'
    start haproxy -db -f "$folder/haproxy.cfg"
    ask_all "http://127.0.0.1:$port/api/music"

    begin 'cluster, nginx'
    hosts
    nginx_sample
    sed '/^upstream /,/^}/d' "$folder/staccato.conf" >"$folder/site.conf"
    cat "$conf/cluster/nginx.conf" "$folder/site.conf" >"$folder/staccato.conf"
    adapt "$folder/staccato.conf" host ':9000' ":$hosts_port"
    start_nginx staccato.conf
    ask_all "http://127.0.0.1:$port"
    lose_a_host "http://127.0.0.1:$port" 502 'Bad Gateway'
}
