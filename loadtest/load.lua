-- One series of requests, for wrk: an exact number of them or a span of time, every answer checked, the result as a line of JSON.
--
-- wrk itself only knows "as many as fit into whole seconds". Here a thread stops asking when its series is over, waits for
-- what is still under way, and then ends wrk: as many answers as requests, and not one unchecked. loadtest/run sets:
--   HERE      the folder of traffic.lua and routes.tsv
--   ROUTES    names from routes.tsv, space-separated, asked in turn; or "everyday"
--   COUNT     answers wanted (one thread), or
--   SPAN      seconds to go on for
--   SEEN_AS   JSON members that say what this series is, e.g. "section":"throughput"
--   BASE      what comes before the routes' paths, "" or e.g. /api/music
--   GZIP=1    asks for gzip, and takes nothing else
--   RAW=1     keeps wrk's correction of its histogram out of the figures, see hold()
--   BURSTS=1  all connections ask at once, and again after 20 to 80 ms
--   TOLERANT=1  goes on after a bad answer and counts it: for finding out where a service breaks
--   CONNECTIONS, as given to wrk with -c
local ffi = require "ffi"
ffi.cdef [[
typedef struct { long seconds, nanoseconds; } loadtest_time;
int clock_gettime(int clock, loadtest_time *time);
int poll(void *none, unsigned long count, int milliseconds);
int getpid(void);
int kill(int process, int signal);
typedef struct {
    const char *next_in; unsigned avail_in; unsigned long total_in;
    char *next_out; unsigned avail_out; unsigned long total_out;
    const char *message; void *state, *alloc, *free, *opaque; int type; unsigned long adler, reserved;
} loadtest_inflater; /* zlib's z_stream */
int inflateInit2_(loadtest_inflater *, int window, const char *version, int size);
int inflate(loadtest_inflater *, int flush);
int inflateEnd(loadtest_inflater *);
]]
local SIGINT, REALTIME, MONOTONIC = 2, 0, 1
local Z_FINISH, Z_STREAM_END, GZIP_WINDOW = 4, 1, 31

local function setting(name) return os.getenv(name) or "" end
local traffic = dofile(setting "HERE" .. "/traffic.lua")
local limit, span = tonumber(setting "COUNT"), tonumber(setting "SPAN")
local one_connection = setting "CONNECTIONS" == "1"
local gzip, raw = setting "GZIP" == "1", setting "RAW" == "1"
local tolerant, bursts = setting "TOLERANT" == "1", setting "BURSTS" == "1"

local time = ffi.new "loadtest_time"
local function now(clock) -- in seconds
    ffi.C.clock_gettime(clock or MONOTONIC, time)
    return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

-- What one thread knows; done() reads these from every thread, so they are global.
sent, received, unexpected, asked, answered = 0, 0, 0, {}, {} -- the last two: how many of which kind
started, ended, complete, first_bad = 0, 0, false, ""
first_ms, last_ms, first_answer_at, slowest_ms = 0, 0, 0, 0

local requests = {} -- each { the bytes to send, the kind of answer it has to get }

