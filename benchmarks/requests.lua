-- Requests from a file, one a line: METHOD, PATH, HEADERS (name: value, parted by \31), BODY, parted by tabs.
-- "{n}" in headers or body becomes a number that nobody else has. With "once" every line is sent once, then the
-- thread stops; else the file is gone through again and again. At the end one line of JSON tells what was answered.

local lines, at, sent, stamp, once = {}, 0, 0, "", false
statuses = {}

local function cut(text, mark)
  local parts, from = {}, 1
  while true do
    local found = string.find(text, mark, from, true)
    if not found then break end
    parts[#parts + 1] = string.sub(text, from, found - 1)
    from = found + 1
  end
  parts[#parts + 1] = string.sub(text, from)
  return parts
end

local function parsed(text)
  local fields = cut(text, "\t")
  local headers = {}
  for _, pair in ipairs(cut(fields[3] or "", "\31")) do
    local name, value = string.match(pair, "^([^:]+): (.*)$")
    if name then headers[name] = value end
  end
  return { method = fields[1], path = fields[2], headers = headers, body = fields[4] ~= "" and fields[4] or nil,
           counts = string.find(text, "{n}", 1, true) ~= nil }
end

function setup(thread)
  worker = thread
end

function init(args)
  stamp, once = args[2], args[3] == "once"
  for text in io.lines(args[1]) do
    local one = parsed(text)
    if not one.counts then one.ready = wrk.format(one.method, one.path, one.headers, one.body) end
    lines[#lines + 1] = one
  end
end

function request()
  at = at + 1
  if at > #lines then at = 1 end
  sent = sent + 1
  local one = lines[at]
  if one.ready then return one.ready end
  local mark = stamp .. "-" .. sent
  local headers = {}
  for name, value in pairs(one.headers) do headers[name] = string.gsub(value, "{n}", mark) end
  local body = one.body and string.gsub(one.body, "{n}", mark)
  return wrk.format(one.method, one.path, headers, body)
end

local answered = 0

function response(status)
  statuses[status] = (statuses[status] or 0) + 1
  answered = answered + 1
  if once and answered >= #lines - 8 then wrk.thread:stop() end
end

function done(summary, latency)
  local known = worker:get("statuses")
  local counts = {}
  for status, number in pairs(known) do counts[#counts + 1] = string.format('"%d": %d', status, number) end
  local faults = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format(
    '\nRESULT {"requests": %d, "seconds": %.4f, "p50": %.3f, "p90": %.3f, "p99": %.3f, "max": %.3f, "faults": %d, '
      .. '"statuses": {%s}}',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(90) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, faults, table.concat(counts, ", ")))
end
