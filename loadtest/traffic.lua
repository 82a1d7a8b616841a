-- What load.lua asks, and how it knows the answers: the lines that requests.jq makes, and everyday traffic.
local traffic = {}

-- An answer is of the first kind whose status and beginning it has, and all of whose words are in it; the kinds of a series
-- are tried from the most words to the fewest. The end of a document is one of them: what was cut short is none.
local score = { "<score-partwise", "<note", "</score-partwise>" }
local kinds = {
    score = { status = 200, begins = "<?xml", words = score },
    svg = { status = 200, begins = "<svg ", words = { "<title", "</svg>" } },
    mid = { status = 200, begins = "MThd", words = { "MTrk", "\255\47\0" } },
    ["304"] = { status = 304, begins = "", words = {}, empty = true },
    health = { status = 200, begins = '{"status":"healthy"', words = { '"version"', '"workers"' } },
    metrics = { status = 200, begins = "# HELP ", words = { "\nstaccato_requests_total{", "\nstaccato_build_info{" } },
}

-- "object:generatedXml,noteName" is a JSON object with these members, "hundred:…" a list of a hundred of them.
local function json_kind(shape, members)
    local kind = { status = 200, begins = shape == "object" and "{" or "[", words = {} }
    for member in members:gmatch "[^,]+" do table.insert(kind.words, '"' .. member .. '"') end
    if shape == "hundred" then kind.hundred = kind.words[1] end
    if members:find "generatedXml" then for _, word in ipairs(score) do table.insert(kind.words, word) end end
    return kind
end

function traffic.kind(name)
    local kind = kinds[name]
    if not kind then
        local shape, members = name:match "^(%a+):(.+)$"
        kind = json_kind(assert(shape, "no kind of answer " .. name), members)
        kinds[name] = kind
    end
    kind.name = name
    return kind
end

-- Bad input, and how it has to be refused: each in words of its own, so that what refuses a good request is none of these.
local bad = {
    { "/mary", '{"tonic": "H", "octave": 4}', 400, { "The note H is not" } },
    { "/mary", '{"tonic": "C"}', 422, { '"missing"', '"octave"' } },
    { "/random", '{"rhythm": "10910", "rhythmType": 8, "tonic": "C4"}', 400, { "something is not right", "10910" } },
    { "/random", '{"rhythm": "1010", "rhythmType": 12, "tonic": "C4"}', 400, { "something is not right!", "12" } },
    { "/note-game", '{"scale": "C", "octave": "xyz"}', 400, { '"something is not right', "xyz" } },
    { "/note-game", '{"scale": "C", ', 422, { '"json_invalid"' } },
}
for number, row in ipairs(bad) do
    kinds["refusal " .. number] = { status = row[3], begins = "", words = row[4], refusal = true }
end

local function request(method, path, answer, header, body)
    local header_name, header_value = header:match "^(%S+): (.*)$"
    return { method = method, path = path, answer = answer, body = body, header = header_name and { header_name, header_value } }
end

-- As a class would ask: easy keys more often than hard ones, the game more often than the rest, every twentieth request bad.
-- Drawn from a fixed seed, so that each run asks the same. A row more is a weight more.
local function everyday()
    math.randomseed(20251024)
    local function one_of(list) return list[math.random(#list)] end
    local keys = { "C", "C", "C", "G", "G", "F", "F", "D", "D", "B-", "B-", "A", "E-", "E", "A-", "B", "D-", "F#", "G-", "C#", "C-" }
    local function pattern(digits)
        local text = {}
        for i = 1, one_of { 4, 8, 8, 8, 16, 16, 32, 64 } do text[i] = math.random(0, digits) end
        return table.concat(text)
    end
    local game_answer = "object:generatedXml,noteName,noteOctave"
    local function game() return "/note-game", game_answer, ('{"scale": "%s", "octave": "%d"}'):format(one_of(keys), math.random(3, 5)) end
    local function mary() return "/mary", "score", ('{"tonic": "%s", "octave": %d}'):format(one_of(keys), math.random(3, 5)) end
    local function random(kind, digits)
        return "/random", "score", ('{"rhythm": "%s", "rhythmType": %d, "tonic": "%s4"}'):format(pattern(digits), kind, one_of(keys))
    end
    local good = { game, game, mary, function() return random(8, 1) end, function() return random(16, 2) end }
    local list = {}
    for i = 1, 2000 do
        local number = math.random(#bad)
        if i % 20 == 0 then
            list[i] = request("POST", bad[number][1], "refusal " .. number, "-", bad[number][2])
        else
            local path, answer, body = one_of(good)()
            list[i] = request("POST", path, answer, "-", body)
        end
    end
    return list
end

-- The requests of a series, in turn. NAMES are the first columns of FILE's lines, or "everyday".
function traffic.requests(file, names)
    local named, list = {}, {}
    for line in io.lines(file) do
        local name, method, path, answer, header, body = line:match(("([^\t]*)\t"):rep(5) .. "(.*)")
        named[name] = request(method, path, answer, header, body)
    end
    for name in names:gmatch "%S+" do
        if name == "everyday" then
            for _, each in ipairs(everyday()) do table.insert(list, each) end
        else
            table.insert(list, named[name] or error("no request " .. name))
        end
    end
    return list
end

return traffic
