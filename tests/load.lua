-- wrk's side of tests under load: valid requests to all three routes, a pause between them (PAUSE, ms), and one line of
-- counts at the end, "load: answers other errors P99", the last in microseconds.
local threads = {}
local requests = {
    { "/mary", '{"tonic":"C","octave":4}' },
    { "/random", '{"rhythm":"0112","rhythmType":16,"tonic":"f#3"}' },
    { "/note-game", '{"scale":"Ab","octave":"4"}' },
}
local pause = tonumber(os.getenv("PAUSE")) or 0
local turn = 0

function setup(thread)
    table.insert(threads, thread)
end

function init()
    other = 0
    for i, request in ipairs(requests) do
        requests[i] = wrk.format("POST", request[1], { ["Content-Type"] = "application/json" }, request[2])
    end
end

if pause > 0 then
    function delay()
        return pause
    end
end

function request()
    turn = turn % #requests + 1
    return requests[turn]
end

function response(status, headers, body)
    if status ~= 200 or not body:find("</score-partwise>", 1, true) then
        other = other + 1
    end
end

function done(summary, latency)
    local all = 0
    for _, thread in ipairs(threads) do
        all = all + thread:get("other")
    end
    local errors = summary.errors
    print(string.format("load: %d %d %d %d", summary.requests, math.max(all, errors.status),
        errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(99)))
end
