# Apache, from its samples in conf/: a shared host, mod_fcgid and mod_proxy_fcgi, at the root and under a prefix.
# shellcheck shell=bash disable=SC2034,SC2154 # base, folder, conf, port, …: common.bash and check

common='alias rewrite headers setenvif cache cache_socache socache_shmcb' # modules

# A customer of a shared host, who is not whom the web server runs as.
customer=() owned=()
[[ $EUID != 0 ]] || { customer=(setpriv --reuid=65533 --regid=65533 --clear-groups) owned=(-o 65533 -g 65533); }

# A host's own configuration is Debian's, as it is installed, in a folder of its own; the modules are enabled as the samples
# say.
start_apache() { # MODULES FILE: the file holds a site, or what else a host has set
    local etc=$folder/etc
    cp -r /etc/apache2 "$etc"
    rm -f "$etc"/sites-enabled/* "$etc"/mods-enabled/fcgid.*
    # shellcheck disable=SC2086 # one word for each module
    APACHE_CONFDIR=$etc APACHE_STATE_DIRECTORY=$folder/state a2enmod -q $1 >>"$folder/log" 2>&1 || fail "a2enmod $1"
    cp "$2" "$etc/sites-enabled/staccato.conf"
    echo "Listen 127.0.0.1:$port" >"$etc/ports.conf"
    cat >"$etc/conf-enabled/folders.conf" <<END
ServerName localhost
<IfModule fcgid_module>
    FcgidIPCDir $folder
    FcgidProcessTableFile $folder/processes
</IfModule>
<IfModule cgid_module>
    ScriptSock $folder/cgid
</IfModule>
END
    start env APACHE_RUN_USER=www-data APACHE_RUN_GROUP=www-data APACHE_PID_FILE="$folder/pid" APACHE_RUN_DIR="$folder" \
        APACHE_LOCK_DIR="$folder" APACHE_LOG_DIR="$folder" apache2 -D FOREGROUND -d "$etc"
}
apache_sample() { # FILE
    cp "$conf/apache/staccato-common.conf" "$folder"
    cp "$1" "$folder/site.conf"
    adapt "$folder/site.conf" address '[*]:80' "127.0.0.1:$port"
    adapt "$folder/site.conf" common /etc/apache2 "$folder"
}
customer() { # MODULES OVERRIDE: a shared host, and what a customer unzipped in two folders of the web space
    cat >"$folder/site.conf" <<END
DocumentRoot $folder/site
<Directory $folder/site>
    AllowOverride $2
    Options SymLinksIfOwnerMatch
    Require all granted
</Directory>
END
    local place
    install -d -m 755 "${owned[@]}" "$folder/site"
    for place in site site/api/music; do
        "${customer[@]}" mkdir -p "$folder/$place"
        "${customer[@]}" unzip -q "$zip" -d "$folder/$place" || fail "unzip $zip"
    done
    spared='%zz|%00|LONG|TRACE|chunked /mary @2000000' # Apache has not come to .htaccess then; mod_fcgid's limit
    start_apache "$1" "$folder/site.conf"
    ask_all "http://127.0.0.1:$port"
    ask_all "http://127.0.0.1:$port/api/music"
}

way_apache() { way_shared && way_fcgid && way_proxy; }
way_shared() {
    local shared='rewrite headers'
    begin 'Apache, shared host with mod_fcgid'
    customer "$shared fcgid" All
    begin 'Apache, shared host with mod_fcgid and few rights'
    customer "$shared fcgid" 'FileInfo Options=ExecCGI'
    begin 'Apache, shared host with CGI'
    customer "$shared cgid" All

    begin 'Apache, shared host, origins allowed by a wrapper'
    customer "$shared fcgid" All
    "${customer[@]}" mkdir "$folder/site/own"
    "${customer[@]}" cp "$folder/site/.htaccess" "$folder/site/own"
    "${customer[@]}" cp "$folder/site/staccato.fcgi" "$folder/site/own/staccato"
    sed -n '/^#     #!/,/^#     exec/s/^#     //p' "$folder/site/.htaccess" >"$folder/site/own/staccato.fcgi"
    chmod +x "$folder/site/own/staccato.fcgi"
    "${customer[@]}" tee "$folder/site/own/page.html" <<<'<title>Mine</title>' >"$folder/body"
    verdict "a front end's own file" grep -q Mine <(curl -s -m 5 "http://127.0.0.1:$port/own/page.html")
    verdict 'the allowed origin' allowed_origin "http://127.0.0.1:$port/own/mary" https://music.example.org
}
way_fcgid() {
    local before
    begin 'Apache, mod_fcgid'
    fcgid_sample
    start_apache "$common fcgid" "$folder/site.conf"
    ask_all "http://127.0.0.1:$port"
    verdict 'workers count together' counts_shared "http://127.0.0.1:$port"
    ask_page "http://127.0.0.1:$port"
    cached_links "http://127.0.0.1:$port" 1
    odd_requests "http://127.0.0.1:$port" 414
    asks "http://127.0.0.1:$port" 413 POST+chunked /mary "$front" @200000 "$json" "$too_large" # mod_fcgid's own limit is above it
    # mod_fcgid ends its workers whatever they are being handed, so under load a request may fail.
    before=$(workers_of "${started[0]}")
    graceful
    verdict 'graceful restart: new workers' within 5 renewed "$before"
    signal_workers STOP
    only=$front own_error "http://127.0.0.1:$port" 500 'Internal Server Error' # after which it starts others

    begin 'Apache, mod_fcgid under a prefix'
    fcgid_sample
    change "$folder/site.conf" '^ *Alias / .*/staccato.fcgi/' "Alias /api/music $folder/lib/staccato.fcgi"
    change "$folder/site.conf" 'RewriteRule ^/' 'RewriteRule ^/api/music/'
    start_apache "$common fcgid" "$folder/site.conf"
    ask_all "http://127.0.0.1:$port/api/music"
    ask_page "http://127.0.0.1:$port/api/music"
}
fcgid_sample() {
    apache_sample "$conf/apache/staccato-fcgid.conf"
    adapt "$folder/site.conf" metrics /var/lib/apache2/fcgid "$folder"
    adapt "$folder/site.conf" playground '/usr/.*' "$base/www"
    install -D "$binary" "$folder/lib/staccato.fcgi"
    sed -i "s|/usr/lib/staccato|$folder/lib|" "$folder/site.conf"
    spared='chunked /mary @2000000' # mod_fcgid's limit: it says 500
}

