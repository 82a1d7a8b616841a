# Makes report.md of report.json. One function a section, in the order of the report at the end of this file.

. as $report |

# --- how things are written ------------------------------------------------------------------------------------------

def thousands: tostring | if length > 3 then (.[:-3] | thousands) + "," + .[-3:] else . end;
def fixed($places): pow(10; $places) as $scale | (. * $scale | round) as $all
    | ($all / $scale | floor | thousands)
      + (if $places == 0 then "" else "." + ("000000" + ($all % $scale | tostring))[-$places:] end);
def amount: # three or four digits that count
    if . == null then "–"
    elif . >= 100 or . == 0 then fixed(0) elif . >= 10 then fixed(1) elif . >= 1 then fixed(2) else fixed(3) end;
def mid: if . == null then "–" else .median | amount end;
def span: if . == null or .repeats < 2 then "" else " <sub>\(.low | amount) – \(.high | amount)</sub>" end;
def spread: mid + span;
def bold: "**\(.)**";
def times: if . >= 10 then fixed(0) else fixed(1) end + " ×";
def code: "`\(.)`";
def was: if . == null then "–" else fixed(2) end; # the original's figures as it gave them
def row: "| " + join(" | ") + " |";
def table($heads; $rules): [($heads | row), ($rules | row)] + map(row) | join("\n");
def right($n): ["--:"] | [range($n)] | map("--:");
def count($one; $many): if . == 1 then "1 \($one)" else "\(thousands) \($many)" end;
def announced: "The original's report only announced this.";

# --- the summary -----------------------------------------------------------------------------------------------------

def summary:
    .response_time.routes["/mary"].average_ms.median as $response
    | .response_time.original["/mary"].average_ms as $response_was
    | .throughput.routes["/mary"].requests_per_second.median as $throughput
    | .throughput.original["/mary"].requests_per_second as $throughput_was
    | .mixed_load.p99_ms.median as $p99
    | .mixed_load.original.p99_ms as $p99_was
    | (.memory_stability) as $memory
    | [
        ["Response time, `/mary`, average", "\($response_was | was) ms", ("\($response | amount) ms" | bold), ($response_was / $response | times) + " as fast"],
        ["Throughput, `/mary`, one request after another", "\($throughput_was | was) /s", ("\($throughput | amount) /s" | bold), ($throughput / $throughput_was | times) + " as many"],
        ["Mixed load, P99", "\($p99_was | was) ms", ("\($p99 | amount) ms" | bold), ($p99_was / $p99 | times) + " as fast"],
        ["Failed requests", "0", ("\(.answers_wrong) of \(.answers_checked | thousands)" | bold), "every answer was checked"],
        ["Memory growth of a worker", "none detected",
         (if $memory.growth_tail_kib == null then "not known" else "\($memory.growth_tail_kib) KiB" end | bold),
         (if $memory.reason then $memory.reason else "over \($memory.requests + $memory.tail_requests | thousands) requests" end)]
      ]
    | table(["", "original", "staccato", ""]; [":--", "--:", "--:", ":--"]);

def best: [.concurrency.levels[] | .connections as $c | .routes | to_entries[]
           | {route: .key, connections: $c} + .value] | max_by(.requests_per_second.median);

def opening:
    best as $best
    | "At its busiest it gave **\($best.requests_per_second.median | amount) answers a second** (`\($best.route)`, "
      + ($best.connections | count("connection"; "connections"))
      + ", P99 \($best.p99_ms | mid) ms)"
      + (if .stress.breaking_point then ", and it broke at \(.stress.breaking_point | thousands) connections: \(.stress.broke_first)."
         else ", and \(.stress.held | thousands) connections did not break it." end);

