package dev.runbook.ml.offline.statistics;

import java.util.regex.Pattern;

/// What a metric measures, recognised by its name, as finely as the rules about hosts, services and
/// databases need it. How much a deviation says when components are ranked is for
/// [DeviationKind][dev.runbook.ml.rootcause.DeviationKind] to tell, which knows fewer kinds.
public enum Quantity {
    /// Share of time lost to garbage collection, or its pauses.
    GARBAGE_COLLECTION("gc|garbage|stop the world", Worse.UP),
    /// Packets that do not arrive, or must be sent again.
    PACKET_LOSS(
            "packets? (loss|lost|drop\\w*)|loss|retrans\\w*|(dropped|drop|discard\\w*) packets?|tcp resets?", Worse.UP),
    REPLICATION_LAG("(replica\\w*|slave|standby|wal|binlog) (lag|delay|behind)|seconds behind", Worse.UP),
    /// Work that waits: queues, backlogs, lag of consumers.
    QUEUE("queue\\w*|backlog|consumer lag|lag|pending|inflight|in flight|unacked|mailbox", Worse.UP),
    LOCKS("locks?|lock waits?|deadlocks?|blocked (sessions|queries)|row lock \\w+", Worse.UP),
    /// Database connections, or a pool of them.
    CONNECTIONS("connections?|conns?|sessions?|pool( \\w+)*|clients", Worse.UP),
    /// What answers with an error, as a rate, share or count.
    ERRORS(
            "errors?|err|5\\d\\d|5xx|http 5xx|fail\\w*|exceptions?|faults?|refused|reject\\w*|timeouts?|aborted|unavailable",
            Worse.UP),
    RESTARTS("restarts?|crash\\w*|oom kills?|oom", Worse.UP),
    /// What still answers or succeeds.
    AVAILABILITY(
            "availab\\w+ percent|availability|success\\w*|uptime|up|healthy( hosts| targets)?|ready( replicas)?",
            Worse.DOWN),
    /// Time between hosts, zones or regions, not of a service's own work.
    NETWORK_LATENCY(
            "rtt|round trip( \\w+)*|ping( \\w+)*|jitter|(network|net|link|cross region|inter region) latency",
            Worse.UP),
    DISK_IO(
            "io ?wait|iops|disk (io|read|write|queue|util|await|latency|busy)( \\w+)*|await|read latency|write latency",
            Worse.UP),
    DISK_SPACE("(disk|fs|filesystem|volume|storage|inodes?|partition|root|data)( \\w+)*", Worse.UP),
    MEMORY("mem|memory|heap|rss|swap|working set|ram|old gen", Worse.UP),
    CPU("cpu|processor|load( avg| average)?( 1| 5| 15|1|5|15)?|load ?(1|5|15)m?|cores used", Worse.UP),
    /// How long work takes.
    LATENCY(
            "latency|duration|response ?times?|resp time|p50|p9\\d|p99\\d|elapsed|query time|time ms|slow queries|ttfb|request time",
            Worse.UP),
    THREADS("threads?|goroutines?|workers?( busy| active)?|file descriptors?|fds?|open files", Worse.UP),
    /// Work that comes in.
    TRAFFIC(
            "requests?|rps|qps|tps|throughput|calls|hits|traffic|orders|rate|count|transactions|messages",
            Worse.EITHER),
    NETWORK_TRAFFIC("(network|net|nic|bandwidth|rx|tx|bytes (in|out)|packets (in|out))( \\w+)*", Worse.EITHER),
    OTHER("", Worse.EITHER);

    /// The direction of trouble.
    public enum Worse {
        UP,
        DOWN,
        EITHER
    }

    private static final Pattern REMAINDER = Pattern.compile(
            "\\b(free|available|avail|idle|remaining|left|unused|headroom|hit|hits ratio|hit ratio)\\b");

    private final Pattern names;
    private final Worse worse;

    Quantity(String names, Worse worse) {
        this.names = Pattern.compile("\\b(?:" + names + ")\\b");
        this.worse = worse;
    }

    /// What a metric of this name measures.
    public static Quantity ofName(String metric) {
        var words = MetricWords.of(metric);
        for (var quantity : values())
            if (quantity != OTHER && quantity.names.matcher(words).find()) return quantity;
        return OTHER;
    }

    /// Which direction is trouble, for a metric of this name: of free memory, less is worse.
    Worse worse(String metric) {
        return worse == Worse.UP
                        && this != AVAILABILITY
                        && REMAINDER.matcher(MetricWords.of(metric)).find()
                ? Worse.DOWN
                : worse;
    }
}
