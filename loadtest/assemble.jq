# Makes report.json of the series that loadtest/run measured: one JSON object each, slurped. report.schema.json describes it.
#
# A figure is {median, low, high, repeats}: the middle of the repeats, and the smallest and the largest of them; null if one
# of the repeats doesn't have it.

def round6: . * 1e6 | round / 1e6;
def median: sort | if length % 2 == 1 then .[length / 2 | floor] else (.[length / 2 - 1] + .[length / 2]) / 2 end;
def figure: if length == 0 or any(. == null) then null
    else {median: (median | round6), low: (min | round6), high: (max | round6), repeats: length} end;
def figures($names): . as $series | reduce $names[] as $name ({}; .[$name] = ($series | map(.[$name]) | figure));
def section($name): map(select(.section == $name));
def broken: .not_connected + .broken;
def by(name; f): reduce .[] as $one ({}; .[$one | name] += [$one]) | map_values(f); # in the order in which they were asked
def by_route(f): by(.route; f);
def sum(f): map(f) | add // 0;

["average_ms", "min_ms", "max_ms", "stdev_ms"] as $spread
| ["requests_per_second", "p50_ms", "p95_ms", "p99_ms", "p999_ms"] as $load
| "only known of a service that this run has started itself" as $unknown
| $environment[0] as $environment
| $original[0] as $original
| ($environment.workers == null) as $foreign
# What one answer takes of the processors, in microseconds, and how many cores a series used; null where the service's
# processes aren't known.
| def cpu($seconds): {
      workers: (if $foreign then null else sum(.worker_ns) / 1e9 / $seconds end),
      web_server: (if $foreign then null else sum(.server_ns) / 1e9 / $seconds end),
      wrk: (sum(.cpu_seconds) / $seconds)} | map_values(if . then round6 else . end);
  def rows: by(.row; figures($load) + {requests: sum(.requests), bytes: (sum(.body_bytes) / sum(.requests) | round), cpu_us: cpu(sum(.requests) / 1e6)});
  def ratio($one; $other): group_by(.repeat) | map((map(select(.row == $one))[0].requests_per_second)
                                                  / (map(select(.row == $other))[0].requests_per_second)) | figure;
  def table: {connections: 16, rows: rows, reason: (if $foreign then $unknown else null end)};
  .
| . as $all

# Every answer of ours that was checked. The stress is apart: there wrong ones are what is looked for.
| map(select(.sent != null and .section != "stress" and .section != "first_look" and .who != "theirs" and .row != "static")) as $checked

# Workers are numbered in the order of their processes; they are the same ones throughout, or there is no report.
| section("workers") as $workers
| def sample($when): $workers | map(select(.when == $when)) | sort_by(.pid);
  [sample("before"), sample("after"), sample("tail")] as [$before, $after, $tail]
| def growth($to): [range($before | length) as $i | $to[$i].rss_kib - $before[$i].rss_kib] | max;

