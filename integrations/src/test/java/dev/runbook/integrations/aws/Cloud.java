package dev.runbook.integrations.aws;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is in an account that a stub of AWS shows.
public interface Cloud {

    record Machine(String id, String name, String zone) {}

    /// @param image with its tag
    record Service(String name, int desired, int revision, String image, Instant deployedAt) {}

    record Database(String name, String status) {}

    List<Machine> machines();

    List<Service> services();

    List<Database> databases();

    /// Runs a command of a shell.
    ///
    /// @return what it writes; empty when it fails
    Optional<String> run(String machine, String command);

    void renew(String service);

    /// The ids of the machines that a service has a task on.
    default List<String> placed(String service) {
        return List.of();
    }

    /// Stops the task of a service on a machine; another is started in its place.
    default void stop(String service, String machine) {}

    void scale(String service, int desired);

    void deploy(String service, int revision);

    void reboot(String name);

    /// An account with nothing in it.
    Cloud EMPTY = new Cloud() {
        @Override
        public List<Machine> machines() {
            return List.of();
        }

        @Override
        public List<Service> services() {
            return List.of();
        }

        @Override
        public List<Database> databases() {
            return List.of();
        }

        @Override
        public Optional<String> run(String machine, String command) {
            return Optional.empty();
        }

        @Override
        public void renew(String service) {}

        @Override
        public void scale(String service, int desired) {}

        @Override
        public void deploy(String service, int revision) {}

        @Override
        public void reboot(String name) {}
    };
}
