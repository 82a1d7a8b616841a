#!/bin/sh
# For busybox httpd, beside staccato.cgi in cgi-bin: busybox asks index.cgi, not the program itself, for a path that ends
# with a slash (/cgi-bin/staccato.cgi/mary/).
SCRIPT_NAME=/cgi-bin/staccato.cgi
PATH_INFO=${REQUEST_URI%%\?*}
PATH_INFO=${PATH_INFO#"$SCRIPT_NAME"}
export SCRIPT_NAME PATH_INFO
exec ./staccato.cgi