{
    schema: "staccato-loadtest-2",
    environment: $environment,
    original: ($original | {asked, has, has_not}),

    answers_checked: ($checked | sum(.requests)),
    answers_wrong: ($checked | sum(.unexpected + .sent - .requests + broken)),

    response_time: {
        requests: 10,
        routes: section("response_time") | by_route(figures($spread)),
        original: $original.response_time
    },

    throughput: {
        requests: 50,
        routes: section("throughput") | by_route(figures(["seconds", "requests_per_second"])),
        original: $original.throughput
    },

    memory_stability: {
        answers: (section("memory_stability") | by_route({requests: sum(.requests), good: sum(.good)})),
        requests: (section("memory_stability") | sum(.requests)),
        warm_up_requests: (section("memory_warm_up") | sum(.requests)),
        tail_requests: (section("memory_tail") | sum(.requests)),
        workers: (if $foreign then null else [range($before | length) as $i
            | {before_kib: $before[$i].rss_kib, after_kib: $after[$i].rss_kib, after_tail_kib: $tail[$i].rss_kib,
               descriptors_before: $before[$i].descriptors, descriptors_after_tail: $tail[$i].descriptors}] end),
        growth_kib: growth($after),
        growth_tail_kib: growth($tail),
        reason: (if $foreign then $unknown else null end),
        original: $original.memory_stability
    },

    mixed_load: (def mixed: {successful: (map(.good) | min), failed: (map(.requests - .good) | max)}
            + figures(["average_ms", "p95_ms", "p99_ms"]);
        section("mixed_load") | group_by(.of) | map({(.[0].of): mixed}) | add
        | {requests: 100} + .original + {all_routes: .all, original: $original.mixed_load}),

    standalone: {
        requests: 20,
        routes: section("standalone") | by_route(figures($spread + ["requests_per_second"])
            + {success_rate: (sum(.good) / sum(.sent))}),
        original: $original.standalone
    },

    concurrency: {
        seconds: (section("concurrency") | map(.seconds) | median | round6),
        levels: (section("concurrency") | group_by(.connections) | map({
            connections: .[0].connections,
            routes: by_route(figures($load) + {requests: sum(.requests), errors: sum(.unexpected + broken)})
        }))
    },

    operations: {
        connections: 16,
        routes: (section("operations") | if length == 0 then null else by_route(figures($load) + {requests: sum(.requests)}) end),
        reason: (if $foreign then $unknown else null end)
    },

    links: (section("links") | table + {get_to_post: ratio("uncached"; "post"),
        cached_to_static: (if $foreign then null else ratio("cached"; "static") end)}),
    pictures: (section("pictures") | table),
    midi: (section("midi") | table),
    sight_reading: (section("sight_reading") | table),
    count_100: (section("count_100") | table),

    stress: (section("stress_end")[0].worker_died as $worker_died
        | section("stress")
        | map({connections, requests, requests_per_second: (.requests_per_second | round6), p50_ms, p99_ms,
               wrong_answers: .unexpected, refused_connections: .not_connected, broken_connections: .broken,
               unanswered: (.sent - .requests), first_bad: .amiss, cores: (.seconds as $seconds | [.] | cpu($seconds))})
        | . as $levels
        | .[-1] as $last
        | (if $worker_died then "a worker died"
           elif $last.wrong_answers > 0 then "a wrong answer: \($last.first_bad)"
           elif $last.refused_connections > 0 then "connections were refused"
           elif $last.broken_connections > 0 then "connections were reset"
           elif $last.unanswered > 0 then "requests stayed without an answer"
           elif $last.p99_ms > 500 then "P99 passed 500 ms"
           else null end) as $what
        | {levels: $levels,
           breaking_point: (if $what then $last.connections else null end),
           broke_first: $what,
           held: ([$levels[] | select($what == null or . != $last) | .connections] | max)}),

    cold_start: (if $foreign then {starts: 0, reason: $unknown} else {
        starts: ([section("cold_answer", "cold_hundred") | length] | min), # of either kind
        start_to_first_answer_ms: (section("cold_answer") | map(.ms) | figure),
        first_request_ms: (section("cold_hundred") | map(.first_ms) | figure),
        hundredth_request_ms: (section("cold_hundred") | map(.last_ms) | figure),
        reason: null
    } end),

    compression: {
        routes: (section("compression_bytes") | by_route(.[0] | {plain_bytes: .plain, gzip_bytes: .gzip}) | . as $sizes
            | ($all | section("compression")) as $series
            | with_entries(.key as $route | .value += ($series | map(select(.route == $route))
                | {plain: (map(select(.gzip == 0)) | figures(["requests_per_second"])),
                   gzip: (map(select(.gzip == 1)) | figures(["requests_per_second"])),
                   ratio: (group_by(.repeat) | map((map(select(.gzip == 1))[0].requests_per_second)
                                                 / (map(select(.gzip == 0))[0].requests_per_second)) | figure)}))),
        connections: 16,
        reason: (if all(section("compression_bytes")[]; .gzip == null) then "the service does not compress" else null end),
        original: $original.compression
    },

    real_world: (section("real_world") | {connections: 128, seconds: (sum(.seconds) | round6), requests: sum(.requests),
        good: sum(.good), refused: sum(.refusals), failed: sum(.unexpected + broken)}
        + figures($load + ["max_ms"])),

    soak: (section("soak") | {
        seconds: $environment.soak_seconds,
        connections: 16,
        requests: sum(.requests),
        requests_per_second: (map(.requests_per_second) | figure),
        p99_ms: (map(.p99_ms) | figure),
        samples: map(. as $slice | ($workers | map(select(.when == "soak" and .at == $slice.at))) as $them
            | {at_s: .at, requests_per_second: (.requests_per_second | round6), p99_ms,
               rss_kib: (if $foreign then null else ($them | map(.rss_kib)) end),
               descriptors: (if $foreign then null else ($them | map(.descriptors)) end)}),
        reason: (if $foreign then $unknown else null end)
    }),

    peers: (section("peers") | group_by(.peer) | map({
        peer: .[0].peer,
        lacks: (.[0].peer as $peer | $all | section("peer_lacks") | map(select(.peer == $peer).routes) | add // []),
        reason: (if .[0].peer != "blocking libfcgi loop" or ($foreign | not) then null
                 elif $environment.load_from == "another machine" then "the loop ran on wrk's machine, the service on another"
                 else "the loop had a web server of its own; what is in front of the service is not known" end),
        series: (group_by([.connections, .route]) | map({
            connections: .[0].connections,
            route: .[0].route,
            ours: (map(select(.who == "ours")) | figures(["requests_per_second", "p99_ms"])),
            theirs: (map(select(.who == "theirs")) | figures(["requests_per_second", "p99_ms"])),
            ratio: (group_by(.repeat) | map((map(select(.who == "ours"))[0].requests_per_second)
                                          / (map(select(.who == "theirs"))[0].requests_per_second)) | figure)
        }))
    }))
}
| .thresholds = [
    ([.response_time.routes[].max_ms.high] | max | {what: "slowest answer", limit: "< 500 ms", ours: ., unit: "ms", passed: (. < 500)}),
    ([.throughput.routes[].requests_per_second.low] | min | {what: "lowest sequential throughput", limit: "> 10 requests/s", ours: ., unit: "requests/s", passed: (. > 10)}),
    ([.mixed_load | .p99_ms.high, .all_routes.p99_ms.high] | max | {what: "mixed load, highest P99", limit: "< 1000 ms", ours: ., unit: "ms", passed: (. < 1000)}),
    (.answers_wrong | {what: "failed requests", limit: "0", ours: ., unit: "requests", passed: (. == 0)})
] | .thresholds[].original = $original.thresholds

# By how much the repeats of a series differ: highest ÷ lowest requests/s, the median of all series.
| .environment.noise = ([.throughput.routes[], .standalone.routes[], .concurrency.levels[].routes[] | .requests_per_second
    | select(.repeats > 1) | .high / .low] | if . == [] then null else median | round6 end)
