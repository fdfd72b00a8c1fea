package org.hpvm.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md. This module sees all the others, so it holds them. */
class ArchitectureTest {
    /** Decisions: they are given the time and the events, and are played by simulations. */
    private static final String[] PURE = {
        "org.hpvm.model..",
        "org.hpvm.yarn.schedule..",
        "org.hpvm.yarn.placement..",
        "org.hpvm.yarn.hosts..",
        "org.hpvm.yarn.sweep..",
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.hpvm");

    // spotless:off
    @Test
    void arrowsBetweenModulesOnlyGoDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("examples")
                .definedBy("org.hpvm.examples..")
                .layer("minicluster")
                .definedBy("org.hpvm.minicluster..")
                .layer("yarn")
                .definedBy("org.hpvm.yarn..")
                .layer("container")
                .definedBy("org.hpvm.container..", "org.hpvm.sdk..", "org.hpvm.proto.agent..")
                .layer("dfs")
                .definedBy(
                        "org.hpvm.dfs..",
                        "org.hpvm.error..",
                        "org.hpvm.model..",
                        "org.hpvm.settings..",
                        "org.hpvm.proto.share..")
                .whereLayer("examples")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("minicluster")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("minicluster")
                .mayNotAccessAnyLayer()
                .whereLayer("yarn")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("container")
                .mayOnlyBeAccessedByLayers("examples", "yarn")
                .whereLayer("dfs")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }
    // spotless:on

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.hpvm.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheServersModuleKnowsYarn() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.hpvm.yarn..", "org.hpvm.minicluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hadoop.yarn..")
                .check(CLASSES);
    }

    @Test
    void examplesUseThePublicInterfaceAlone() {
        noClasses()
                .that()
                .resideInAPackage("org.hpvm.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hpvm.container..", "org.hpvm.dfs..", "org.hpvm.yarn..", "org.apache..")
                .check(CLASSES);
    }

    @Test
    void theWorkerThatRunsJavaKernelsIsFreeOfHadoop() {
        noClasses()
                .that()
                .resideInAnyPackage("org.hpvm.container.jvm..", "org.hpvm.container.wire..", "org.hpvm.sdk..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hadoop..", "org.hpvm.proto..")
                .check(CLASSES);
    }

    @Test
    void decisionsHaveNoHadoopNoClockNoThreadAndNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache..", "java.nio.file..", "java.net..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ExecutorService.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
    }

    /** The examples are programs, as users write them. */
    @Test
    void onlyMainsEndTheProcess() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .and()
                .resideOutsideOfPackage("org.hpvm.examples..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void noClassIsNamedForWhatItIsNot() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.hpvm.proto..")
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(CLASSES);
    }
}
