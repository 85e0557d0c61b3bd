"""What the server counts and times, in the text form that Prometheus reads.

Numbers of all visitors together; none can be told from another. They are served on a port of
their own, on this machine only (`metrics_port` in deploy/server.toml).
"""

from collections.abc import Callable

from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

visitors = Gauge("cnns_visitors", "Visitors connected now")
came = Counter("cnns_visits", "Visitors who have connected since the start")
refused = Counter("cnns_refused", "Requests turned away, by reason", ["reason"])
connections = Gauge("cnns_connections", "Connections open now, those of proxies too")
dawdled = Counter("cnns_connections_dawdled", "Connections ended since they did not go on")
slowed = Counter("cnns_messages_slowed", "Messages that waited, since their sender sent too many")
ready = Gauge("cnns_ready", "1 once the networks are loaded, else 0")
page = Histogram(
    "cnns_page_seconds", "A page's script, from first to last", ["page"], buckets=SECONDS
)
helpers = Gauge("cnns_helper_well", "1 while a process that helps is well, else 0", ["helper"])
replaced = Gauge("cnns_helper_replaced", "How often a lost one was replaced", ["helper"])
dask_workers = Gauge("cnns_dask_workers", "Workers of a Dask scheduler that train for visitors")
jobs = Gauge("cnns_jobs", "Training jobs, by state", ["state"])


def serve_metrics(port: int) -> Callable[[], None]:
    """Serves the metrics on 127.0.0.1 from a thread of its own; returns what ends it."""
    server, thread = start_http_server(port, addr="127.0.0.1", registry=REGISTRY)

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end
