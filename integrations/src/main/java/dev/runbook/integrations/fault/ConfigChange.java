package dev.runbook.integrations.fault;

import dev.runbook.core.diagnosis.CauseKind;
import dev.runbook.integrations.estate.Estate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A changed setting that made its service worse.
///
/// @param setting what was changed, such as `db.pool.max`
/// @param revision the configuration's new revision
/// @param summary what the change ticket says
public record ConfigChange(
        String component, String setting, String revision, Harm harm, String summary, String author, Onset onset)
        implements Fault {

    @Override
    public CauseKind cause() {
        return CauseKind.CONFIGURATION_CHANGE;
    }

    @Override
    public List<Symptom> symptoms(Estate estate) {
        return harm.symptoms(estate.service(component).orElseThrow());
    }

    @Override
    public List<Cure> cures(Estate estate) {
        return List.of(Cure.rollback(component));
    }

    @Override
    public Map<String, List<String>> voices(Estate estate) {
        return Map.of("component", List.of(component));
    }

    @Override
    public Map<String, String> words() {
        return Map.of("setting", setting, "version", revision);
    }

    @Override
    public Optional<Change> change() {
        return Optional.of(new Change("configuration", component, revision, summary, author, Duration.ofSeconds(60)));
    }

    @Override
    public Optional<String> misfit(Estate estate) {
        return Fault.isService(estate, component);
    }
}
