-- One series of requests, for wrk: an exact number of them or a span of time, every answer checked, the result as a line of JSON.
--
-- wrk itself only knows "as many as fit into whole seconds". Here a thread stops asking when its series is over, waits for
-- what is still under way, and then ends wrk: as many answers as requests, and not one unchecked. loadtest/run sets:
--   HERE      the folder of traffic.lua
--   REQUESTS  the file that requests.jq made
--   ROUTES    names from it, space-separated, asked in turn; or "everyday"
--   COUNT     answers wanted (one thread), or
--   SPAN      seconds to go on for
--   SEEN_AS   JSON members that say what this series is, e.g. "section":"throughput"
--   BASE      what comes before the routes' paths, "" or e.g. /api/music
--   GZIP=1    asks for gzip, and takes nothing else
--   RAW=1     keeps wrk's correction of its histogram out of the figures, see hold()
--   BURSTS=1  all connections ask at once, and again after 20 to 80 ms
--   LIMIT     seconds after which wrk ends, for the sentence that says so
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
sent, received, unexpected, body_bytes, asked, answered = 0, 0, 0, 0, {}, {} -- the last two: how many of which kind
started, ended, complete, first_bad = 0, 0, false, ""
first_ms, last_ms, first_answer_at, slowest_ms = 0, 0, 0, 0

local requests = {} -- each { the bytes to send, or those before and after a seed; the kind of answer it has to get }
local kinds = {} -- that an answer of this series may be

-- A seed that no run has had: microseconds, and then one more for each request. Always as long.
local seed = math.floor(now(REALTIME) * 1e6) % 1e12
local function fresh_seed()
    seed = seed + 1
    return ("%012d"):format(seed)
end

local function prepare(each)
    local headers = { ["Content-Type"] = each.method == "POST" and "application/json" or nil }
    if gzip then headers["Accept-Encoding"] = "gzip" end
    if each.header then headers[each.header[1]] = each.header[2] end
    -- Two times "{seed}" are as long as a seed, so that the Content-Length that wrk counts is right.
    local function with_place(text) return (text:gsub("{seed}", "%0%0")) end
    local body = each.method == "POST" and with_place(each.body) or nil
    local bytes = wrk.format(each.method, setting "BASE" .. with_place(each.path), headers, body)
    local before, after = bytes:match "^(.*){seed}{seed}(.*)$"
    return { bytes = bytes, before = before, after = after, answer = each.answer }
end

