package dev.runbook.integrations.fault;

/// One metric that a fault moves.
///
/// @param course how it follows the fault
public record Symptom(Place place, String metric, Shift shift, Course course) {

    /// How a symptom follows its fault.
    public enum Course {
        /// As the fault grows, so does the symptom; the cure ends it.
        WITH_FAULT,
        /// It shows only when the fault is nearly at full strength; the cure ends it.
        LATE,
        /// It comes with the fault and stays when the fault is cured: the circumstance that made it.
        CIRCUMSTANCE
    }

    static Symptom of(String component, String metric, Shift shift) {
        return new Symptom(Place.of(component), metric, shift, Course.WITH_FAULT);
    }

    Symptom on(String host) {
        return new Symptom(Place.of(place.component(), host), metric, shift, course);
    }

    Symptom late() {
        return new Symptom(place, metric, shift, Course.LATE);
    }

    Symptom lasting() {
        return new Symptom(place, metric, shift, Course.CIRCUMSTANCE);
    }
}
