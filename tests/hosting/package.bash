# What is put on a host: `make install`, the static program, the zip to upload, systemd's units and the Debian package.
# shellcheck shell=bash disable=SC2154 # base, folder, conf, port, …: common.bash and check

same_list() { diff <(printf '%s\n' "$1" | sort) <(printf '%s\n' "$2" | sort); } # EXPECTED FOUND

unmarked() { ! grep '@[A-Z]*@' "$1"; }

with_umask() { (umask "$1" && "${@:2}"); }
refuses_prefix() { # PREFIX DESTDIR
    ! PREFIX=$1 DESTDIR=$2 conf/install install 2>"$folder/said" && [[ ! -e $2 ]] && grep -q '^staccato: PREFIX' "$folder/said"
}
way_install() {
    begin 'make install'
    local root=$folder/root prefix=/opt/music expected found version file mask
    expected="\
lib/staccato/staccato.fcgi
lib/systemd/system/staccato.socket
lib/systemd/system/staccato@.service
lib/sysusers.d/staccato.conf
lib/tmpfiles.d/staccato.conf
share/doc/staccato/hosting.md
share/man/man7/staccato.7
share/man/man7/staccato-links.7
share/man/man8/staccato.fcgi.8
$(find share/www -type f | sed 's|^share|share/staccato|')
$(find conf/{apache,caddy,cgi,cluster,lighttpd,nginx,prometheus} -type f ! -name pack | sed 's|^conf/|share/doc/staccato/examples/|')"
    verdict install silent make -s install PREFIX=$prefix DESTDIR="$root"
    found=$(cd "$root$prefix" && find . -type f -printf '%P\n')
    verdict 'what is there' same_list "$expected" "$found"
    verdict 'nothing is elsewhere' test "$(ls -A "$root" "$root/opt")" = "$root:
opt

$root/opt:
music"
    verdict 'everybody may read it' test -z "$(find "$root$prefix/" -type f ! -perm -444)"
    verdict 'programs are executable' test -z "$(cd "$root$prefix" && find . -type f -perm /111 -printf '%P\n' |
        grep -vE '^lib/staccato/staccato.fcgi$|/(workers|busybox|index.cgi)$')"
    verdict 'it is the program' cmp build/staccato.fcgi "$root$prefix/lib/staccato/staccato.fcgi"
    verdict 'text names the installed program' test -z "$(grep -rE --exclude=staccato.fcgi '/usr/(lib|share|share/doc)/staccato' "$root")"
    verdict 'units name it' grep -q "^ExecStart=$prefix/lib/staccato/staccato.fcgi$" "$root$prefix/lib/systemd/system/staccato@.service"
    version=$("$root$prefix/lib/staccato/staccato.fcgi" --version)
    for file in "$root$prefix"/share/man/man*/*; do
        verdict "the version in ${file##*/}" grep -qwF -- "${version#* }" "$file"
        verdict "no mark is left in ${file##*/}" unmarked "$file"
        verdict "mandoc ${file##*/}" silent mandoc -Tlint -Wwarning "$file"
    done

    for mask in 077 000; do
        verdict "install, umask $mask" silent with_umask $mask make -s install PREFIX=$prefix DESTDIR="$folder/of&$mask|# "
        verdict "umask $mask: folders are for all to read" test -z "$(find "$folder/of&$mask|# $prefix/lib" -type d ! -perm 755)"
    done
    for file in '/opt/a&b' '/opt/a#b' '/opt/a|b' '/opt/a b' opt; do
        verdict "PREFIX=$file is refused" refuses_prefix "$file" "$folder/none"
    done

    verdict 'installs over itself' silent make -s install PREFIX=$prefix DESTDIR="$root"
    touch "$root$prefix/lib/staccato/other"
    verdict uninstall silent make -s uninstall PREFIX=$prefix DESTDIR="$root"
    verdict 'what others put there stays' test "$(find "$root" -type f)" = "$root$prefix/lib/staccato/other"
    rm "$root$prefix/lib/staccato/other"
    verdict 'a second time' silent make -s uninstall PREFIX=$prefix DESTDIR="$root"
    verdict 'no file and no folder of ours is left' test -z "$(find "$root" ! -type d -o -name '*staccato*')"
}

