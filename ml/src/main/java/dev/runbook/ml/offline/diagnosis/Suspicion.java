package dev.runbook.ml.offline.diagnosis;

import dev.runbook.ml.offline.scene.Scene;
import java.util.List;

/// Looks at a scene for causes of one family. Pure: the same scene gives the same suspects.
@FunctionalInterface
interface Suspicion {

    /// The causes that something speaks for; may be empty.
    List<Suspect> suspects(Scene scene);
}
