# What concerns the host itself: systemd's units, the static program, `make install` and the Debian package.
# shellcheck shell=bash disable=SC2154 # base, folder, conf, port, …: common.bash and check

groups_removed() { # once everything in them is dead
    find "$1" -depth -type d -exec rmdir {} \; 2>/dev/null
    [[ ! -e $1 ]]
}
units() { systemd-analyze verify --man=no "$folder/staccato.socket" "$folder/staccato@1.service"; }

way_systemd() {
    begin systemd
    cp "$conf/systemd/staccato.socket" "$conf/systemd/staccato@.service" "$folder"
    sed -i "s|/usr/lib/staccato|$base|" "$folder/staccato@.service"
    verdict 'units' silent units
    verdict 'exposure at most 1.5' systemd-analyze security --offline=true --threshold=15 "$folder/staccato@.service"
    mkdir "$folder/root"
    verdict 'sysusers' grep -q "Creating user 'staccato'" <(
        systemd-sysusers --dry-run --root="$folder/root" "$conf/systemd/sysusers.conf" 2>&1
    )
    # The socket as systemd hands it over for StandardInput=socket: listening, as descriptor 0.
    nginx_sample
    start systemd-socket-activate --inetd -l "$folder/staccato.sock" "$binary"
    start_nginx staccato.conf
    ask_all "http://127.0.0.1:$port"
}

# As root in a folder that the program can't leave; somebody else is root in a namespace of their own.
way_static() {
    begin 'static, CGI in an empty chroot'
    local jail=$folder/empty as_root=() body='{"tonic":"C","octave":4}'
    [[ $EUID == 0 ]] || as_root=(unshare --map-root-user)
    mkdir "$jail"
    cp "$static" "$jail/staccato.fcgi"
    verdict 'asks for no interpreter or library' no_dependencies "$static"
    verdict 'answers' grep -q '<score-partwise' <(
        "${as_root[@]}" env -i REQUEST_METHOD=POST PATH_INFO=/mary CONTENT_LENGTH=${#body} \
            "$(command -v chroot)" "$jail" /staccato.fcgi <<<"$body" 2>&1
    )

    begin 'static, FastCGI in an empty chroot'
    nginx_sample
    jail=$folder/empty
    mkdir "$jail"
    cp "$static" "$jail/staccato.fcgi"
    start_as_is "${as_root[@]}" spawn-fcgi -n -S -s "$folder/staccato.sock" -M 0666 -c "$jail" -- /staccato.fcgi
    start_nginx staccato.conf
    ask_all "http://127.0.0.1:$port"
    verdict 'the chroot holds the program only' test "$(ls -A "$jail")" = staccato.fcgi
}
no_dependencies() {
    ! readelf --wide --program-headers --dynamic "$1" | grep -E 'INTERP|NEEDED'
}

way_package() {
    begin 'make install'
    local root=$folder/root
    verdict install env BINARY="$binary" PREFIX=/opt/music DESTDIR="$root" "$conf/install" install
    verdict 'the program runs' "$root/opt/music/lib/staccato/staccato.fcgi" --version
    verdict 'units name the program' grep -q ^ExecStart=/opt/music/lib/staccato/ \
        "$root/opt/music/lib/systemd/system/staccato@.service"
    verdict 'manual pages' silent mandoc -Tlint -Wwarning "$root"/opt/music/share/man/man*/*
    touch "$root/opt/music/lib/other"
    verdict uninstall env BINARY="$binary" PREFIX=/opt/music DESTDIR="$root" "$conf/install" uninstall
    verdict 'nothing is left but what others put there' test "$(find "$root" -type f)" = "$root/opt/music/lib/other"
    verdict 'no folder is left' test -z "$(find "$root" -name '*staccato*')"

    begin 'Debian package'
    if [[ ! -e $deb ]]; then
        fail 'there is no package; make deb'
        return
    fi
    verdict lintian lintian --allow-root --fail-on error "$deb"
    begin 'Debian package under systemd'
    installed_in_a_system_of_its_own
}

# A real systemd as process 1 in namespaces of its own, on a copy-on-write view of this system: what the package does is
# done for real and gone afterwards. Where the kernel or a container does not permit that, it is left out, and said.
installed_in_a_system_of_its_own() {
    local groups=/sys/fs/cgroup system=$folder/system said
    [[ ! -d $groups/unified ]] || groups=$groups/unified
    groups=$groups/staccato-$$
    mkdir -p "$system"
    cp "$deb" "$here"/{common.bash,mary.lua,installed} "$system"
    cp "$base"/body-* "$system"
    if ! unshare --mount --pid --fork --net --uts --ipc --cgroup true 2>/dev/null || ! mkdir "$groups" 2>/dev/null; then
        echo '    left out: no namespaces or control groups of its own here'
        return
    fi
    start_as_is sh -c 'echo $$ >"$1/cgroup.procs" && shift && exec unshare --mount --pid --fork --kill-child \
        --net --uts --ipc --cgroup "$@"' sh "$groups" "$here/boot" "$system"
    within 120 test -e "$system/done" || fail 'no result in time'
    stop_all
    within 5 groups_removed "$groups" || fail "control groups are left in $groups"
    said=$(cat "$system/result" 2>/dev/null)
    printf '%s\n' "$said" | grep -v '^COUNTS'
    if [[ $said =~ COUNTS\ ([0-9]+)\ ([0-9]+) ]]; then
        ((passed += BASH_REMATCH[1], failed += BASH_REMATCH[2]))
    else
        fail "the system said: ${said:-nothing}$(tail -n 20 "$folder/log")"
    fi
}