way_proxy() {
    local workers
    begin 'Apache, mod_proxy_fcgi'
    proxy_sample
    spawned_workers
    workers=${started[0]}
    start_apache "$common env proxy proxy_fcgi" "$folder/site.conf"
    ask_all "http://127.0.0.1:$port"
    ask_page "http://127.0.0.1:$port"
    cached_links "http://127.0.0.1:$port" 1
    odd_requests "http://127.0.0.1:$port" 414
    # Apache itself ends processes as the load changes, and with them connections that it kept: one for each client at most.
    what='workers told to end' lost=32 loaded "http://127.0.0.1:$port" 3 new_workers HUP "$workers"
    without_workers "$workers" 503 'Service Unavailable'

    begin 'Apache, mod_proxy_fcgi under a prefix'
    proxy_sample
    change "$folder/site.conf" 'RewriteRule ^/' 'RewriteRule ^/api/music/'
    change "$folder/site.conf" '^ *ProxyPass / \(.*\)staccato/' 'ProxyPass /api/music \1staccato'
    change "$folder/site.conf" '# *ProxyFCGISetEnvIf' ProxyFCGISetEnvIf
    spawned_workers
    start_apache "$common env proxy proxy_fcgi" "$folder/site.conf"
    ask_all "http://127.0.0.1:$port/api/music"
    ask_page "http://127.0.0.1:$port/api/music"
}
proxy_sample() {
    apache_sample "$conf/apache/staccato-proxy.conf"
    adapt "$folder/site.conf" playground '/usr/.*' "$base/www"
    sed -i "s|/run/staccato|$folder|" "$folder/site.conf"
}
graceful() { kill -USR1 "${started[0]}"; } # as apache2ctl graceful does
renewed() { # WORKERS: whether there are others, which answer
    local worker
    answers "http://127.0.0.1:$port" || return 1
    for worker in $1; do [[ ! -e /proc/$worker ]] || return 1; done
    [[ -n $(workers_of "${started[0]}") ]]
}
allowed_origin() { # URL ORIGIN
    curl -s -m 10 -D - -o "$folder/body" -H "Origin: $2" -d '{"tonic":"C","octave":4}' "$1" |
        grep -qi "^Access-Control-Allow-Origin: $2" || { head -c 200 "$folder/body"; return 1; }
}
