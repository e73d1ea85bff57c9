package dev.runbook.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The arrows between modules, and what each may use from outside, as allow-lists.
///
/// `cli` is not on this module's class path; Maven alone keeps its arrow.
class ArchitectureTest {
    /// For each module, what it may see of ours and of Spring. Everything else of ours and of Spring is
    /// forbidden to it.
    private static final Map<String, List<String>> MAY_SEE = new TreeMap<>(Map.of(
            "core", List.of("dev.runbook.core.."),
            "language", List.of("dev.runbook.language..", "dev.runbook.core.."),
            "ml", List.of("dev.runbook.ml..", "dev.runbook.core.."),
            "integrations", List.of("dev.runbook.integrations..", "dev.runbook.core.."),
            "store",
                    List.of(
                            "dev.runbook.store..",
                            "dev.runbook.core..",
                            "org.springframework.jdbc..",
                            "org.springframework.dao..",
                            "org.springframework.transaction.."),
            "app", List.of("dev.runbook..", "org.springframework..")));

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(place -> !place.contains("-tests.jar"))
            .importPackages("dev.runbook");

    @TestFactory
    Stream<DynamicTest> aModuleSeesOnlyWhatItsArrowAllows() {
        return MAY_SEE.entrySet().stream()
                .map(module -> DynamicTest.dynamicTest(
                        module.getKey(), () -> holds(module.getKey(), seesOnly(module.getKey(), module.getValue()))));
    }

    private static ArchRule seesOnly(String module, List<String> allowed) {
        var regulated = resideInAnyPackage("dev.runbook..", "org.springframework..");
        return classes()
                .that(areOf(module))
                .should()
                .onlyDependOnClassesThat(not(regulated).or(resideInAnyPackage(allowed.toArray(String[]::new))));
    }

    @Test
    void theListOfModulesIsComplete() {
        var seen = OURS.stream()
                .map(type -> type.getPackageName().split("\\.", -1)[2])
                .collect(Collectors.toSet());

        assertThat(seen).isEqualTo(MAY_SEE.keySet());
    }

    /// The packages of core that say what things are: they do not know the engine that moves them, nor what
    /// guards it.
    private static final List<String> BELOW_THE_ENGINE =
            List.of("approval", "capability", "diagnosis", "evidence", "incident", "operation", "runbook", "value");

    @TestFactory
    Stream<DynamicTest> whatThingsAreDoesNotKnowTheEngine() {
        return BELOW_THE_ENGINE.stream()
                .map(part -> DynamicTest.dynamicTest(part, () -> {
                    assertThat(OURS).as("classes seen").anyMatch(areOf("core." + part));
                    holds(
                            "core",
                            noClasses()
                                    .that(areOf("core." + part))
                                    .should()
                                    .dependOnClassesThat(resideInAnyPackage(
                                            "dev.runbook.core.engine..", "dev.runbook.core.governor..")));
                }));
    }

    @Test
    void valuesKnowNothingElse() {
        holds(
                "core",
                classes()
                        .that(areOf("core.value"))
                        .should()
                        .onlyDependOnClassesThat(
                                not(resideInAPackage("dev.runbook..")).or(areOf("core.value"))));
    }

    /// But for `app.security`, which answers in the words of `app.web`, which in turn asks it who may what.
    @TestFactory
    Stream<DynamicTest> thePartsOfAModuleDoNotDependOnEachOtherInACircle() {
        return Stream.of("language", "ml", "integrations", "store", "app")
                .map(module -> DynamicTest.dynamicTest(
                        module,
                        () -> holds(
                                module,
                                slices().matching("dev.runbook." + module + ".(*)..")
                                        .should()
                                        .beFreeOfCycles()
                                        .ignoreDependency(areOf("app.security"), areOf("app.web")))));
    }

    @TestFactory
    Stream<DynamicTest> noVendorKnowsAnother() {
        var vendors = Stream.of(
                        "alertmanager",
                        "aws",
                        "datadog",
                        "jira",
                        "kubernetes",
                        "pagerduty",
                        "prometheus",
                        "servicenow",
                        "slack")
                .map(vendor -> "integrations." + vendor)
                .toList();
        return vendors.stream()
                .map(vendor -> DynamicTest.dynamicTest(vendor, () -> {
                    assertThat(OURS).as("classes seen").anyMatch(areOf(vendor));
                    holds(
                            "integrations",
                            noClasses()
                                    .that(areOf(vendor))
                                    .should()
                                    .dependOnClassesThat(resideInAnyPackage(vendors.stream()
                                            .filter(other -> !other.equals(vendor))
                                            .map(other -> "dev.runbook." + other + "..")
                                            .toArray(String[]::new))));
                }));
    }

    @Test
    void coreKnowsJavaBaseAndNullnessAlone() {
        holds(
                "core",
                classes()
                        .that(areOf("core"))
                        .should()
                        .onlyDependOnClassesThat(resideInAnyPackage("dev.runbook.core..", "org.jspecify..")
                                .or(areOfJavaBase())));
    }

    @Test
    void coreReadsNoClockAndRollsNoDice() {
        holds("core", noClasses().that(areOf("core")).should().accessTargetWhere(readsClockOrRollsDice()));
    }

    @Test
    void nobodyUsesJackson2() {
        // Its annotations are Jackson 3's too.
        holds(
                "app",
                noClasses()
                        .that(resideInAPackage("dev.runbook.."))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage(
                                "com.fasterxml.jackson.core..",
                                "com.fasterxml.jackson.databind..",
                                "com.fasterxml.jackson.dataformat..")));
    }

    @Test
    void everyPackageIsNullMarked() {
        var packages = OURS.stream().map(JavaClass::getPackage).collect(Collectors.toSet());

        assertThat(packages).hasSizeGreaterThanOrEqualTo(MAY_SEE.size());
        assertThat(packages).filteredOn(here -> !isNullMarked(here)).isEmpty();
    }

    /// Checks the rule, and that the module has classes it could have been broken by.
    private static void holds(String module, ArchRule rule) {
        assertThat(OURS).as("classes seen").anyMatch(areOf(module));
        rule.check(OURS);
    }

    private static DescribedPredicate<JavaClass> areOf(String module) {
        return resideInAPackage("dev.runbook." + module + "..");
    }

    private static boolean isNullMarked(JavaPackage here) {
        return here.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    private static DescribedPredicate<JavaClass> areOfJavaBase() {
        return describe("are of java.base", type -> {
            var element = type.getBaseComponentType();
            return element.isPrimitive()
                    || element.getSource()
                            .map(source -> source.getUri().toString().startsWith("jrt:/java.base/"))
                            .orElse(false);
        });
    }

    private static DescribedPredicate<JavaAccess<?>> readsClockOrRollsDice() {
        var forbidden = Set.of(
                "java.lang.System.currentTimeMillis",
                "java.lang.System.nanoTime",
                "java.lang.Math.random",
                "java.util.UUID.randomUUID",
                "java.util.concurrent.ThreadLocalRandom.current",
                "java.util.Date.<init>");
        return describe("the clock or dice are reached past what was passed in", access -> {
            var owner = access.getTargetOwner();
            var name = access.getName();
            boolean now = owner.getPackageName().equals("java.time") && name.equals("now");
            boolean source = (owner.isEquivalentTo(Clock.class) || owner.isEquivalentTo(InstantSource.class))
                    && (name.startsWith("system") || name.startsWith("tick"));
            return now || source || forbidden.contains(owner.getFullName() + "." + name);
        });
    }
}