function init()
    for _, each in ipairs(traffic.answers) do asked[each.name], answered[each.name] = 0, 0 end
    local headers = { ["Content-Type"] = "application/json" }
    if gzip then headers["Accept-Encoding"] = "gzip" end
    for i, each in ipairs(traffic.requests(setting "HERE" .. "/routes.tsv", setting "ROUTES")) do
        requests[i] = { wrk.format(each[1], setting "BASE" .. each[2], headers, each[4]), each[3] }
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
-- At most 25 s, which is enough for a hundred answers of which one took half a second.
local function hold()
    ffi.C.poll(nil, 0, math.min(25000, math.ceil(received * slowest_ms / 2) + 1))
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
    local bytes, kind = unpack(requests[sent % #requests + 1])
    sent = sent + 1
    asked[kind] = asked[kind] + 1
    if one_connection then asked_at = now() end
    return bytes
end

local function unzipped(body) -- nil if it is not gzip, whole and with nothing behind it
    local size = 1024 * 1024
    local zlib, out, stream = ffi.load "libz.so.1", ffi.new("char[?]", size), ffi.new "loadtest_inflater"
    stream.next_in, stream.avail_in, stream.next_out, stream.avail_out = body, #body, out, size
    if zlib.inflateInit2_(stream, GZIP_WINDOW, "1", ffi.sizeof(stream)) ~= 0 then return nil end
    local whole = zlib.inflate(stream, Z_FINISH) == Z_STREAM_END and stream.avail_in == 0
    local text = ffi.string(out, size - stream.avail_out)
    zlib.inflateEnd(stream)
    return whole and text or nil
end

local function kind_of(status, body)
    local text = body
    if gzip then text = unzipped(body) or "" end
    for _, kind in ipairs(traffic.answers) do
        local fits = kind.status == status and text:sub(1, #kind.begins) == kind.begins
        for _, word in ipairs(kind.words) do fits = fits and text:find(word, 1, true) ~= nil end
        if fits then return kind.name end
    end
    return "none"
end

-- There are few different answers, so each is looked into once and then known by all of its bytes.
local known = {}

function response(status, _, body)
    received = received + 1
    if tolerant then ended = now() end -- it may never be complete
    if one_connection then
        last_ms = (now() - asked_at) * 1000
        slowest_ms = math.max(slowest_ms, last_ms)
        if received == 1 then first_ms, first_answer_at = last_ms, now(REALTIME) end
    end
    local of_status = known[status] or {}
    local kind = of_status[body] or kind_of(status, body)
    known[status], of_status[body] = of_status, kind
    if kind ~= "none" and answered[kind] < asked[kind] then
        answered[kind] = answered[kind] + 1
    else
        unexpected = unexpected + 1
        if first_bad == "" then
            first_bad = (kind == "none" and status == 200) and "200 without what should be in it" or tostring(status)
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
    local total = { sent = 0, received = 0, unexpected = 0 }
    local first, last, all_complete, amiss, good, refused = math.huge, 0, true, nil, 0, 0
    for _, thread in ipairs(threads) do
        for name, value in pairs(total) do total[name] = value + thread:get(name) end
        if thread:get "started" > 0 then first = math.min(first, thread:get "started") end
        last = math.max(last, thread:get "ended")
        all_complete = all_complete and thread:get "complete"
        if not amiss and thread:get "first_bad" ~= "" then amiss = thread:get "first_bad" end
        local wanted, got = thread:get "asked", thread:get "answered"
        for _, kind in ipairs(traffic.answers) do
            if kind.status == 200 then good = good + got[kind.name] else refused = refused + got[kind.name] end
            if not amiss and thread:get "complete" and got[kind.name] ~= wanted[kind.name] then
                amiss = ("%d answers of the kind \"%s\" instead of %d"):format(got[kind.name], kind.name, wanted[kind.name])
            end
        end
    end
    local seconds = last > first and last - first or summary.duration / 1e6

    local function ms(microseconds) return total.received > 0 and microseconds / 1000 or nil end
    local function percentile(p, needed) return total.received >= needed and latency:percentile(p) / 1000 or nil end

    local errors = summary.errors
    -- At a series' end wrk writes request()'s "" to each connection, which TLS calls an error. One that matters costs an answer.
    local resets = errors.read + (all_complete and total.received == total.sent and 0 or errors.write)
    local result = {
        { "complete", all_complete }, { "sent", total.sent }, { "requests", total.received },
        { "scores", good }, { "refusals", refused }, { "unexpected", total.unexpected }, { "amiss", amiss },
        { "not_connected", errors.connect }, { "broken", resets + errors.timeout },
        { "seconds", seconds }, { "requests_per_second", total.received / seconds }, { "cpu_seconds", os.clock() },
        { "average_ms", ms(latency.mean) }, { "min_ms", ms(latency.min) },
        { "max_ms", ms(latency.max) }, { "stdev_ms", ms(latency.stdev) },
        { "p50_ms", percentile(50, 1) }, { "p95_ms", percentile(95, 1) }, { "p99_ms", percentile(99, 1) },
        { "p999_ms", percentile(99.9, 1000) }, -- of fewer it would be the maximum under another name
    }
    if one_connection then
        for _, name in ipairs { "first_ms", "last_ms", "first_answer_at" } do
            table.insert(result, { name, threads[1]:get(name) })
        end
    end
    local members = { setting "SEEN_AS" ~= "" and setting "SEEN_AS" or nil }
    for _, pair in ipairs(result) do members[#members + 1] = ('"%s":%s'):format(pair[1], json(pair[2])) end
    io.write("{", table.concat(members, ","), "}\n")
end
