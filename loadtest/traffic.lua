-- What load.lua asks, and how it knows the answers: the routes of routes.tsv, and everyday traffic.
--
-- A new route is a line in routes.tsv (name, method, path, kind of answer, body); a new kind of answer is a row in `answers`.
local traffic = {}

-- An answer is of the first kind whose status and beginning it has, and all of whose words are in it. The end of a score is
-- one of them: a document that was cut short is none.
local score = { "<score-partwise", "<note>", "</score-partwise>" }
traffic.answers = {
    { name = "score", status = 200, begins = "<?xml", words = score },
    { name = "game", status = 200, begins = "{", words = { '"generatedXml"', "<?xml", '"noteName"', '"noteOctave"', unpack(score) } },
}

-- Bad input, and how it has to be refused: each in words of its own, so that what refuses a good request is none of these.
local bad = {
    { "/mary", '{"tonic": "H", "octave": 4}', 400, { "The note H is not" } },
    { "/mary", '{"tonic": "C"}', 422, { '"missing"', '"octave"' } },
    { "/random", '{"rhythm": "10910", "rhythmType": 8, "tonic": "C4"}', 400, { "something is not right", "10910" } },
    { "/random", '{"rhythm": "1010", "rhythmType": 12, "tonic": "C4"}', 400, { "something is not right!", "12" } },
    { "/note-game", '{"scale": "C", "octave": "xyz"}', 400, { '"something is not right', "xyz" } },
    { "/note-game", '{"scale": "C", ', 422, { '"json_invalid"' } },
}
-- For operators.
table.insert(traffic.answers, { name = "health", status = 200, begins = '{"status":"healthy"', words = { '"version"', '"workers"' } })
table.insert(traffic.answers, { name = "metrics", status = 200, begins = "# HELP ", words = { "\nstaccato_requests_total{", "\nstaccato_build_info{" } })
for number, row in ipairs(bad) do
    table.insert(traffic.answers, { name = "refusal " .. number, status = row[3], begins = "", words = row[4] })
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
    local function game() return "/note-game", "game", ('{"scale": "%s", "octave": "%d"}'):format(one_of(keys), math.random(3, 5)) end
    local function mary() return "/mary", "score", ('{"tonic": "%s", "octave": %d}'):format(one_of(keys), math.random(3, 5)) end
    local function random(kind, digits)
        return "/random", "score", ('{"rhythm": "%s", "rhythmType": %d, "tonic": "%s4"}'):format(pattern(digits), kind, one_of(keys))
    end
    local good = { game, game, mary, function() return random(8, 1) end, function() return random(16, 2) end }
    local list = {}
    for i = 1, 2000 do
        local number = math.random(#bad)
        if i % 20 == 0 then
            list[i] = { "POST", bad[number][1], "refusal " .. number, bad[number][2] }
        else
            list[i] = { "POST", one_of(good)() }
        end
    end
    return list
end

-- The requests of a series, in turn: { method, path, kind of answer, body } each. NAMES are of routes, or "everyday".
function traffic.requests(file, names)
    local routes, list = {}, {}
    for line in io.lines(file) do
        local name, method, path, answer, body = line:match "^([^\t]+)\t([^\t]+)\t([^\t]+)\t([^\t]+)\t?(.*)$"
        routes[name] = { method, path, answer, body }
    end
    for name in names:gmatch "%S+" do
        if name == "everyday" then
            for _, each in ipairs(everyday()) do table.insert(list, each) end
        else
            table.insert(list, routes[name] or error("no route " .. name))
        end
    end
    return list
end

return traffic
