-- One series of requests, for wrk: an exact number of them or a span of time, every answer checked, the result as one line of JSON.
--
-- wrk itself only knows "as many as fit into whole seconds". Here a thread stops asking when its series is over, waits for
-- what is still under way, and then ends wrk: as many answers as requests, and not one unchecked. loadtest/run sets:
--   ROUTES    names from ROUTES_FILE, space-separated; requests rotate over them. "mix" is everyday traffic, see mix()
--   COUNT     answers wanted (one thread), or
--   SPAN      seconds to go on for
--   SEEN_AS   JSON members that say what this series is, e.g. "section":"throughput"
--   BASE      what comes before the routes' paths, "" or e.g. /api/music
--   GZIP=1    asks for gzip. What is inside is not looked at here; loadtest/run does, once a route
--   RAW=1     keeps wrk's correction of its histogram out of the figures, see hold()
--   BURSTS=1  all connections ask at once, and then pause for 20 to 80 ms
--   TOLERANT=1  goes on after a bad answer and counts it: for finding out where a service breaks
--   CONNECTIONS, as given to wrk with -c
local ffi = require "ffi"
ffi.cdef [[
typedef struct { long seconds, nanoseconds; } loadtest_time;
int clock_gettime(int clock, loadtest_time *time);
int poll(void *none, unsigned long count, int milliseconds);
int getpid(void);
int kill(int process, int signal);
]]
local SIGINT, REALTIME, MONOTONIC = 2, 0, 1

local function setting(name) return os.getenv(name) or "" end
local limit, span = tonumber(setting "COUNT"), tonumber(setting "SPAN")
local connections = tonumber(setting "CONNECTIONS")
local gzip, raw = setting "GZIP" == "1", setting "RAW" == "1"
local tolerant, bursts = setting "TOLERANT" == "1", setting "BURSTS" == "1"

local time = ffi.new "loadtest_time"
local function now(clock) -- in seconds
    ffi.C.clock_gettime(clock or MONOTONIC, time)
    return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

-- What one thread knows; done() reads these from every thread, so they are global.
sent, sent_bad, received, scores, refusals, unexpected = 0, 0, 0, 0, 0, 0
started, ended, first_bad, first_answer_at = 0, 0, "", 0
first_ms, last_ms, slowest_ms, complete = 0, 0, 0, false

