package dev.runbook.integrations.estate;

import java.util.List;

/// A disk of a host, and what lies on it.
///
/// @param mount where it is mounted, such as `/var`
/// @param folders what fills it; the rest is free
public record Volume(String host, String mount, long sizeBytes, List<Folder> folders) {
    public Volume {
        folders = List.copyOf(folders);
        long used = folders.stream().mapToLong(Folder::bytes).sum();
        if (used > sizeBytes)
            throw new IllegalArgumentException(
                    "volume " + host + ":" + mount + " holds " + sizeBytes + " bytes, but its folders hold " + used);
    }

    /// A folder that takes room.
    ///
    /// @param kind what lies in it, such as `logs`, `temporary`, `database`, `backup`
    /// @param safeToDelete whether what lies in it may be deleted without loss
    public record Folder(String path, long bytes, String kind, boolean safeToDelete) {

        /// Whether it is the folder of this path or lies below it.
        public boolean isAtOrBelow(String other) {
            var base = other.endsWith("/") ? other : other + "/";
            return (path + "/").startsWith(base);
        }
    }

    /// Whether the path lies on this volume.
    public boolean holds(String path) {
        return mount.equals("/") ? path.startsWith("/") : (path + "/").startsWith(mount + "/");
    }
}
