-- wrk asks for the paths of a file in turn, each thread from its own place; the figures come out as one line of JSON.
local paths, place = {}, 0
local threads = 0

function setup(thread)
   thread:set("mine", threads)
   threads = threads + 1
end

function init(args)
   for line in io.lines(args[1]) do
      paths[#paths + 1] = wrk.format("GET", line)
   end
   place = (mine * 97 + tonumber(args[2])) % #paths
end

function request()
   place = place % #paths + 1
   return paths[place]
end

function done(summary, latency)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   io.write(string.format(
      '\n{"requests": %d, "seconds": %f, "p50_ms": %f, "p99_ms": %f, "failed": %d}\n',
      summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, failed
   ))
end
