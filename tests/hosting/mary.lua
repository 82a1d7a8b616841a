-- wrk asks for one score after another; the last line says how many requests there were, and how many were not 200.
wrk.method = "POST"
wrk.body = '{"tonic":"C","octave":4}'
bad = 0
local threads = {}
function setup(thread) table.insert(threads, thread) end
function response(status) if status ~= 200 then bad = bad + 1 end end
function done(summary, latency)
    local lost = 0
    for _, thread in ipairs(threads) do lost = lost + thread:get("bad") end
    local e = summary.errors
    print(string.format("requests=%d failed=%d socket_errors=%d per_second=%.0f p99_ms=%.1f max_ms=%.1f", summary.requests, lost,
        e.connect + e.read + e.write + e.timeout, summary.requests / summary.duration * 1e6,
        latency:percentile(99) / 1000, latency.max / 1000))
end
