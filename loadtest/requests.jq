# Makes of the service's own description, GET /openapi.json, what can be asked of it: a line each, of tab-separated columns:
# the name in load.lua's ROUTES, method, path, kind of answer (see traffic.lua), header ("-" for none) and body.
# {seed} stands for a seed that is new each time. $original is original.json; what its report asked is asked in its words.
#
#   mary                     the exercise by POST, with the example that the description has
#   mary/seeded              the same, with a seed
#   mary.svg                 its link, in each of its formats, and new each time
#   mary.svg/304             the same, with an If-None-Match that fits
#   note-game.svg/kept       a link that is the same each time; with /304 behind it: asked by who has it
#   note-game/100            a hundred questions at once
#   sight-reading/piano-0    one of its levels; also sight-reading.svg/piano-0
#   health, metrics          what operators ask
#   static                   the file that loadtest/run has put beside the playground

def line($name; $method; $path; $answer; $header; $body): [$name, $method, $path, $answer, $header, $body] | join("\t");
def post($name; $path; $answer): line($name; "POST"; $path; $answer; "-"; tojson); # with . as its body
def link($name; $path; $answer): line($name; "GET"; $path; $answer; "-"; "");
def having($name; $path): line($name; "GET"; $path; "304"; "If-None-Match: *"; "");
def query: to_entries | map("\(.key)=\(.value | if type == "array" then .[] else . end | tostring | @uri)") | join("&");

.paths as $paths
| .components.schemas as $schemas
| def named: $schemas[."$ref" | split("/")[-1]];
def members: (.oneOf[0]? // .) | [.allOf[]?, . | select(."$ref") | named.required[]] + (.required // []) | join(",");

link("health"; "/health"; "health"),
link("metrics"; "/metrics"; "metrics"),
link("static"; "/playground/loadtest.svg"; "svg"),

($paths | to_entries[] | select(.value.post) | .key as $path | .key[1:] as $name
| .value.post.requestBody.content["application/json"] as $request
| .value.post.responses["200"].content as $content
| ($original[0].asked[$path] // ($request.examples.example.value | del(.seed))) as $fields
| ($request.examples.example.value | has("seed")) as $draws
| ($content | has("application/xml")) as $document
| (if $document then "generatedXml" else $content["application/json"].schema | members end) as $members
| (if $document then "score" else "object:" + $members end) as $answer
| [{format: "musicxml", answer: "score"}, {format: "svg", answer: "svg"}, {format: "mid", answer: "mid"},
   {format: "json", answer: "object:\($members)"} | select($paths["\($path).\(.format)"].get)] as $formats

| ($fields | post($name; $path; $answer)),
  ($fields + {seed: "{seed}"} | post("\($name)/seeded"; $path; $answer)),
  ($formats[] | "\($path).\(.format)?\($fields | query)&seed=" as $link
    | link("\($name).\(.format)"; "\($link){seed}"; .answer),
      having("\($name).\(.format)/304"; "\($link){seed}"),
      if $draws then
          link("\($name).\(.format)/kept"; "\($link)kept"; .answer),
          having("\($name).\(.format)/kept/304"; "\($link)kept")
      else empty end),
  if $draws then $fields + {count: 100} | post("\($name)/100"; $path; "hundred:" + $members) else empty end,
  ($request.schema | named.properties.level.enum // [] | .[] | select(. != null and . != "custom") | . as $level
    | ({level: $level} | post("\($name)/\($level)"; $path; $answer)),
      ($formats[] | link("\($name).\(.format)/\($level)"; "\($path).\(.format)?level=\($level)&seed={seed}"; .answer))))