def measured_on:
    .environment as $e
    | ($e.machine) as $m
    | [
        ["Date", "\($e.date)" + (if $e.mode == "full" then "" else ", a \($e.mode) run" end) + ", \($e.seconds) s"],
        ["Load from", "\($e.load_from)" + (if $e.load_from == "the same machine" then ": wrk, the web server and the workers share its cores" else " than the service's" end)],
        ["Machine" + (if $e.load_from == "the same machine" then "" else " of wrk" end),
         "\($m.cores) cores" + (if $m.cpu then ", \($m.cpu)" else "" end) + ", \($m.memory_mib / 1024 | fixed(0)) GiB" + (if $m.virtual then ", virtual" else "" end)],
        ["Other work on it", "load average \($m.load_average_before) before this run, \($m.load_average_after) at its end"],
        ($e.noise | if . == null then empty else
            ["Noise", "repeats of the same series differ by a factor of \(fixed(1)), the median of all"
             + (if . > 1.5 then ". **A noisy or shared machine: trust ratios, not single figures**" else "" end)] end),
        ["Kernel", $m.kernel],
        ["Service", (if $e.workers then "staccato \($e.versions.staccato), \($e.workers | count("worker"; "workers"))" else $e.service end)
         + (if $e.commit then ", commit \($e.commit)" else "" end)],
        (if $e.web_server then ["Web server", "\($e.web_server) \($e.versions.web_server)"] else empty end),
        ["Load generator", "wrk \($e.versions.wrk), \($e.wrk_threads | count("thread"; "threads"))"]
      ]
    | table(["", ""]; [":--", ":--"]);

# --- the sections ----------------------------------------------------------------------------------------------------

def of_original: # . is a route: what there is of it in the original, where its report has no figures
    . as $route | $report | if .original.has | index($route) then "not measured" else "hasn't it" end;

# For each route the original's row and ours. $columns: [key, heading]; only the first has its spread beside it.
def against_original($section; $columns):
    [ $section.routes | to_entries[] | .key as $route | .value as $ours | $section.original[$route] as $was
      | ([($route | code), "original"] + if $was then $columns | map($was[.[0]] | was)
            else [$route | of_original] + ($columns[1:] | map("–")) end),
        (["", "**staccato**"] + [($ours[$columns[0][0]] | mid | bold) + ($ours[$columns[0][0]] | span)]
            + ($columns[1:] | map($ours[.[0]] | if type == "object" then mid else amount end)))
    ] | table(["", ""] + ($columns | map(.[1])); [":--", ":--"] + right($columns | length));

def response_time: against_original(.response_time;
    [["average_ms", "Average, ms"], ["min_ms", "Min"], ["max_ms", "Max"], ["stdev_ms", "Std. dev."]]);

def throughput:
    . as $all
    | [ .throughput.routes | to_entries[] | .value.requests_per_second as $rate | $all.throughput.original[.key].requests_per_second as $was
        | [(.key | code), "50", (.value.seconds.median * 1000 | amount), (if $was then $was | was else .key | of_original end), ($rate | mid | bold) + ($rate | span),
           (if $was then $rate.median / $was | times else "–" end)] ]
    | table(["", "Requests", "Duration, ms", "Original, requests/s", "staccato, requests/s", ""]; [":--"] + right(5));

def memory_stability:
    .memory_stability as $m
    | ([$m.answers | to_entries[] | "\(.key | code) \(.value.good) of \(.value.requests)"] | join(", ")) as $answers
    | "Answers: \($answers) (original: \($m.original.answers)).\n\n"
    + (if $m.workers == null then "Memory: \($m.reason)." else
        ([ $m.workers | to_entries[] | ["\(.key + 1)", (.value.before_kib | thousands), (.value.after_kib | thousands),
            (.value.after_tail_kib | thousands | bold), "\(.value.descriptors_before)", "\(.value.descriptors_after_tail)"] ]
        | table(["Worker", "RSS before, KiB", "after \($m.requests | thousands) requests", "after \($m.tail_requests | thousands) more", "Descriptors before", "after"]; right(6)))
        + "\n\nLargest growth: \($m.growth_kib) KiB, over the long tail **\($m.growth_tail_kib) KiB** (original: \($m.original.growth))."
        + " Looked at after \($m.warm_up_requests | thousands) requests of warm-up." end);

def mixed_load:
    def ours: ["\(.successful)", "\(.failed)", (.average_ms | mid | bold) + (.average_ms | span), (.p95_ms | spread), (.p99_ms | spread)];
    .mixed_load as $m
    | [["original", "\($m.original.successful)", "\($m.original.failed)", ($m.original.average_ms | was), ($m.original.p95_ms | was), ($m.original.p99_ms | was)],
       ["**staccato**, the same routes", ($m | ours)], ["staccato, all routes", ($m.all_routes | ours)] | flatten]
    | table(["", "Successful", "Failed", "Average, ms", "P95", "P99"]; [":--"] + right(5));

