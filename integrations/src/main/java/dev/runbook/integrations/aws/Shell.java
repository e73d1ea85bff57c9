package dev.runbook.integrations.aws;

import dev.runbook.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The commands that we run on Linux machines, and what they write. Names are quoted, so that they are
/// never read by the shell.
final class Shell {

    private static final Pattern PROCESS =
            Pattern.compile("\\s*(\\d+)\\s+([\\d.]+)\\s+([\\d.]+)\\s+(\\d+)\\s+(\\S+)\\s+(.*)");
    private static final Pattern VOLUME = Pattern.compile("\\S+\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)%\\s+(/.*)");
    private static final Pattern FOLDER = Pattern.compile("(\\d+)\\s+(/.*)");

    /// Below these alone is anything deleted.
    static final List<String> CLEANABLE = List.of("/tmp/", "/var/tmp/", "/var/log/", "/var/cache/", "/var/crash/");

    private Shell() {}

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// The processes that use most CPU: pid, CPU and memory in percent, seconds since the start, unit, command.
    static String topProcesses(int limit) {
        return "LC_ALL=C ps -eo pid=,pcpu=,pmem=,etimes=,unit=,args= --sort=-pcpu | head -n " + limit;
    }

    /// Lines that are no process are left out.
    static List<Value.Fields> processes(String output, Instant now) {
        var rows = new ArrayList<Value.Fields>();
        output.lines().forEach(line -> {
            var parts = PROCESS.matcher(line);
            if (!parts.matches()) return;
            var unit = parts.group(5).replaceFirst("\\.service$", "");
            rows.add(Value.fields(
                    "pid", Long.parseLong(parts.group(1)),
                    "name", parts.group(6).strip(),
                    "service", unit.equals("-") || !parts.group(5).endsWith(".service") ? null : unit,
                    "cpu_percent", Double.parseDouble(parts.group(2)),
                    "memory_percent", Double.parseDouble(parts.group(3)),
                    "started_at", now.minus(Duration.ofSeconds(Long.parseLong(parts.group(4))))));
        });
        return rows;
    }

    /// The volumes, and the largest folders of the fullest.
    static String diskUsage() {
        return "export LC_ALL=C; df -P -B1 -x tmpfs -x devtmpfs -x overlay -x squashfs | tail -n +2 | sort -k5 -rn | head -n 1; "
                + "m=$(df -P -x tmpfs -x devtmpfs -x overlay -x squashfs | tail -n +2 | sort -k5 -rn | head -n 1 | awk '{print $6}'); "
                + "timeout 40 du -x -B1 --max-depth=3 \"$m\" 2>/dev/null | sort -rn | head -n 15";
    }

    /// What [#diskUsage] wrote; empty fields when it wrote nothing that can be read.
    static Value.Fields disk(String output) {
        var lines = output.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            var volume = VOLUME.matcher(lines.get(i).strip());
            if (!volume.matches()) continue;
            var mount = volume.group(5);
            var largest = new ArrayList<Value.Fields>();
            for (var line : lines.subList(i + 1, lines.size())) {
                var folder = FOLDER.matcher(line.strip());
                if (folder.matches() && !folder.group(2).equals(mount))
                    largest.add(Value.fields(
                            "path", folder.group(2),
                            "bytes", Long.parseLong(folder.group(1)),
                            "kind", kind(folder.group(2)),
                            "safe_to_delete", cleanable(folder.group(2))));
            }
            return Value.fields(
                    "volume",
                    mount,
                    "used_percent",
                    Double.parseDouble(volume.group(4)),
                    "size_bytes",
                    Long.parseLong(volume.group(1)),
                    "largest",
                    largest);
        }
        return Value.Fields.NONE;
    }

    private static String kind(String path) {
        if (path.startsWith("/var/log")) return "logs";
        return path.startsWith("/tmp") || path.startsWith("/var/tmp") ? "temporary" : "data";
    }

    /// Whether what lies below a path may be cleaned at all.
    static boolean cleanable(String path) {
        return CLEANABLE.stream().anyMatch(allowed -> (path + "/").startsWith(allowed))
                && !path.contains("..")
                && path.startsWith("/");
    }

    /// Deletes rotated logs, old temporary files and old core dumps below a path, and writes how many bytes.
    static String clean(String path) {
        return "find " + quoted(path)
                + " -xdev -type f \\( -name '*.gz' -o -name '*.xz' -o -name '*.zst' -o -name '*.old'"
                + " -o -regex '.*\\.log[.-][0-9][0-9.-]*' -o -name 'core.[0-9]*'"
                + " -o \\( \\( -path '/tmp/*' -o -path '/var/tmp/*' -o -path '/var/crash/*' \\) -mmin +60 \\) \\)"
                + " -printf '%s\\n' -delete | awk '{sum += $1} END {print sum + 0}'";
    }

    static String restart(String service) {
        return "systemctl restart -- " + quoted(service) + " && systemctl is-active -- " + quoted(service);
    }
}
