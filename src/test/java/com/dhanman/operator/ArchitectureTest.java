package com.dhanman.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The boundaries that docs/architecture.md draws. */
@AnalyzeClasses(
        packages = "com.dhanman.operator",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "com.dhanman.operator.";
    private static final DescribedPredicate<JavaClass> IMPURE =
            resideInAnyPackage("io.javaoperatorsdk..", "java.net..", "java.nio.file..")
                    .or(type(KubernetesClient.class))
                    .as("the SDK, a client, files or the network");

    @ArchTest
    static final ArchRule API_KNOWS_NOTHING_OF_OURS =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "api..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("com.dhanman.operator..")
                                    .and(
                                            DescribedPredicate.not(
                                                    resideInAnyPackage(ROOT + "api.."))));

    @ArchTest
    static final ArchRule KERNEL_KNOWS_ONLY_THE_API =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "kernel..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    ROOT + "service..",
                                    ROOT + "tenant..",
                                    ROOT + "postgres..",
                                    ROOT + "backup..",
                                    ROOT + "cli..",
                                    ROOT + "runtime.."));

    @ArchTest
    static final ArchRule KINDS_MEET_IN_THE_API_ALONE =
            slices().matching(ROOT + "(service|tenant|postgres|backup)..")
                    .should()
                    .notDependOnEachOther();

    @ArchTest
    static final ArchRule ONLY_RUNTIME_KNOWS_RUNTIME =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + "runtime..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + "runtime..");

    @ArchTest
    static final ArchRule THE_COMMAND_LINE_DOES_NOT_RECONCILE =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "cli..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("io.javaoperatorsdk..", "io.quarkus..")
                                    .or(
                                            DescribedPredicate.describe(
                                                    "reconcilers",
                                                    it ->
                                                            it.getSimpleName()
                                                                    .endsWith("Reconciler"))));

    @ArchTest
    static final ArchRule PLANS_AND_STATUSES_ARE_PURE =
            noClasses()
                    .that()
                    .resideInAnyPackage(ROOT + "service..", ROOT + "tenant..")
                    .and()
                    .haveSimpleNameNotEndingWith("Reconciler")
                    .and()
                    .haveSimpleNameNotEndingWith("Resolver")
                    .should()
                    .dependOnClassesThat(IMPURE)
                    .orShould()
                    .callMethod(System.class, "getenv", String.class)
                    .orShould()
                    .callMethod(java.time.Instant.class, "now")
                    .orShould()
                    .callMethod(java.util.UUID.class, "randomUUID");

    @ArchTest
    static final ArchRule ONLY_THE_KERNEL_WRITES =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            ROOT + "kernel..", ROOT + "runtime..", ROOT + "cli.postgres..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.fabric8.kubernetes.client.dsl..");

    @ArchTest
    static final ArchRule NO_DRAWERS =
            noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");

    @ArchTest
    static final ArchRule RECONCILERS_ARE_NAMED_SO =
            classes()
                    .that()
                    .implement(io.javaoperatorsdk.operator.api.reconciler.Reconciler.class)
                    .should()
                    .haveSimpleNameEndingWith("Reconciler");
}
