-- wrk's side of kills.c: POST /mary, and one line of counts at the end, "answers other errors".
local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init()
    other = 0
    wrk.method = "POST"
    wrk.body = '{"tonic": "C", "octave": 4}'
    wrk.headers["Content-Type"] = "application/json"
end

function response(status, headers, body)
    if status ~= 200 or not body:find("</score-partwise>", 1, true) then
        other = other + 1
    end
end

function done(summary, latency, requests)
    local all = 0
    for _, thread in ipairs(threads) do
        all = all + thread:get("other")
    end
    local errors = summary.errors
    print(string.format("kills: %d %d %d", summary.requests, math.max(all, errors.status),
        errors.connect + errors.read + errors.write + errors.timeout))
end