def standalone: against_original(.standalone;
    [["average_ms", "Average, ms"], ["min_ms", "Min"], ["max_ms", "Max"], ["stdev_ms", "Std. dev."], ["requests_per_second", "Requests/s"]])
    + "\n\nSuccess rate: " + ([.standalone.routes | to_entries[] | "\(.key | code) \(.value.success_rate * 100 | fixed(0)) %"] | join(", ")) + " (original: 100 %).";

def thresholds:
    [ .thresholds[] | [.what, .limit, .original, ("\(.ours | amount) \(.unit)" | bold), if .passed then "passed" else "**not passed**" end] ]
    | table(["", "Limit", "original", "staccato", ""]; [":--", "--:", "--:", "--:", ":--"])
    + "\n\nOurs are the worst of all repeats, not averages.";

def concurrency:
    [ .concurrency.levels[] | .connections as $c | (.routes | keys_unsorted[0]) as $first | .routes | to_entries[] | .key as $route | .value
      | [(if $route == $first then $c | thousands | bold else "" end), ($route | code), (.requests_per_second | mid | bold) + (.requests_per_second | span),
         (.p50_ms | mid), (.p95_ms | mid), (.p99_ms | mid), (.p999_ms | mid), "\(.errors)"] ]
    | table(["Connections", "", "Requests/s", "P50, ms", "P95", "P99", "P99.9", "Errors"]; ["--:", ":--"] + right(6));

def operations:
    if .operations.routes == null then "Not measured: \(.operations.reason)." else
      [ .operations.routes | to_entries[] | .value as $v
        | [(.key | code), ($v.requests_per_second | mid | bold) + ($v.requests_per_second | span), ($v.p50_ms | mid), ($v.p99_ms | mid)] ]
      | table(["", "Requests/s", "P50, ms", "P99"]; [":--"] + right(3))
    end;

# The rows of a section, each over 16 connections. $heads and more are columns of the section's own, after its name.
def rows_of($section; name; $heads; more):
    def us: if . == null then "–" elif . < 0.05 then "0" else fixed(1) end;
    [ $section.rows | to_entries[] | .value as $v
      | [(.key | name)] + ($v | more) + [($v.requests_per_second | mid | bold) + ($v.requests_per_second | span),
         ($v | .p50_ms, .p95_ms, .p99_ms, .p999_ms | mid), ($v.bytes | thousands), ($v.cpu_us | .workers, .web_server, .wrk | us)] ]
    | table([""] + $heads + ["Requests/s", "P50, ms", "P95", "P99", "P99.9", "Bytes", "CPU, µs: workers", "web server", "wrk"];
            [":--"] + right(9 + ($heads | length)))
    + (if $section.reason then "\n\nNo processor time of the service: \($section.reason)." else "" end);
def rows_of($section; name): rows_of($section; name; []; []);

def links:
    {uncached: "uncached: GET, a new seed each time", post: "POST, the same documents, a new seed each time",
     uncached_json: "uncached: GET `.json` of every exercise", cached: "a kept link",
     static: "a file with the same bytes", not_modified_cached: "304, of the kept link", not_modified: "304, a new seed each time"} as $names
    | rows_of(.links; $names[.])
    + "\n\nUncached GET ÷ POST: **\(.links.get_to_post | mid)**\(.links.get_to_post | span). "
    + (if .links.cached_to_static then "Kept link ÷ file: **\(.links.cached_to_static | mid)**\(.links.cached_to_static | span)."
       else "There is no file beside the kept link, and whether anything keeps it is not known: the service was given." end);

def sight_reading: rows_of(.sight_reading; if . == "post" then "POST" else code end);
def count_100: rows_of(.count_100; code; ["Questions/s"]; [.requests_per_second.median * 100 | amount]);

def original_has:
    [ .response_time | .original as $was | .routes | keys_unsorted[]
      | [code, if $was[.] then "yes, and its report has figures" elif of_original == "not measured" then "yes, without figures" else "no" end] ]
    + [.original.has_not[] | [., "no"]]
    | table(["", "in the original"]; [":--", ":--"]);

