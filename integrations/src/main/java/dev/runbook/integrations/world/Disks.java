package dev.runbook.integrations.world;

import dev.runbook.integrations.estate.Volume;
import dev.runbook.integrations.fault.DiskFill;
import java.util.Comparator;
import java.util.List;

/// What lies on the volumes of the hosts. Times are seconds since the start.
record Disks(Past past, Disturbances disturbances) {

    /// A filling folder leaves this part of its volume free at full strength.
    private static final double LEFT_OVER = 0.004;

    /// A folder and how large it is now.
    record Occupied(Volume.Folder folder, long bytes) {}

    /// The volume of a host that is fullest.
    Volume fullest(String host, double at) {
        return past.estate().volumesOf(host).stream()
                .max(Comparator.comparingDouble(v -> usedPercent(v, at)))
                .orElseThrow();
    }

    double usedPercent(String host, double at) {
        return usedPercent(fullest(host, at), at);
    }

    double usedPercent(Volume volume, double at) {
        long used = occupied(volume, at).stream().mapToLong(Occupied::bytes).sum();
        return 100.0 * used / volume.sizeBytes();
    }

    /// What lies on a volume, largest first.
    List<Occupied> occupied(Volume volume, double at) {
        return volume.folders().stream()
                .map(folder -> new Occupied(folder, bytes(volume, folder, at)))
                .sorted(Comparator.comparingLong(Occupied::bytes)
                        .reversed()
                        .thenComparing(o -> o.folder().path()))
                .toList();
    }

    private long bytes(Volume volume, Volume.Folder folder, double at) {
        return folder.bytes() - past.freed(volume.host(), folder, at) + grown(volume, folder, at);
    }

    private long grown(Volume volume, Volume.Folder folder, double at) {
        if (!disturbances.faultsShow()) return 0;
        long room = volume.sizeBytes()
                - volume.folders().stream().mapToLong(Volume.Folder::bytes).sum();
        double grown = 0;
        for (int i = 0; i < past.scenario().faults().size(); i++)
            if (past.scenario().faults().get(i) instanceof DiskFill fill
                    && fill.component().equals(volume.host())
                    && fill.path().equals(folder.path())) grown = Math.max(grown, Math.min(1, past.strength(i, at)));
        return (long) (grown * (room - LEFT_OVER * volume.sizeBytes()));
    }
}