-- Everyday traffic: as a class would ask. Easy keys more often than hard ones, the game more often than the rest; every
-- twentieth request is one that has to be refused. Drawn from a fixed seed: each run asks the same.
local function mix()
    math.randomseed(20251024)
    local function one_of(list) return list[math.random(#list)] end
    local keys = { "C", "C", "C", "G", "G", "F", "F", "D", "D", "B-", "B-", "A", "E-", "E", "A-", "B", "D-", "F#", "G-", "C#", "C-" }
    local function pattern(digits)
        local text = {}
        for i = 1, one_of { 4, 8, 8, 8, 16, 16, 32, 64 } do text[i] = math.random(0, digits) end
        return table.concat(text)
    end
    local good = { -- a row more is a weight more
        function() return "/note-game", ('{"scale": "%s", "octave": "%d"}'):format(one_of(keys), math.random(3, 5)) end,
        function() return "/note-game", ('{"scale": "%s", "octave": "%d"}'):format(one_of(keys), math.random(3, 5)) end,
        function() return "/mary", ('{"tonic": "%s", "octave": %d}'):format(one_of(keys), math.random(3, 5)) end,
        function() return "/random", ('{"rhythm": "%s", "rhythmType": 8, "tonic": "%s4"}'):format(pattern(1), one_of(keys)) end,
        function() return "/random", ('{"rhythm": "%s", "rhythmType": 16, "tonic": "%s5"}'):format(pattern(2), one_of(keys)) end,
    }
    local bad = {
        { "/mary", '{"tonic": "H", "octave": 4}' },
        { "/mary", '{"tonic": "C"}' },
        { "/random", '{"rhythm": "10910", "rhythmType": 8, "tonic": "C4"}' },
        { "/random", '{"rhythm": "1010", "rhythmType": 12, "tonic": "C4"}' },
        { "/note-game", '{"scale": "C", "octave": "x"}' },
        { "/note-game", '{"scale": "C", ' },
    }
    local list = {}
    for i = 1, 2000 do
        if i % 20 == 0 then
            list[i] = { one_of(bad), refused = true }
        else
            list[i] = { { one_of(good)() } }
        end
    end
    return list
end

local routes = {} -- by name: { path, body }
for line in io.lines(setting "ROUTES_FILE") do
    local name, path, body = line:match "^([^\t]+)\t([^\t]+)\t(.+)$"
    routes[name] = { path, body }
end

local requests = {} -- each { the bytes to send, whether it has to be refused }

function init()
    local headers = { ["Content-Type"] = "application/json" }
    if gzip then headers["Accept-Encoding"] = "gzip" end
    local function add(route, refused)
        requests[#requests + 1] = { wrk.format("POST", setting "BASE" .. route[1], headers, route[2]), refused or false }
    end
    for name in setting("ROUTES"):gmatch "%S+" do
        if name == "mix" then
            for _, entry in ipairs(mix()) do add(entry[1], entry.refused) end
        else
            add(routes[name])
        end
    end
    if bursts then
        local burst = 0
        function delay() -- milliseconds to wait before the next request
            local time_now = now() * 1000
            if time_now >= burst then burst = time_now + math.random(20, 80) end
            return math.ceil(burst - time_now)
        end
    end
end

local function is_over() return (limit and sent >= limit) or (span and now() >= started + span) end

-- wrk adds what it thinks it missed to its histogram: where an answer took more than twice the run's mean interval, it
-- assumes that further requests were held up. A sequence of requests has no schedule that could have been missed, so
-- there the interval is stretched by waiting at the end until no answer is that slow, and the histogram stays what it is.
local function hold()
    ffi.C.poll(nil, 0, math.min(5000, math.ceil(received * slowest_ms / 2) + 1))
end

local function finish()
    if complete then return end
    ended, complete = now(), true
    if raw then hold() end
    wrk.thread:stop()
    local flags = ffi.cast("volatile int *", ffi.cast("intptr_t", flags_address))
    flags[thread_number] = 1
    for i = 1, thread_count do
        if flags[i] == 0 then return end
    end
    ffi.C.kill(ffi.C.getpid(), SIGINT) -- the last one wakes wrk, which would sleep till its own time is up
end

local asked_at = 0 -- of the latest request; means something with one connection only
local looked_at = false

function request()
    if thread_number == 1 and not looked_at then -- before the threads start, wrk looks at what the first one would send
        looked_at = true
        return requests[1][1]
    end
    if started == 0 then
        ffi.C.poll(nil, 0, 30) -- until wrk's main thread is asleep and a signal can wake it, see finish()
        started = now()
    end
    if is_over() then
        if received == sent then finish() end
        return "" -- nothing is sent, and this connection is done
    end
    local next_one = requests[sent % #requests + 1]
    sent = sent + 1
    if next_one[2] then sent_bad = sent_bad + 1 end
    if connections == 1 then asked_at = now() end
    return next_one[1]
end

local function is_score(body)
    if gzip and body:byte(1) == 0x1f and body:byte(2) == 0x8b then return true end
    if body:find("<score-partwise", 1, true) == nil then return false end
    return body:byte(1) ~= 0x7b or (body:find('"generatedXml"', 1, true) ~= nil and body:find('"noteName"', 1, true) ~= nil)
end

function response(status, _, body)
    received = received + 1
    if tolerant then ended = now() end -- it may never be complete
    if connections == 1 then
        last_ms = (now() - asked_at) * 1000
        slowest_ms = math.max(slowest_ms, last_ms)
        if received == 1 then first_ms, first_answer_at = last_ms, now(REALTIME) end
    end
    if status == 200 and is_score(body) then
        scores = scores + 1
    elseif (status == 400 or status == 422) and #body > 0 and refusals < sent_bad then
        refusals = refusals + 1
    else
        unexpected = unexpected + 1
        if first_bad == "" then
            first_bad = status == 200 and "200 without a score in it" or tostring(status)
            first_bad = first_bad .. (#body == 0 and ", empty" or ': "' .. body:sub(1, 80):gsub("%s+", " ") .. '"')
        end
        if not tolerant then return finish() end
    end
    if is_over() and received == sent then finish() end
end

-- From here on: wrk's main thread, which has a Lua state of its own.
local threads, flags = {}, ffi.new "volatile int[1025]" -- flags: which threads are done, shared with all of them

function setup(thread)
    threads[#threads + 1] = thread
    thread:set("thread_number", #threads)
    thread:set("flags_address", tonumber(ffi.cast("intptr_t", flags)))
    for _, each in ipairs(threads) do each:set("thread_count", #threads) end
end

local function json(value)
    if value == nil then return "null" end
    if type(value) == "number" then return (("%.6f"):format(value):gsub("%.?0+$", "")) end
    if type(value) ~= "string" then return tostring(value) end
    return '"' .. value:gsub('[%c"\\\128-\255]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

function done(summary, latency)
    local total = { sent = 0, sent_bad = 0, received = 0, scores = 0, refusals = 0, unexpected = 0 }
    local first, last, all_complete, bad = math.huge, 0, true, ""
    for _, thread in ipairs(threads) do
        for name, value in pairs(total) do total[name] = value + thread:get(name) end
        if thread:get "started" > 0 then first = math.min(first, thread:get "started") end
        last = math.max(last, thread:get "ended")
        all_complete = all_complete and thread:get "complete"
        if bad == "" then bad = thread:get "first_bad" end
    end
    local seconds = last > first and last - first or summary.duration / 1e6

    local function ms(microseconds) return total.received > 0 and microseconds / 1000 or nil end
    local function percentile(p, needed) return total.received >= needed and latency:percentile(p) / 1000 or nil end

    local errors = summary.errors
    local result = {
        { "complete", all_complete }, { "sent", total.sent }, { "sent_bad", total.sent_bad },
        { "requests", total.received }, { "scores", total.scores }, { "refusals", total.refusals },
        { "unexpected", total.unexpected }, { "first_bad", bad },
        { "connect_errors", errors.connect }, { "read_errors", errors.read }, { "write_errors", errors.write },
        { "timeouts", errors.timeout },
        { "seconds", seconds }, { "requests_per_second", total.received / seconds }, { "bytes", summary.bytes },
        { "average_ms", ms(latency.mean) }, { "min_ms", ms(latency.min) },
        { "max_ms", ms(latency.max) }, { "stdev_ms", ms(latency.stdev) },
        { "p50_ms", percentile(50, 1) }, { "p95_ms", percentile(95, 1) }, { "p99_ms", percentile(99, 1) },
        { "p999_ms", percentile(99.9, 1000) }, -- of fewer it would be the maximum under another name
    }
    if connections == 1 then
        local thread = threads[1]
        result[#result + 1] = { "first_ms", thread:get "first_ms" }
        result[#result + 1] = { "last_ms", thread:get "last_ms" }
        result[#result + 1] = { "first_answer_at", thread:get "first_answer_at" }
    end
    local members = { setting "SEEN_AS" ~= "" and setting "SEEN_AS" or nil }
    for _, pair in ipairs(result) do members[#members + 1] = ('"%s":%s'):format(pair[1], json(pair[2])) end
    io.write("{", table.concat(members, ","), "}\n")
end