def stress:
    def cores: if . == null then "–" else fixed(2) end;
    ([ .stress.levels[] | [(.connections | thousands), (.requests_per_second | amount), (.p50_ms | amount), (.p99_ms | amount),
        (.wrong_answers, .refused_connections, .broken_connections, .unanswered | thousands),
        (.cores | .wrk, .web_server, .workers | cores)] ]
    | table(["Connections", "Requests/s", "P50, ms", "P99", "Wrong answers", "Refused connections", "Broken", "Unanswered",
             "Cores: wrk", "web server", "workers"]; right(11)))
    + "\n\n" + (if .stress.breaking_point then
        "**Breaking point: \(.stress.breaking_point | thousands) connections.** What broke first: \(.stress.broke_first)."
        + (if .stress.held then " \(.stress.held | thousands) held." else "" end)
        + (.stress.levels[-1].cores | if .workers == null then "" else
            " Of the machine's cores wrk had \(.wrk | cores) then, the web server \(.web_server | cores) and the workers \(.workers | cores)." end)
        else "**Nothing broke** up to \(.stress.held | thousands) connections, where this run stops." end)
    + " Afterwards the service answered as before.";

def cold_start:
    if .cold_start.starts == 0 then "Not measured: \(.cold_start.reason)." else
      .cold_start as $c
      | [["Process start to first answer", ($c.start_to_first_answer_ms | spread)],
         ["First request of a worker that is ready", ($c.first_request_ms | spread)],
         ["Its hundredth request", ($c.hundredth_request_ms | spread)]]
      | table(["", "ms"]; [":--", "--:"]) + "\n\n\($c.starts) starts for the first line and as many for the others, of one worker, through the web server; medians and extremes."
    end;

def compression:
    . as $all
    | ([ .compression.routes | to_entries[] | .value as $v
       | [(.key | code), ($all.compression.original[.key].bytes | if . then thousands else "–" end), ($v.plain_bytes | thousands),
          (if $v.gzip_bytes then $v.gzip_bytes | thousands | bold else "–" end),
          (if $v.gzip_bytes then "\($v.gzip_bytes / $v.plain_bytes * 100 | fixed(0)) %" else "–" end),
          ($v.plain.requests_per_second | mid), ($v.gzip.requests_per_second | mid),
          (if $v.ratio then ($v.ratio | spread) else "–" end)] ]
    | table(["", "Original, bytes", "Plain", "gzip", "", "Requests/s plain", "gzip", "Ratio"]; [":--"] + right(7)))
    + (if .compression.reason then "\n\nNo gzip: \(.compression.reason)."
       else "\n\nRequests/s at \($all.compression.connections) connections, without and with gzip in turn; the ratio is of neighbours in time."
         + (if .environment.workers then " The samples compress nothing: gzip is of a second service, started for it, at level 1." else "" end) end);

def real_world:
    .real_world as $r
    | [[($r.requests | thousands), ($r.good | thousands), ($r.refused | thousands), "\($r.failed)", ($r.requests_per_second | mid),
        ($r.p50_ms | spread), ($r.p95_ms | spread), ($r.p99_ms | spread), ($r.max_ms | spread)]]
    | table(["Requests", "Answered well", "Refused, as they must be", "Failed", "Requests/s", "P50, ms", "P95", "P99", "Max"]; right(9));

def soak:
    .soak as $s
    | "\($s.requests | thousands) requests at \($s.connections) connections, in \($s.samples | length | count("slice"; "slices")) over \($s.seconds | amount) s: **\($s.requests_per_second | mid) requests/s**\($s.requests_per_second | span),"
    + " P99 \($s.p99_ms | mid) ms\($s.p99_ms | span), 0 failed. "
    + (if $s.reason then "Memory and descriptors: \($s.reason)." else
        ($s.samples[0]) as $first | ($s.samples[-1]) as $last
        | "All workers together: RSS \($first.rss_kib | add | thousands) KiB at first, \($last.rss_kib | add | thousands) KiB at last; "
        + "descriptors \($first.descriptors | add), \($last.descriptors | add)." end)
    + " `SOAK=24h` makes a day of it.";

def peers:
    [ .peers[] | .peer as $peer | .series[]
      | [$peer, (.route | code), (.connections | thousands), (.ours.requests_per_second | mid), (.theirs.requests_per_second | mid),
         (.ratio | mid | bold) + (.ratio | span), (.ours.p99_ms | mid), (.theirs.p99_ms | mid)] ] as $rows
    | ($rows | table(["Compared with", "", "Connections", "Ours, requests/s", "Theirs", "Ours ÷ theirs", "Our P99, ms", "Theirs"]; [":--", ":--"] + right(6)))
      + ([.peers[] | select(.lacks != []) | "\n\nThe \(.peer) doesn't have \(.lacks | map(code) | join(", "))."] | join(""))
      + ([.peers[] | select(.reason) | "\n\nNot a fair comparison: \(.reason)."] | join(""));