function init()
    for i, each in ipairs(traffic.requests(setting "REQUESTS", setting "ROUTES")) do
        requests[i] = prepare(each)
        if not asked[each.answer] then
            asked[each.answer], answered[each.answer] = 0, 0
            kinds[#kinds + 1] = traffic.kind(each.answer)
        end
    end
    table.sort(kinds, function(one, other) return #one.words > #other.words end)
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
    ffi.C.poll(nil, 0, math.max(0, math.ceil((started + 0.03 - now()) * 1000))) -- wrk's main thread is asleep then, see below
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
        return requests[1].bytes
    end
    if started == 0 then started = now() end
    if is_over() then
        if received == sent then finish() end
        return "" -- nothing is sent, and this connection is done
    end
    local each = requests[sent % #requests + 1]
    sent = sent + 1
    asked[each.answer] = asked[each.answer] + 1
    local bytes = each.before and each.before .. fresh_seed() .. each.after or each.bytes
    if one_connection then asked_at = now() end
    return bytes
end

local inflated_most = 1024 * 1024
local zlib, inflated
if gzip then zlib, inflated = ffi.load "libz.so.1", ffi.new("char[?]", inflated_most) end

local function unzipped(body) -- nil if it is not gzip, whole and with nothing behind it
    local stream = ffi.new "loadtest_inflater"
    stream.next_in, stream.avail_in, stream.next_out, stream.avail_out = body, #body, inflated, inflated_most
    if zlib.inflateInit2_(stream, GZIP_WINDOW, "1", ffi.sizeof(stream)) ~= 0 then return nil end
    local whole = zlib.inflate(stream, Z_FINISH) == Z_STREAM_END and stream.avail_in == 0
    local text = ffi.string(inflated, inflated_most - stream.avail_out)
    zlib.inflateEnd(stream)
    return whole and text or nil
end

local function times(text, word)
    local count, at = 0, 0
    repeat
        at = text:find(word, at + 1, true)
        count = count + (at and 1 or 0)
    until not at
    return count
end

local function is_of(kind, status, text)
    if kind.status ~= status or text:sub(1, #kind.begins) ~= kind.begins or (kind.empty and text ~= "") then return false end
    for _, word in ipairs(kind.words) do
        if not text:find(word, 1, true) then return false end
    end
    return not kind.hundred or times(text, kind.hundred) == 100
end

local function kind_of(status, body)
    local text = body
    if gzip then text = unzipped(body) or "" end
    for _, kind in ipairs(kinds) do
        if is_of(kind, status, text) then return kind.name end
    end
    return "none"
end

-- Where there are few different answers, each is looked into once and then known by all of its bytes.
local known, room = {}, 16 * 1024 * 1024 -- bytes

function response(status, _, body)
    received, body_bytes = received + 1, body_bytes + #body
    if tolerant then ended = now() end -- it may never be complete
    if one_connection then
        last_ms = (now() - asked_at) * 1000
        slowest_ms = math.max(slowest_ms, last_ms)
        if received == 1 then first_ms, first_answer_at = last_ms, now(REALTIME) end
    end
    local of_status = known[status] or {}
    local kind = of_status[body] or kind_of(status, body)
    if room > 0 and not of_status[body] then
        known[status], of_status[body], room = of_status, kind, room - #body
    end
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

-- What is wrong with a series, in a sentence; nil if nothing is.
local function problem(total, broken)
    local missing = ("%d of %d requests have no answer"):format(total.sent - total.received, total.sent)
    if tolerant then return nil end
    if total.unexpected > 0 then return "a wrong answer: " .. total.amiss end
    if broken > 0 then return ("connections broke or were refused, %d times; %s"):format(broken, missing) end
    if not total.complete then return ("the server hangs: %s after %s s"):format(missing, setting "LIMIT") end
    if total.sent ~= total.received or total.amiss then
        return "answers do not match the requests: " .. (total.amiss or missing)
    end
end

local function collected() -- from all threads
    local total = { sent = 0, received = 0, unexpected = 0, body_bytes = 0, good = 0, refused = 0, complete = true,
                    first = math.huge, last = 0 }
    for _, thread in ipairs(threads) do
        for _, name in ipairs { "sent", "received", "unexpected", "body_bytes" } do total[name] = total[name] + thread:get(name) end
        if thread:get "started" > 0 then total.first = math.min(total.first, thread:get "started") end
        total.last = math.max(total.last, thread:get "ended")
        total.complete = total.complete and thread:get "complete"
        if not total.amiss and thread:get "first_bad" ~= "" then total.amiss = thread:get "first_bad" end
        local wanted, got = thread:get "asked", thread:get "answered"
        for kind, count in pairs(got) do
            local sort = traffic.kind(kind).refusal and "refused" or "good"
            total[sort] = total[sort] + count
            if not total.amiss and thread:get "complete" and count ~= wanted[kind] then
                total.amiss = ("%d answers of the kind \"%s\" instead of %d"):format(count, kind, wanted[kind])
            end
        end
    end
    return total
end

function done(summary, latency)
    local total, errors = collected(), summary.errors
    local seconds = total.last > total.first and total.last - total.first or summary.duration / 1e6
    local function ms(microseconds) return total.received > 0 and microseconds / 1000 or nil end
    local function percentile(p, needed) return total.received >= needed and latency:percentile(p) / 1000 or nil end

    -- At a series' end wrk writes request()'s "" to each connection, which TLS calls an error. One that matters costs an answer.
    local broken = errors.read + (total.complete and total.received == total.sent and 0 or errors.write) + errors.timeout
    local result = {
        { "problem", problem(total, errors.connect + broken) },
        { "complete", total.complete }, { "sent", total.sent }, { "requests", total.received },
        { "good", total.good }, { "refusals", total.refused }, { "unexpected", total.unexpected }, { "amiss", total.amiss },
        { "not_connected", errors.connect }, { "broken", broken }, { "body_bytes", total.body_bytes },
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
