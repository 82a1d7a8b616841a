# Other processors: arm64 under qemu as plain CGI, i386 as itself in the sandbox.
# shellcheck shell=bash disable=SC2154 # base, folder: check and common.bash

build_for() { # MACHINE COMPILER TRIPLET: both programs, in build/MACHINE, with the compiler alone said
    local machine=$1 root=build/foreign/$1
    verdict "$machine: libraries are fetched" tests/hosting/foreign "$machine" "$root" || return 1
    verdict "$machine: it builds" make -s -j2 B="build/$machine" CC="$2" CFLAGS="-O2 -g -I$root/usr/include" \
        LDFLAGS="-L$root/usr/lib/$3 -Wl,-rpath-link,$root/usr/lib/$3" "build/$machine/staccato.fcgi" "build/$machine/static/staccato.fcgi"
    [[ -x build/$machine/static/staccato.fcgi ]]
}

serves_sample() { # COMMAND…: that says where it serves; 200 of the recorded requests are asked there
    local url server status=0
    serve "$folder/served" "$@" || return
    [[ ! -d ../shared/conformance ]] || tests/hosting/sample.py "$url" || status=1
    curl -s -m 20 "$url/metrics" >"$folder/metrics"
    end_service "$server" || status=1
    return "$status"
}

way_machines() {
    begin 'arm64, as plain CGI under qemu'
    if build_for arm64 aarch64-linux-gnu-gcc aarch64-linux-gnu; then
        printf '#!/bin/sh\nexec qemu-aarch64 %s/build/arm64/static/staccato.fcgi\n' "$PWD" >"$folder/emulated"
        chmod 755 "$folder/emulated"
        verdict 'recorded requests' serves_sample env BINARY="$folder/emulated" tests/serve-cgi
        verdict 'the program with shared libraries runs' env REQUEST_METHOD=GET PATH_INFO=/health \
            qemu-aarch64 -L /usr/aarch64-linux-gnu \
            -E "LD_LIBRARY_PATH=/usr/aarch64-linux-gnu/lib:$PWD/build/foreign/arm64/usr/lib/aarch64-linux-gnu" \
            build/arm64/staccato.fcgi </dev/null
    fi
    begin 'i386, in the sandbox'
    if build_for i386 i686-linux-gnu-gcc i386-linux-gnu; then
        verdict 'recorded requests of workers' serves_sample env BINARY=build/i386/static/staccato.fcgi \
            STACCATO_SANDBOX=require PORT=0 conf/run
        verdict 'workers count together' grep -qx 'staccato_metrics_shared 1' "$folder/metrics"
        verdict 'none was killed' grep -qx 'staccato_worker_restarts_total{after="death"} 0' "$folder/metrics"
        verdict 'recorded requests as plain CGI' serves_sample env BINARY=build/i386/static/staccato.fcgi \
            STACCATO_SANDBOX=require tests/serve-cgi
    fi
}
