package dev.runbook.app.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.core.GrantedAuthority;

/// Where somebody may act: the services and environments that an account is limited to. Who is limited
/// still sees everything.
///
/// @param services names, in which `*` stands for anything; every service when empty
/// @param environments names, in which `*` stands for anything; every environment when empty
public record Reach(Set<String> services, Set<String> environments) implements GrantedAuthority {

    private static final long serialVersionUID = 1L;

    /// Whoever is not limited.
    public static final Reach EVERYWHERE = new Reach(Set.of(), Set.of());

    public Reach {
        services = Set.copyOf(services);
        environments = Set.copyOf(environments);
    }

    /// What an incident is about, as far as reach goes.
    ///
    /// @param services those that the incident names, and those that the action asks about would change
    public record Place(Set<String> services, String environment) {
        public Place {
            services = Set.copyOf(services);
        }
    }

    boolean isEverywhere() {
        return services.isEmpty() && environments.isEmpty();
    }

    /// Whether all of a place is within reach. Who is limited to services may not act where no service is
    /// named.
    public boolean covers(Place place) {
        var inServices = services.isEmpty()
                || (!place.services().isEmpty() && place.services().stream().allMatch(one -> matches(services, one)));
        return inServices && (environments.isEmpty() || matches(environments, place.environment()));
    }

    private static boolean matches(Set<String> patterns, String name) {
        return patterns.stream()
                .anyMatch(pattern -> Pattern.matches(
                        Arrays.stream(pattern.split("\\*", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")),
                        name));
    }

    /// The reach among what Spring Security has granted; nobody without one gets anywhere.
    static boolean covers(Collection<? extends GrantedAuthority> granted, Place place) {
        return granted.stream().anyMatch(each -> each instanceof Reach reach && reach.covers(place));
    }

    /// Whether what Spring Security has granted reaches all of a place.
    public static boolean reaches(Collection<? extends GrantedAuthority> granted, Place place) {
        return !isLimited(granted) || covers(granted, place);
    }

    static boolean isLimited(Collection<? extends GrantedAuthority> granted) {
        return granted.stream().noneMatch(each -> each instanceof Reach reach && reach.isEverywhere());
    }

    /// For people.
    public String display() {
        if (isEverywhere()) return "everywhere";
        return (services.isEmpty() ? "every service" : String.join(", ", new TreeSet<>(services)))
                + " in "
                + (environments.isEmpty() ? "every environment" : String.join(", ", new TreeSet<>(environments)));
    }

    /// What Spring Security calls it.
    @Override
    public String getAuthority() {
        return "REACH " + display();
    }
}