# As root in a folder that the program can't leave; somebody else is root in a namespace of their own.
way_static() {
    begin 'static, CGI in an empty chroot'
    local jail=$folder/empty as_root=() body='{"tonic":"C","octave":4}'
    [[ $EUID == 0 ]] || as_root=(unshare --map-root-user)
    mkdir "$jail"
    cp "$static" "$jail/staccato.fcgi"
    verdict 'asks for no interpreter and no library' no_dependencies "$static"
    verdict 'may be loaded anywhere' grep -q 'Type:.*DYN' <(readelf --file-header "$static")
    verdict 'loads nothing at run time' test -z "$(grep -aoE 'libnss_[a-z]+|/etc/nsswitch.conf' "$static")"
    verdict 'answers' grep -q '<score-partwise' <(
        "${as_root[@]}" env -i STACCATO_SANDBOX=require REQUEST_METHOD=POST PATH_INFO=/mary CONTENT_LENGTH=${#body} \
            "$(command -v chroot)" "$jail" /staccato.fcgi <<<"$body" 2>&1
    )

    begin 'static, FastCGI in an empty chroot'
    nginx_sample
    jail=$folder/empty
    mkdir "$jail"
    cp "$static" "$jail/staccato.fcgi"
    start_as_is "${as_root[@]}" env STACCATO_SANDBOX=require spawn-fcgi -n -S -s "$folder/staccato.sock" -M 0666 -c "$jail" -- /staccato.fcgi
    start_nginx
    ask_all "http://127.0.0.1:$port"
    verdict 'the chroot holds the program only' test "$(ls -A "$jail")" = staccato.fcgi
}
no_dependencies() { ! readelf --wide --program-headers --dynamic "$1" | grep -E 'INTERP|NEEDED'; }

# What servers.bash has a customer upload.
way_upload() {
    begin 'zip to upload'
    verdict 'what it holds' same_list $'.htaccess\nREADME.txt\nstaccato.fcgi' "$(unzip -Z1 "$zip")"
    verdict 'is the static program' cmp "$static" <(unzip -p "$zip" staccato.fcgi)
    verdict 'which is executable' grep -q '^-rwxr-xr-x.* staccato.fcgi$' <(unzip -Z "$zip")
    verdict 'a note of five lines' test "$(unzip -p "$zip" README.txt | wc -l)" = 5
    cp "$static" "$folder/other-name"
    verdict 'packs again' env TZ=Asia/Tokyo "$conf/apache/pack" "$folder/other-name" "$folder/again.zip"
    verdict 'the same bytes' cmp "$zip" "$folder/again.zip"
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
    verdict 'tmpfiles' silent systemd-tmpfiles --create --root="$folder/root" "$conf/systemd/tmpfiles.conf"
    verdict 'the folder of the socket' test -d "$folder/root/run/staccato"
    # The socket as systemd hands it over for StandardInput=socket: listening, as descriptor 0.
    nginx_sample
    start systemd-socket-activate --inetd -l "$folder/staccato.sock" "$binary"
    start_nginx
    ask_all "http://127.0.0.1:$port"
}

way_deb() {
    begin 'Debian package'
    verdict 'nothing to complain of' silent lintian --allow-root --fail-on error,warning "$deb"
    verdict 'its version is the program'"'"'s' test "staccato $(dpkg-deb -f "$deb" Version)" = "$("$binary" --version)"
    verdict 'its changelog'"'"'s too' grep -q "^staccato ($(dpkg-deb -f "$deb" Version)) " <(
        dpkg-deb --fsys-tarfile "$deb" | tar -xO ./usr/share/doc/staccato/changelog.gz | gunzip
    )
    installed_in_a_system_of_its_own
}

# A real systemd as process 1 in nameapart of its own, on a copy-on-write view of this system: what the package does is
# done for real and gone afterwards. Where the kernel or a container does not permit that, it is left out, and said.
installed_in_a_system_of_its_own() {
    local groups=/sys/fs/cgroup system=$folder/system said
    local apart=(unshare --mount --pid --fork --kill-child --net --uts --ipc --cgroup)
    [[ ! -d $groups/unified ]] || groups=$groups/unified
    groups=$groups/staccato-$$
    if ! "${apart[@]}" unshare --user true 2>/dev/null || ! mkdir "$groups" 2>/dev/null; then
        echo '    left out: no nameapart or control groups of its own here, so no systemd'
        return
    fi
    mkdir -p "$system/tree/build" "$system/tree/core"
    cp "$deb" "$here/installed" "$base"/body-* "$system"
    mkdir "$system/tests"
    cp "$here/common.bash" "$system/tests"
    cp tests/lib.bash tests/load.lua "$system"
    cp -r "$conf" share "$system/tree"
    cp core/version.h "$system/tree/core"
    cp "$binary" "$system/tree/build"
    way="$way under systemd"
    # shellcheck disable=SC2016 # the inner shell's
    start_as_is sh -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' sh "$groups" "${apart[@]}" "$here/boot" "$system"
    within 120 is_gone "${started[0]}" || fail 'it does not end'
    stop_all
    within 5 groups_removed "$groups" || fail "control groups are left in $groups"
    said=$(cat "$system/result" 2>/dev/null)
    printf '%s\n' "$said" | grep -v '^COUNTS'
    if [[ $said =~ COUNTS\ ([0-9]+)\ ([0-9]+) ]]; then
        ((passed += BASH_REMATCH[1], failed += BASH_REMATCH[2]))
    else
        fail "no result: $(tail -n 20 "$folder/log")"
    fi
}
groups_removed() { # once everything in them is dead
    find "$1" -depth -type d -exec rmdir {} \; 2>/dev/null
    [[ ! -e $1 ]]
}

# What teachers typeset: the document of every exercise, as `staccato.fcgi --routes` lists them, by way of musicxml2ly.
typeset_by_lilypond() { # FILE.xml: it is engraved, without a warning of the converter that it did not understand something
    musicxml2ly -o "$1.ly" "$1" && lilypond -s -dno-print-pages -o "$1" "$1.ly"
}
way_lilypond() {
    begin LilyPond
    local path body document
    while IFS=$'\t' read -r path body; do
        document=$folder/${path#/}.xml
        REQUEST_METHOD=POST PATH_INFO=$path CONTENT_LENGTH=${#body} "$binary" <<<"$body" | sed '1,/^\r$/d' >"$folder/answer"
        if grep -q '^<?xml' "$folder/answer"; then
            mv "$folder/answer" "$document"
        else
            jq -j '.generatedXml // empty' "$folder/answer" >"$document" || fail "$path: no JSON"
        fi
        [[ -s $document || $path == /scale-pitches ]] || fail "$path: no document" # which has pitches only
        [[ ! -s $document ]] || verdict "$path" typeset_by_lilypond "$document"
    done < <("$binary" --routes)
    verdict 'every exercise but one' test "$passed" -ge 8
    verdict 'sixty scores, as they sound' env BINARY="$binary" tests/hosting/lilypond.py
}