def section($title; $about; body): "## \($title)\n\n\($about)\n\n\(body)\n";

# --- the report ------------------------------------------------------------------------------------------------------

"# Benchmark report: staccato\n",
summary, "",
opening, "",
"![Response times, one request after another: the original and staccato](response-time.svg)\n",
"## What it was measured on\n",
measured_on, "",
"The original's figures are those of its own report (\(.environment.original | "\(.date); \(.stack)")), from another machine: "
    + "they say which order of magnitude, not how many per cent. A figure with small print is the median of repeats, "
    + "and the small print the lowest and the highest of them.\n",
section("What the original has"; "Figures are compared with the three that its report has. Of the rest there is nothing to compare with, unless it runs as one of `COMPARE=`.";
    original_has),
section("Response time"; "Ten requests a route, one after another on one kept connection.";
    response_time),
section("Throughput"; "Fifty requests a route, one after another: the next is asked when the last has come.";
    throughput),
section("Memory stability"; "A hundred requests a route, and then a long tail of them over 16 connections.";
    memory_stability),
section("Mixed load"; "A hundred requests, rotating over the routes: the three of the original's report, and all.";
    mixed_load),
section("Standalone"; "Twenty requests a route.";
    standalone),
section("Thresholds"; "The limits that the original set itself.";
    thresholds),
section("Concurrency"; announced + " \(.concurrency.seconds | amount) s for each line; every connection asks again as soon as it is answered.";
    "![Requests a second and latency against the number of connections](concurrency.svg)\n\n<details><summary>The figures</summary>\n\n" + concurrency + "\n\n</details>"),
section("Operations"; "What a balancer and Prometheus ask, over \(.operations.connections) connections.";
    operations),
section("Links"; "The exercise by GET, over \(.links.connections) connections. Uncached are links with a seed that nobody has asked for yet; kept is "
    + "`/note-game.svg` with the same seed again and again."
    + (if .environment.workers then " All are behind nginx, which keeps links and answers 304 itself for those that it has. The file is that picture, and nginx serves it, too." else "" end);
    links),
section("Pictures"; "Each exercise's `.svg`, a new seed each time, over \(.pictures.connections) connections.";
    rows_of(.pictures; code)),
section("MIDI"; "Each exercise's `.mid`, likewise."; rows_of(.midi; code)),
section("Sight-reading"; "All levels in turn, a new melody each time, by POST and by link in each format, over \(.sight_reading.connections) connections.";
    sight_reading),
section("A hundred at once"; "`count=100` of each exercise that draws: an answer has a hundred questions, and all are counted. Over \(.count_100.connections) connections.";
    count_100),
section("Stress"; announced + " The load doubles until P99 passes 500 ms or an error shows; requests rotate over the routes.";
    stress),
section("Cold start"; announced; cold_start),
section("Compression"; announced; compression),
section("Real world"; announced + " Easy keys more often than hard ones, patterns of 4 to 64 digits, 5 % bad input; "
    + "128 connections ask at once, and again 20 to 80 ms later."; real_world),
section("Soak"; announced; "![Requests a second, P99, memory and descriptors through the run](soak.svg)\n\n" + soak),
section("Peers"; "The same requests to others, in turn with ours in one run. The blocking loop is the textbook `FCGX_Accept_r` loop"
    + (if .environment.workers then " behind the same web server" else "" end) + "; it sends `/mary`'s answer ready-made."; peers),
"## How the figures came about\n",
"- Latencies are wrk's own histogram, in steps of a microsecond, from the first byte sent to the last byte read, shown in milliseconds.",
"- One after another (response time, throughput, mixed load, standalone, cold start): the histogram holds each answer once, and nothing else. "
    + "(Unless one of a hundred took more than half a second: then wrk's correction is in it, as below.)",
"- Under load (concurrency, links to a hundred at once, stress, real world, soak, peers): wrk has corrected it for coordinated omission in its own way. "
    + "For an answer slower than twice the mean interval it adds those that it would have had meanwhile. That makes high percentiles higher, not lower.",
"- A percentile of N answers is the one at rank N·p + 0.5, rounded: P99 of a hundred is the slowest. P99.9 is left out below 1,000 answers.",
"- Counts are exact: the load stops asking, waits for what is under way, and every single answer was looked into."
