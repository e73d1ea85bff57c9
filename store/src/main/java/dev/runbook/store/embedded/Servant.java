package dev.runbook.store.embedded;

import dev.runbook.store.database.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Who the server's programs run as.
///
/// A normal user runs them itself. PostgreSQL refuses to run as root; for root there are two ways, tried in
/// turn:
/// - in a user namespace of its own (`unshare`), where the process takes itself for nobody in particular while
///   the files stay root's. Containers often forbid it;
/// - as the user `nobody` (`setpriv`), to whom the server's files are given.
///
/// @param owner whom the server's files must belong to; empty for a normal user, who can give nothing away
record Servant(Program program, Optional<String> owner) {

    private static final Program PLAIN = new Program(List.of());

    static Servant ofThisProcess() throws InterruptedException {
        var user = ProcessHandle.current().info().user().orElse("");
        return user.equals("root") ? forRoot() : new Servant(PLAIN, Optional.empty());
    }

    private static Servant forRoot() throws InterruptedException {
        var namespace = new Program(List.of("unshare", "--user"));
        if (namespace.works("true")) return new Servant(namespace, Optional.of("root"));
        var nobody = new Program(List.of("setpriv", "--reuid=nobody", "--clear-groups", "--no-new-privs"));
        if (nobody.works("true")) return new Servant(nobody, Optional.of("nobody"));
        throw new StoreException("PostgreSQL does not run as root, and neither unshare nor setpriv works here:"
                + " start Runbook as another user, or set DATABASE_URL to a PostgreSQL of your own");
    }

    /// @throws StoreException when the directory is closed to whoever the programs run as
    void mustReach(Path directory) throws InterruptedException {
        if (owner.isPresent() && !program.works("test", "-x", directory))
            throw new StoreException("PostgreSQL runs here as user " + owner.get() + ", who cannot reach the data"
                    + " directory " + directory + ": open the directories above it (chmod o+x),"
                    + " or choose another with --data");
    }

    /// Whether the programs run as another user than we do.
    boolean isSomebodyElse() {
        return owner.filter(name -> !name.equals("root")).isPresent();
    }

    /// Hands a file, or a directory with all that is in it, to whoever the programs run as.
    void own(Path path) throws IOException {
        if (owner.isEmpty()) return;
        var principal = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.get());
        if (Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(principal)) return;
        try (var paths = Files.walk(path)) {
            for (var each : paths.toList()) Files.setOwner(each, principal);
        }
    }
}
