-- wrk's side of tests under load: valid requests, every answer looked at, and one line of counts at the end, "load: answers=…
-- wrong=… errors=… per_second=… p99_us=… max_us=…". Lost connections are errors; wrong is an answer that is no whole score.
--   ONLY=/mary    that one instead of all
--   GET=/mary.mid…  that link, or file, instead
--   PAUSE=ms      of each connection between two requests
--   GZIP=1        asks for compressed answers, of which the status alone is looked at
--   UNCHECKED=1   statuses are counted by wrk itself, so that a rate is that of the servers, not of this file
local all = {
    { "/mary", '{"tonic":"C","octave":4}' },
    { "/random", '{"rhythm":"0112","rhythmType":16,"tonic":"f#3"}' },
    { "/note-game", '{"scale":"Ab","octave":"4"}' },
}
local threads, requests, turn = {}, {}, 0
local only, gzip, pause = os.getenv("ONLY"), os.getenv("GZIP"), tonumber(os.getenv("PAUSE")) or 0
local get = os.getenv("GET")

function setup(thread)
    table.insert(threads, thread)
end

function init()
    wrong = 0
    if get then
        requests = { wrk.format("GET", get) }
    end
    for _, request in ipairs(all) do
        if not get and (not only or only == request[1]) then
            local headers = { ["Content-Type"] = "application/json", ["Accept-Encoding"] = gzip and "gzip" }
            table.insert(requests, wrk.format("POST", wrk.path:gsub("/$", "") .. request[1], headers, request[2]))
        end
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

if not os.getenv("UNCHECKED") then
    function response(status, _, body)
        if status ~= 200 or not gzip and not body:find("</score-partwise>", 1, true) then
            wrong = wrong + 1
        end
    end
end

function done(summary, latency)
    local errors, seen = summary.errors, 0
    for _, thread in ipairs(threads) do
        seen = seen + thread:get("wrong")
    end
    print(string.format("load: answers=%d wrong=%d errors=%d per_second=%.0f p99_us=%d max_us=%d", summary.requests,
        math.max(seen, errors.status), errors.connect + errors.read + errors.write + errors.timeout,
        summary.requests / summary.duration * 1e6, latency:percentile(99), latency.max))
end
